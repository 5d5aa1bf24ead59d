"""What the books hold, as the planner compares a file with it."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q

from core.models import AuditEntry, Organization
from crm import identity
from crm.models import Household, Supporter, SupporterReference
from crm.names.people import parse_names
from donations.models import Fund, Gift, Pledge, Refund
from imports.column_mapping import Mapping
from imports.contexts import Context, FundAliases
from imports.matching.known_records import KnownGift, KnownHousehold, KnownOrganization, KnownPerson, KnownRecords
from imports.matching.people import OUR_NUMBER
from imports.models import FundAlias, SavedMapping
from imports.plans import GIFT, IN_KIND, PLEDGE, PLEDGE_PAYMENT, REFUND, Reference

#: Acts that touch neither people on record nor money. Whatever is not named here counts.
QUIET_ACTS = (
    "import.planned",
    "import.answer_kept",
    "import.set_aside",
    "import.funds_mapped",
    "supporter.revealed",
    "organization.changed",
    "organization.set_up",
)
QUIET_FAMILIES = (
    *("user", "view", "mail", "message", "messages", "job", "list", "file", "mapping"),
    *("receipt", "receipts", "registration", "exemption"),
    *("event", "tickettype", "guest", "guests"),
)
LATE = 500


def known_records(*, currency: str) -> KnownRecords:
    """Everybody and every gift on record, with keys like `supporter:12`, `household:3` and `gift:40`.

    `currency` is the organization's own, which every amount without a foreign one is in.
    """
    reached = _details_of_row()
    people, organizations = _supporters(reached)
    return KnownRecords(
        people=people,
        organizations=organizations,
        households=_households(reached),
        gifts=[*_gifts(currency), *_pledges(currency), *_refunds(currency)],
    )


def state_fingerprint() -> str:
    """A value that changes whenever people or money change: the newest audit entry about them, which every such act
    writes in its transaction.

    The count of the last few entries is part of it, since on PostgreSQL an entry with a lower id may be committed after
    one with a higher.
    """
    loud = AuditEntry.objects.exclude(act__in=QUIET_ACTS).exclude(_quiet_families())
    newest = loud.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"{newest}-{loud.filter(pk__gt=newest - LATE).count()}"


def _quiet_families() -> Q:
    return reduce(or_, (Q(act__startswith=f"{family}.") for family in QUIET_FAMILIES))


def fund_aliases() -> FundAliases:
    """Every fund's code and name, and what files called it before."""
    pairs = [(alias.alias, alias.fund.code) for alias in FundAlias.objects.select_related("fund")]
    for fund in Fund.objects.all():
        pairs += [(fund.code, fund.code), (fund.name, fund.code)]
    return FundAliases.from_pairs(pairs)


def mappings() -> tuple[Mapping, ...]:
    """Every saved column mapping somebody explained."""
    return tuple(saved.mapping for saved in SavedMapping.objects.select_related("fund"))


def context_for(*, currency: str, time_zone: str, **more: Any) -> Context:
    """The settings of an import in this organization."""
    organization = Organization.objects.filter(pk=1).first()
    settings = {
        "funds": fund_aliases(),
        "mappings": mappings(),
        "own_emails": _own_emails(organization),
        "formed": organization.formation_on if organization else None,
        **more,
    }
    return Context(currency=currency, time_zone=time_zone, **settings)


def _own_emails(organization: Organization | None) -> tuple[str, ...]:
    """Where the charity itself is written to and writes from."""
    names = ("email", "mail_from", "mail_reply_to", "mail_bounces_to")
    found = (getattr(organization, name, "") for name in names)
    return tuple(dict.fromkeys(text.casefold() for text in found if text))


class _Reached(NamedTuple):
    """What is on record of everybody, by their primary keys."""

    emails: dict[int, list[str]]
    phones: dict[int, list[str]]
    cities: dict[int, list[str]]
    streets: dict[int, list[str]]
    checks: dict[int, list[str]]

    def of(self, *supporters: int) -> dict[str, tuple[str, ...]]:
        """All of some supporters together, by the names above."""
        tables = zip(self._fields, self, strict=True)
        return {name: tuple(dict.fromkeys(text for pk in supporters for text in table[pk])) for name, table in tables}


