"""Lists of funds and campaigns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import Truncator

from core.html import money_span
from core.listing.groups import Grouping
from core.listing.pages import Empty, TablePage
from core.listing.tables import DayColumn, ListTable, MoneyColumn, badge
from core.money import ZERO
from donations.models import Campaign, Fund
from donations.models.rollups import campaigns_with_received, funds_with_received


def restriction_words(restricted: bool) -> str:
    return "With donor restriction" if restricted else "Without"


class FundTable(ListTable):
    caption = "Funds"
    few = True

    name = tables.Column("Fund", attrs={"td": {"class": "c-main"}})
    code = tables.Column()
    restricted = tables.Column("Restriction")
    active = tables.Column("Status")
    received = MoneyColumn(verbose_name="Total received", lead=True, default=ZERO)

    class Meta:
        order_by = ("name",)

    def render_name(self, record: Fund) -> Any:
        name = _name_cell(self.request, "donations:fund-edit", record)
        return format_html('{}<span class="sub">{}</span>', name, Truncator(record.purpose).chars(120))

    def render_received(self, value: Decimal, record: Fund) -> Any:
        return _gifts_link(value, fund=record.pk)

    def value_name(self, record: Fund) -> str:
        return record.name

    def render_restricted(self, value: bool) -> str:
        return restriction_words(value)

    def render_active(self, value: bool) -> Any:
        return badge("In use", "ok") if value else badge("Closed", hollow=True)


class FundList(TablePage):
    permission_required = "gifts.view"
    title, noun = "Funds", ("fund", "funds")
    lede = "Received counts cash and stock by line, less refunds."
    groupings = (Grouping("restricted", "Restriction", "restricted", words=restriction_words),)
    table_class = FundTable
    export_permission = None
    template_name = "donations/fund_list.html"
    empty = Empty(
        "No funds yet",
        "Every gift needs a fund. Start with a general one.",
        icon="wallet",
        action="Add fund",
        url_name="donations:fund-new",
        permission="funds.manage",
    )

    def get_queryset(self) -> QuerySet:
        return funds_with_received(Fund.objects.all())


class CampaignTable(ListTable):
    caption = "Campaigns"
    few = True

    name = tables.Column("Campaign", attrs={"td": {"class": "c-main"}})
    starts_on = DayColumn(verbose_name="From")
    ends_on = DayColumn(verbose_name="To")
    received = MoneyColumn(verbose_name="Received", lead=True, default=ZERO)

    class Meta:
        order_by = ("-starts_on",)

    def render_name(self, record: Campaign) -> Any:
        return _name_cell(self.request, "donations:campaign-edit", record)

    def render_received(self, value: Decimal, record: Campaign) -> Any:
        return _gifts_link(value, campaign=record.pk)

    def value_name(self, record: Campaign) -> str:
        return record.name


class CampaignList(TablePage):
    permission_required = "gifts.view"
    title, noun = "Campaigns", ("campaign", "campaigns")
    table_class = CampaignTable
    export_permission = None
    template_name = "donations/campaign_list.html"
    empty = Empty(
        "No campaigns yet",
        "A campaign groups the gifts from one appeal or event.",
        icon="megaphone",
        action="Add campaign",
        url_name="donations:campaign-new",
        permission="funds.manage",
    )

    def get_queryset(self) -> QuerySet:
        return campaigns_with_received(Campaign.objects.all())


def _name_cell(request: HttpRequest, edit: str, record: Fund | Campaign) -> Any:
    """The name, a link for those who may change it."""
    if not request.user.has_perm("funds.manage"):
        return format_html("<b>{}</b>", record.name)
    return format_html('<a href="{}">{}</a>', reverse(edit, args=[record.pk]), record.name)


def _gifts_link(value: Decimal, **query: int) -> Any:
    """What was received, with the gifts behind it."""
    url = f"{reverse('donations:gift-list')}?{urlencode(query)}"
    return format_html('<a href="{}">{}</a>', url, money_span(value))
