"""Table columns and lists of supporters."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.listing.tables import FileColumn, ListTable, badge, person_cell
from crm import identity
from crm.models import Household, Supporter
from crm.protection import points
from crm.protection.free_text import Watch


def supporter_cell(supporter: Supporter, *, url: str = "", detail: Any = "") -> SafeString:
    """A supporter as every list shows them: the shown name, linked to their page or to `url`."""
    return person_cell(
        supporter.shown_name,
        url=url or reverse("crm:supporter-detail", args=[supporter.pk]),
        detail=detail,
        native=supporter.shown_native,
        kind=supporter.avatar_kind,
    )


class SupporterColumn(tables.Column):
    """The supporter of another record. In files, the shown name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        order_by = (f"{kwargs.get('accessor', 'supporter')}__sort_name",)
        super().__init__(*args, **{"order_by": order_by, "attrs": {"td": {"class": "c-main"}}, **kwargs})

    def render(self, value: Supporter) -> SafeString:
        return supporter_cell(value, detail=value.spoken_number)

    def value(self, value: Supporter) -> str:
        return value.shown_name


class SupporterTable(ListTable):
    caption = "Supporters"
    sorts = ("name", "number")
    file_titles = {"number": "Supporter number"}

    name = tables.Column("Name", accessor="shown_name", order_by=("sort_name",), attrs={"td": {"class": "c-main"}})
    native = FileColumn(verbose_name="Name in native script", accessor="shown_native")
    number = tables.Column("Number", attrs={"td": {"class": "nw"}})
    kind = FileColumn(verbose_name="Type")
    place = tables.Column("Place", accessor="pk", orderable=False, attrs={"td": {"class": "break"}})
    email = FileColumn(verbose_name="Email", accessor="pk")
    phone = FileColumn(verbose_name="Phone", accessor="pk")
    street = FileColumn(verbose_name="Street", accessor="pk")
    city = FileColumn(verbose_name="City", accessor="pk")
    region = FileColumn(verbose_name="State or region", accessor="pk")
    postal_code = FileColumn(verbose_name="Postal code", accessor="pk")
    country = FileColumn(verbose_name="Country", accessor="pk")
    language = FileColumn(verbose_name="Language")

    class Meta:
        order_by = ("name",)

    _details_of_row: tuple[Supporter | None, identity.ContactDetails] = (None, identity.ContactDetails())

    def render_name(self, record: Supporter) -> SafeString:
        return supporter_cell(
            record, detail="Protected · name hidden" if record.protected else self._telling_type(record)
        )

    def _telling_type(self, record: Supporter) -> str:
        """The donor type, when it is not the usual one."""
        return "" if record.donor_type in Supporter.USUAL_TYPES else record.get_donor_type_display()

    def value_name(self, record: Supporter) -> str:
        return record.shown_name

    def render_number(self, record: Supporter) -> str:
        return record.spoken_number

    def render_place(self, record: Supporter) -> str:
        return self._contact_details(record).place

    def value_email(self, record: Supporter) -> str:
        return self._contact_details(record).email

    def value_phone(self, record: Supporter) -> str:
        return self._contact_details(record).phone

    def value_street(self, record: Supporter) -> str:
        return self._address(record, "street")

    def value_city(self, record: Supporter) -> str:
        return self._address(record, "city")

    def value_region(self, record: Supporter) -> str:
        return self._address(record, "region")

    def value_postal_code(self, record: Supporter) -> str:
        return self._address(record, "postal_code")

    def value_country(self, record: Supporter) -> str:
        return self._address(record, "country")

    def _address(self, record: Supporter, name: str) -> str:
        address = self._contact_details(record).address
        return getattr(address, name) if address else ""

    @cached_property
    def _watch(self) -> Watch:
        """Whom the ways to reach people may name: of the rows on a page, or of all in a file."""
        if getattr(self, "page", None) is None:
            return Watch()
        return points.watch_of(row.record for row in self.paginated_rows)

    def _contact_details(self, record: Supporter) -> identity.ContactDetails:
        """The contact details, read once per row for eight columns."""
        if self._details_of_row[0] is not record:
            self._details_of_row = (record, points.contact_details(record, self._watch))
        return self._details_of_row[1]


class HouseholdTable(ListTable):
    caption = "Households"
    sorts = ("name",)

    name = tables.Column("Household", accessor="shown_name", attrs={"td": {"class": "c-main"}})
    salutation = tables.Column("Salutation", accessor="pk", orderable=False)
    members = tables.Column("Members", accessor="pk", orderable=False, attrs={"td": {"class": "break"}})
    numbers = FileColumn(verbose_name="Supporter numbers", accessor="pk")

    class Meta:
        order_by = ("name",)

    def render_name(self, record: Household) -> SafeString:
        url = reverse("crm:household-detail", args=[record.pk])
        return format_html('<a class="strong" href="{}">{}</a>', url, record.shown_name)

    def value_name(self, record: Household) -> str:
        return record.shown_name

    def render_salutation(self, record: Household) -> str:
        return identity.household_salutation(record)

    def render_members(self, record: Household) -> SafeString:
        rows = [(reverse("crm:supporter-detail", args=[one.pk]), one.shown_name) for one in record.members.all()]
        return (
            format_html_join(", ", '<a class="link" href="{}">{}</a>', rows)
            if rows
            else badge("No members", hollow=True)
        )

    def value_members(self, record: Household) -> str:
        return ", ".join(one.shown_name for one in record.members.all())

    def value_numbers(self, record: Household) -> str:
        """The members' numbers, in order of their names."""
        return ", ".join(one.spoken_number for one in record.members.all())