def _details_of_row() -> _Reached:
    checks = defaultdict(list)
    for supporter_id, number in Gift.objects.exclude(check_number="").values_list("supporter_id", "check_number"):
        checks[supporter_id].append(number)
    emails, phones, cities, streets = _contacts()
    return _Reached(emails, phones, cities, streets, checks)


def _supporters(reached: _Reached) -> tuple[list[KnownPerson], list[KnownOrganization]]:
    ids = defaultdict(list)
    for supporter_id, system, value in SupporterReference.objects.values_list("supporter_id", "system", "value"):
        ids[supporter_id].append(f"{system}:{value}")
    people, organizations = [], []
    for row in identity.names_for_matching():
        known: dict[str, Any] = {"key": f"supporter:{row.pk}", "ids": (f"{OUR_NUMBER}:{row.number}", *ids[row.pk])}
        known |= reached.of(row.pk)
        if row.kind == Supporter.Kind.ORGANIZATION:
            organizations.append(KnownOrganization(name=row.full_name, **known))
            continue
        names = parse_names(row.full_name).people or parse_names(row.native_name).people
        if len(names) == 1:
            people.append(
                KnownPerson(
                    name=names[0],
                    household=f"household:{row.household_id}" if row.household_id else None,
                    written=(row.native_name,) if row.native_name else (),
                    **known,
                )
            )
    return people, organizations


def _contacts() -> list[dict[int, list[str]]]:
    found: list[dict[int, list[str]]] = []
    for rows in identity.contacts_for_matching():
        values: dict[int, list[str]] = defaultdict(list)
        for supporter_id, value in rows:
            if value:
                values[supporter_id].append(value)
        found.append(values)
    return found


def _households(reached: _Reached) -> list[KnownHousehold]:
    """Every household with the people in it. It is reached as they are, and as whoever gave for all of them."""
    members, all_of_it = defaultdict(list), defaultdict(list)
    rows = Supporter.objects.not_merged().filter(household__isnull=False).order_by("pk")
    for household_id, pk, donor_type in rows.values_list("household_id", "pk", "donor_type"):
        all_of_it[household_id].append(pk)
        if donor_type != Supporter.DonorType.COUPLE:
            members[household_id].append(f"supporter:{pk}")
    return [
        KnownHousehold(f"household:{home.pk}", home.name, tuple(members[home.pk]), **reached.of(*all_of_it[home.pk]))
        for home in Household.objects.all()
    ]


def _gifts(currency: str) -> list[KnownGift]:
    gifts = Gift.objects.active().select_related("supporter", "foreign").prefetch_related("references", "lines__fund")
    return [_gift(gift, currency) for gift in gifts]


def _gift(gift: Gift, currency: str) -> KnownGift:
    references = [Reference(row.system, row.kind, row.value) for row in gift.references.all()]
    if gift.check_number:
        references.append(Reference("check", "number", gift.check_number))
    foreign = getattr(gift, "foreign", None)
    is_organization = gift.supporter.kind == Supporter.Kind.ORGANIZATION
    key = f"supporter:{gift.supporter_id}"
    return KnownGift(
        key=f"gift:{gift.pk}",
        kind=PLEDGE_PAYMENT if gift.pledge_id else GIFT if gift.kind in Gift.RAISED else IN_KIND,
        date=gift.gift_on,
        amount=foreign.amount if foreign else gift.amount,
        currency=foreign.currency if foreign else currency,
        supporter=None if is_organization else key,
        organization=key if is_organization else None,
        method=gift.method,
        fund=gift.lines.all()[0].fund.code,
        references=tuple(references),
    )


def _pledges(currency: str) -> list[KnownGift]:
    return [
        KnownGift(
            key=f"pledge:{pledge.pk}",
            kind=PLEDGE,
            date=pledge.promised_on,
            amount=pledge.amount,
            currency=currency,
            supporter=f"supporter:{pledge.supporter_id}",
            fund=pledge.fund.code,
        )
        for pledge in Pledge.objects.select_related("fund")
    ]


def _refunds(currency: str) -> list[KnownGift]:
    return [
        KnownGift(
            key=f"gift:{refund.gift_id}",
            kind=REFUND,
            date=refund.refunded_on,
            amount=refund.amount,
            currency=currency,
            supporter=f"supporter:{refund.gift.supporter_id}",
        )
        for refund in Refund.objects.select_related("gift")
    ]
