"""Existing records, for the planner."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from core.models import AuditEntry, Organization
from donations.models import Fund
from imports.column_mapping import Mapping
from imports.contexts import Context, FundAliases
from imports.matching.known_records import KnownRecords
from imports.models import FundAlias, SavedMapping
from imports.planning.known_gifts import CHECK, known_gifts
from imports.planning.known_people import known_people
from imports.planning.whom_to_ask import what_rows_say
from imports.plans import PlannedRow

#: Audit acts that change neither people nor money. Acts not listed here count as changes.
QUIET_ACTS = (
    "import.planned",
    "import.answer_kept",
    "import.columns_left",
    "import.headings_answered",
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


def known_records(rows: Iterable[PlannedRow], context: Context, *, beside: KnownRecords | None = None) -> KnownRecords:
    """The people rows may mean, with keys like `supporter:12`, `household:3` and `gift:40`; `beside` is what earlier
    files would create."""
    rows = list(rows)
    asked = what_rows_say(rows, context)
    checks = {reference.value for row in rows for reference in row.references if reference.system == CHECK}
    beside = beside or KnownRecords()
    asked.keys |= beside.keys()
    known = known_people(asked, checks, context)
    known.more_gifts = lambda told, namesakes: known_gifts(told, namesakes, context.currency)
    known.add(beside)
    return known


def state_fingerprint() -> str:
    """A value that changes whenever people or money change: the newest audit entry about them, which every such act
    writes in its transaction. It includes the count of the last few entries, since on PostgreSQL an entry with a lower
    id may be committed after one with a higher."""
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
    """Every saved column mapping."""
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
    """The charity's own email addresses."""
    names = ("email", "mail_from", "mail_reply_to", "mail_bounces_to")
    found = (getattr(organization, name, "") for name in names)
    return tuple(dict.fromkeys(text.casefold() for text in found if text))
