"""What donations adds to pages, commands and jobs of the layers below."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core import extend
from core.clock import organization_today
from core.db import frozen
from core.listing.tables import DayColumn, MoneyColumn
from core.models import User
from donations.contributes import (
    audit_log,
    bulk_actions,
    home_items,
    recent_activity,
    search,
    set_up_steps,
    typed_names,
    undo_actions,
)
from donations.ledger.db_objects import FROZEN, MOVEMENTS
from donations.ledger.db_rules import RULES
from donations.ledger.giving_summary import giving_of, timeline, with_last_gift, with_lifetime
from donations.ledger.invariants import INVARIANTS
from donations.ledger.rollups import by_month
from donations.ledger.rollups.rebuilding import ENTRIES as ROLLUPS
from donations.processor import webhook_inbox


def _giving_panel(supporter: Any, user: User) -> dict[str, Any]:
    return {"giving": giving_of(supporter, user=user, today=organization_today()), "supporter": supporter}


extend.add(
    MOVEMENTS,
    *RULES,
    *by_month.TRIGGERS,
    extend.NavItem(
        label="Gifts", url_name="donations:gift-list", icon="gift", group="", permission="gifts.view", order=20
    ),
    extend.NavItem(
        label="Pledges", url_name="donations:pledge-list", icon="handshake", group="", permission="gifts.view", order=30
    ),
    extend.NavItem(
        label="Funds",
        url_name="donations:fund-list",
        icon="layers",
        group="Finance",
        permission="gifts.view",
        order=200,
    ),
    extend.NavItem(
        label="Campaigns",
        url_name="donations:campaign-list",
        icon="flag",
        group="Finance",
        permission="gifts.view",
        order=210,
    ),
    extend.Panel(
        on="supporter",
        slug="giving",
        template="donations/_giving.html",
        permission="gifts.view",
        order=20,
        context=_giving_panel,
    ),
    extend.Action(
        on="supporter",
        slug="gift",
        label="Record gift",
        icon="plus",
        permission="gifts.record",
        order=90,
        url=lambda supporter: f"{reverse('donations:gift-new')}?supporter={supporter.pk}",
        primary=True,
    ),
    extend.Action(
        on="supporter",
        slug="pledge",
        label="Record pledge",
        icon="handshake",
        permission="gifts.record",
        order=80,
        url=lambda supporter: reverse("donations:pledge-new", args=[supporter.pk]),
    ),
    extend.ListColumn(
        on="supporter",
        name="lifetime",
        permission="gifts.view",
        order=50,
        column=lambda: MoneyColumn(verbose_name="Total given", lead=True),
        annotate=with_lifetime,
    ),
    extend.ListColumn(
        on="supporter",
        name="last_gift_on",
        permission="gifts.view",
        order=60,
        column=lambda: DayColumn(verbose_name="Last gift"),
        annotate=with_last_gift,
    ),
    extend.TimelineSource(slug="gifts", label="Gifts", permission="gifts.view", entries=timeline, tone="acc"),
    extend.ActivitySource(slug="gifts", permission="gifts.view", order=10, changes=recent_activity.for_staff),
    *search.SOURCES,
    *search.COMMANDS,
    *audit_log.ENTRIES,
    *typed_names.ENTRIES,
)
extend.add(
    extend.Schedule(slug="gift-totals", label="Add up gift totals", work=by_month.fold, at_hour=by_month.HOUR),
    extend.Drain(name="sync", order=10, run=webhook_inbox.work_off, asks_outside=True, full=webhook_inbox.BATCH),
    extend.Retention(one="Stripe notification", many="Stripe notifications", order=70, clear=webhook_inbox.expire),
    extend.NavItem(
        label="Payouts", url_name="give:payout-list", icon="bank", group="Finance", permission="payouts.view", order=220
    ),
    extend.HomeItem(slug="payouts", permission="payouts.view", order=40, items=home_items.for_finance, icon="bank"),
    extend.HomeItem(slug="donors", permission="supporters.edit", order=45, items=home_items.for_records, icon="users"),
    extend.Panel(
        on="gift",
        slug="online",
        template="give/_gift_panel.html",
        permission="gifts.view",
        order=50,
        context=home_items.gift_panel,
        column="side",
    ),
)
frozen.freeze(*FROZEN)
extend.add(extend.DraftAbout(url_name="donations:gift-correct", object_type="donations.gift"))
extend.add(*INVARIANTS, *ROLLUPS, *bulk_actions.ACTIONS, *undo_actions.UNDO_ACTIONS, *set_up_steps.STEPS)
