"""Convert a gift to the facts of the tax rules (`deductibility.Facts`); the only place that does.

The stored date of a gift is the legal one (receipt rules, 2.8), so a payment carries it whatever the method. The method
still decides which warnings and documents apply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from babel.numbers import get_currency_precision
from django.db.models import F, Q, Sum
from django.db.models.query import QuerySet

from core.models import ExemptionStatus, Organization, StateRegistration
from core.money import ZERO, MoneyField
from core.us_states import state_code
from crm import identity
from crm.models import Supporter
from donations.deductibility import facts as law
from donations.models import Benefit, Gift, GiftLine
from donations.tax_facts.typed_donor import TypedDonor, typed_donor

#: Payment methods in the tax rules; a platform that passes on money we raised is a processor (receipt rules, 3).
METHODS: dict[str, str] = {
    Gift.Method.CHECK: "check_mail_usps",
    Gift.Method.CASH: "currency",
    Gift.Method.CARD: "stripe_card",
    Gift.Method.ACH: "ach_debit",
    Gift.Method.WIRE: "bank_transfer",
    Gift.Method.PAYPAL: "paypal_merchant_account",
    Gift.Method.VENMO: "wallet",
    Gift.Method.ZELLE: "bank_transfer",
    Gift.Method.CASH_APP: "wallet",
    Gift.Method.FACEBOOK: "platform_daf",
    Gift.Method.EVENTBRITE: "platform_processor_msp_is_donee",
    Gift.Method.DONORBOX: "platform_processor_msp_is_donee",
    Gift.Method.BENEVITY: "platform_daf",
    Gift.Method.DAF: "daf_grant",
    Gift.Method.PAYROLL: "payroll",
    Gift.Method.STOCK: "stock_dtc",
    Gift.Method.IN_KIND: "hand",
    Gift.Method.OTHER: "",
}
INSTITUTIONS = {
    Supporter.DonorType.DAF_SPONSOR,
    Supporter.DonorType.PRIVATE_FOUNDATION,
    Supporter.DonorType.PLATFORM_CHARITY,
}
_AND = re.compile(r"\s+(?:and|&)\s+")
_TOWN = re.compile(r"^(?P<city>.+),\s*(?P<state>[A-Z]{2})\s+\d{5}(-\d{4})?$")


class Prior(NamedTuple):
    """The earlier receipt: its number and the amount it stated."""

    number: str
    amount: Decimal


@dataclass(frozen=True)
class Charity:
    """The charity's facts on a day of issue, read once for many gifts."""

    org: law.Org
    issued_on: date
    registrations: dict[str, str]


def charity(*, organization: Organization, issued_on: date) -> Charity:
    """The charity's facts on the day of issue, ignoring later changes of its status."""
    rows = list(ExemptionStatus.objects.filter(starts_on__lte=issued_on).order_by("starts_on"))
    held = StateRegistration.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=issued_on))
    return Charity(
        org=_org(organization, rows, issued_on),
        issued_on=issued_on,
        registrations={row.state: row.number for row in held.filter(starts_on__lte=issued_on)},
    )


def with_facts(gifts: QuerySet[Gift]) -> QuerySet[Gift]:
    """The same gifts with everything `gift_facts` reads prefetched, in a constant number of queries."""
    related = ("supporter", "joint_with", "foreign", "reversal", "intent", "replaces__gift__intent")
    return gifts.select_related(*related).prefetch_related(
        "lines__fund__restrictions",
        "lines__benefits",
        "refunds__failure",
        "soft_credits__supporter",
        "supporter__emails",
        "supporter__phones",
        "supporter__addresses",
    )


