"""Names of households and new records, as name reviews show them (`crm.protection.typed_rows`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse

from crm import identity
from crm.models import Household, Supporter
from crm.names.within import is_plain, maybe_names
from crm.protection import twins
from crm.protection.texts import text_rows
from crm.protection.twins import KIND
from crm.protection.typed_rows import TypedRows
from crm.services.supporters import rename_households


def _homes(supporters: Iterable[int]) -> Iterable[int]:
    rows = Supporter.objects.filter(pk__in=supporters, household__isnull=False).order_by()
    return rows.values_list("household", flat=True)


def _names(keys: Sequence[int]) -> dict[int, list[str]]:
    """The names and salutations of households, and the possible names within those that hold more than a name."""
    texts = {row.pk: [row.name, row.salutation] for row in Household.objects.filter(pk__in=keys)}
    return {pk: [*found, *maybe_names(text for text in found if not is_plain(text))] for pk, found in texts.items()}


HOUSEHOLDS = TypedRows(
    object_type="crm.household",
    refresh=rename_households,
    owned_by=_homes,
    names=_names,
    title=lambda row: f"Household {row.code}",
    url=lambda row: reverse("crm:household-detail", args=[row.pk]),
    name=lambda row: " · ".join(filter(None, (row.name, row.salutation))),
)
#: Notes on supporters, which may name other people.
NOTES = text_rows(Supporter)
RECORDS = TypedRows(
    object_type=KIND,
    refresh=NOTES.refresh,
    names=NOTES.names,
    ask=twins.ask_about_old,
    owned_by=lambda supporters: [],
    title=lambda row: f"{row.spoken_number} {row.shown_name}" if row.protected else row.spoken_number,
    url=lambda row: reverse("crm:supporter-detail", args=[row.pk]),
    name=lambda row: identity.everything_typed(row),
)
