"""Lists of supporters and households."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from core.listing.groups import Grouping
from core.listing.pages import Empty, ListFilter, TablePage
from core.recent_activity import AddedFilter
from crm.models import Household, HouseholdQuerySet, Supporter, SupporterQuerySet
from crm.views.tables import HouseholdTable, SupporterTable

SHOWN_BY = (("yes", "Protected only"), ("no", "Not protected"))


class SupporterFilter(AddedFilter):
    kind = django_filters.ChoiceFilter(choices=Supporter.Kind.choices, empty_label="Any type", label="Type")
    language = django_filters.ChoiceFilter(choices=Supporter.Language.choices, empty_label="Any language")
    protected = django_filters.ChoiceFilter(
        choices=SHOWN_BY, method="by_protection", empty_label="Any protection", label="Protection"
    )

    archived = django_filters.ChoiceFilter(
        choices=(("yes", "Archived"),), method="by_archive", empty_label="Not archived", label="Archive"
    )

    class Meta:
        model = Supporter
        fields = ["kind", "language", "protected", "archived"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("archived") else rows.filter(archived_at__isnull=True)

    def by_archive(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(archived_at__isnull=False)

    def search(self, rows: SupporterQuerySet, text: str) -> QuerySet:
        return rows.matching(text)

    def by_protection(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(protected=value == "yes")


class SupporterList(TablePage):
    permission_required = "supporters.view"
    title, noun = "Supporters", ("supporter", "supporters")
    lede = "Everyone you have on record: people and organizations."
    placeholder = "Name, number, email, or phone"
    table_class, filter_class = SupporterTable, SupporterFilter
    columns_on = bulk_on = "supporter"
    groupings = (
        Grouping("kind", "Type", "kind", words=lambda code: Supporter.Kind(code).label),
        Grouping("type", "Donor type", "donor_type", words=lambda code: Supporter.DonorType(code).label),
        Grouping("language", "Language", "language", words=lambda code: Supporter.Language(code).label),
    )
    template_name = "crm/supporter_list.html"
    empty = Empty(
        "No supporters yet",
        "Import a spreadsheet, or add your first supporter by hand.",
        icon="users",
        action="New supporter",
        url_name="crm:supporter-new",
        permission="supporters.edit",
    )

    def get_queryset(self) -> QuerySet:
        rows = Supporter.objects.visible_to(self.request.user).not_merged()
        return rows.prefetch_related("emails", "phones", "addresses")


class HouseholdFilter(ListFilter):
    class Meta:
        model = Household
        fields: list[str] = []

    def search(self, rows: HouseholdQuerySet, text: str) -> QuerySet:
        people = Supporter.objects.visible_to(self.request.user).matching(text).values("household")
        return rows.matching(text) | rows.filter(pk__in=people)


class HouseholdList(TablePage):
    permission_required = "supporters.view"
    title, noun = "Households", ("household", "households")
    lede = "Supporters who share an address and a salutation. For recognition only; every gift belongs to a supporter."
    placeholder = "Household or member"
    table_class, filter_class = HouseholdTable, HouseholdFilter
    template_name = "crm/household_list.html"
    empty = Empty(
        "No households yet",
        "Create one for a family that gets one letter.",
        icon="home",
        action="New household",
        url_name="crm:household-new",
        permission="supporters.edit",
    )

    def get_queryset(self) -> QuerySet:
        return Household.objects.visible_to(self.request.user).prefetch_related("members")