def gift_facts(gift: Gift, *, charity: Charity, prior: Prior | None = None) -> law.Facts:
    """The facts of one gift. Without an earlier receipt, the payment is what is left after refunds. With one, it is the
    whole payment with its refunds, so that the rules can say what changed."""
    lines = list(gift.lines.all())
    benefits = [benefit for line in lines for benefit in line.benefits.all()]
    donor = _donor(gift)
    return law.Facts(
        org=charity.org,
        donor=donor,
        gift_kind="pledge" if gift.pledge_id and gift.kind == Gift.Kind.CASH else gift.kind,
        method=METHODS[gift.method],
        payments=(_payment(gift, lines, whole=prior is not None),) if gift.kind == Gift.Kind.CASH else (),
        benefits=tuple(_benefit(benefit) for benefit in benefits),
        # Online donors saw the value and the deductible part before paying; for other gifts that is unknown.
        appeal_informs_deductible_amount=gift.origin == Gift.Origin.ONLINE or None,
        line_items=_line_items(lines),
        refunds=_refunds(gift) if prior else (),
        unordered_cost_this_year=_unordered_before(gift, benefits),
        **_of_prior(prior),
        property_given=_property(gift),
        restriction=", ".join(dict.fromkeys(line.fund.name for line in lines if line.fund.restricted_on(gift.gift_on))),
        document="receipt",
        date=gift.gift_on,
        issued=charity.issued_on,
        **_registration(charity, donor.state),
    )


def _registration(charity: Charity, state: str) -> dict[str, Any]:
    """Whether and how the charity is registered in the donor's state."""
    return {
        "registered_in_state": state in charity.registrations if state else None,
        "registration_number": charity.registrations.get(state, ""),
    }


def _of_prior(prior: Prior | None) -> dict[str, Any]:
    """The facts of an earlier receipt."""
    if prior is None:
        return {"prior_receipt": "", "prior_acknowledgment": False, "receipted_amount": None}
    return {"prior_receipt": prior.number, "prior_acknowledgment": True, "receipted_amount": prior.amount}


def _org(organization: Organization, rows: list[ExemptionStatus], as_of: date) -> law.Org:
    latest = {row.status: row for row in rows}
    starts = {status: row.starts_on for status, row in latest.items()}
    recognized = latest.get(ExemptionStatus.Status.RECOGNIZED)
    revoked = latest.get(ExemptionStatus.Status.REVOKED)
    town = _TOWN.match((organization.address.splitlines() or [""])[-1].strip())
    return law.Org(
        legal_name=organization.legal_name,
        ein=organization.ein,
        address=", ".join(line.strip() for line in organization.address.splitlines() if line.strip()),
        city_and_state=f"{town['city']}, {town['state']}" if town else "",
        phone=organization.phone,
        website=organization.website,
        time_zone=organization.time_zone,
        state_of_incorporation=organization.state_of_incorporation,
        formation_date=organization.formation_on,
        status=rows[-1].status if rows else ExemptionStatus.Status.NOT_APPLIED,
        application_filed=starts.get(ExemptionStatus.Status.PENDING),
        determination_letter_date=recognized.starts_on if recognized else None,
        exemption_effective_date=recognized.effective_on if recognized else None,
        denial_date=starts.get(ExemptionStatus.Status.DENIED),
        revocation_effective=revoked.effective_on if revoked else None,
        revocation_published=revoked.starts_on if revoked else None,
        as_of=as_of,
    )


def _donor(gift: Gift) -> law.Donor:
    """The legal donor: as typed with an online gift, else as on record."""
    typed = typed_donor(gift)
    return _recorded(gift) if typed is None else _typed(gift, typed)


def _typed(gift: Gift, typed: TypedDonor) -> law.Donor:
    """The typed name, also of a couple. An organization keeps its donor type; a person's record adds nothing."""
    supporter = gift.supporter
    person = supporter.kind == Supporter.Kind.PERSON
    return law.Donor(
        type=Supporter.DonorType.INDIVIDUAL if person else supporter.donor_type,
        name=typed.name,
        state=typed.state,
        country=typed.country or ("US" if typed.state else ""),
        public_anonymity=gift.anonymous,
    )


def _recorded(gift: Gift) -> law.Donor:
    supporter = gift.supporter
    address = identity.revealed_contact_details(supporter, viewer=None, purpose="receipt").address
    names = _names(gift)
    couple = supporter.donor_type == Supporter.DonorType.COUPLE or len(names) > 1
    return law.Donor(
        type=Supporter.DonorType.COUPLE if couple else supporter.donor_type,
        name=" and ".join(names),
        members=names if couple else (),
        state=state_code(address.region) if address and address.country == "US" else "",
        country=address.country if address else "",
        public_anonymity=gift.anonymous or supporter.anonymous,
        advisor=_advisor(gift),
    )


def _names(gift: Gift) -> tuple[str, ...]:
    """The legal donor's names: two for a couple, whether two supporters gave jointly or one supporter has both
    names."""
    name = identity.legal_name(gift.supporter, viewer=None, purpose="receipt")
    if gift.joint_with:
        return name, identity.legal_name(gift.joint_with, viewer=None, purpose="receipt")
    if gift.supporter.donor_type == Supporter.DonorType.COUPLE:
        return tuple(_AND.split(name))
    return (name,)


def _advisor(gift: Gift) -> str:
    """Who recommended an institution's grant; '' for a protected person, who is named only on their own receipt."""
    if gift.supporter.donor_type not in INSTITUTIONS:
        return ""
    credits = sorted(gift.soft_credits.all(), key=lambda credit: credit.pk)
    return next((credit.supporter.shown_name for credit in credits if not credit.supporter.protected), "")


def _payment(gift: Gift, lines: list[GiftLine], *, whole: bool) -> law.Payment:
    """The gift's payment. A reversed gift counts like a bounced check: nothing was paid."""
    fee = sum((line.amount for line in lines if line.kind == GiftLine.Kind.FEE_COVER), ZERO)
    foreign = getattr(gift, "foreign", None)
    taken_back = gift.reversal.posted_on if hasattr(gift, "reversal") else None
    if foreign is None or taken_back or (gift.refunded and not whole):
        return law.Payment(
            amount=gift.amount if whole else gift.net_amount,
            date=gift.gift_on,
            donor_covered_fee=fee or None,
            returned_nsf=taken_back,
        )
    places = get_currency_precision(foreign.currency)
    return law.Payment(
        amount=Decimal(foreign.minor_units).scaleb(-places),
        currency=foreign.currency,
        date=gift.gift_on,
        spot_rate_usd=foreign.rate,
        rate_source=foreign.rate_source,
    )


def _benefit(benefit: Benefit) -> law.Benefit:
    return law.Benefit(
        description=benefit.description,
        qty=benefit.quantity,
        fmv_each=benefit.value_each,
        cost_each=benefit.cost_each,
        bears_org_name_or_logo=benefit.bears_our_name,
        unordered=benefit.unordered,
        kind=benefit.kind,
        status=benefit.status,
    )


def _line_items(lines: list[GiftLine]) -> tuple[law.LineItem, ...]:
    """What the parts of a payment bought, other than plain gifts."""
    if all(line.kind == GiftLine.Kind.CONTRIBUTION for line in lines):
        return ()
    return tuple(
        law.LineItem(
            description=line.description or line.get_kind_display(),
            kind=line.kind,
            amount=line.amount,
            described=bool(line.benefits.all()),
        )
        for line in lines
    )


def _refunds(gift: Gift) -> tuple[law.Refund, ...]:
    """What was refunded. Why stays with staff: no document for a donor prints the reason they typed."""
    return tuple(
        law.Refund(amount=refund.amount, date=refund.refunded_on) for refund in gift.refunds.all() if not refund.failed
    )


def _property(gift: Gift) -> law.Property | None:
    """A gift of property; its value is for accounting only."""
    if gift.kind in (Gift.Kind.CASH, Gift.Kind.SERVICES):
        return None
    if gift.kind == Gift.Kind.SECURITIES:
        return law.Property(description=gift.description, dtc_received=gift.gift_on)
    return law.Property(description=gift.description, received=gift.gift_on)


def _unordered_before(gift: Gift, benefits: list[Benefit]) -> Decimal:
    """Our cost of unordered items the donor got earlier in the calendar year (Rev. Proc. 92-49)."""
    if not any(benefit.unordered for benefit in benefits):
        return ZERO
    earlier = Benefit.objects.filter(
        line__gift__supporter=gift.supporter_id,
        line__gift__status__in=Gift.COUNTS,
        line__gift__gift_on__year=gift.gift_on.year,
        line__gift__gift_on__lte=gift.gift_on,
        unordered=True,
        cost_each__isnull=False,
    ).exclude(line__gift=gift.pk)
    cost = Sum(F("quantity") * F("cost_each"), output_field=MoneyField())
    return earlier.aggregate(cost=cost)["cost"] or ZERO
