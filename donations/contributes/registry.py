"""What donations adds to pages, commands and jobs of the layers below."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core import extend
from core.clock import organization_today
from core.db import frozen
from core.listing.tables import DayColumn, MoneyColumn
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
from donations.processor import webhook_inbox


def _giving_panel(supporter: Any, user: Any) -> dict[str, Any]:
    return {"giving": giving_of(supporter, user=user, today=organization_today()), "supporter": supporter}


extend.add(
    MOVEMENTS,
    *RULES,
    extend.NavItem("Gifts", "donations:gift-list", "gift", "", "gifts.view", 20),
    extend.NavItem("Pledges", "donations:pledge-list", "handshake", "", "gifts.view", 30),
    extend.NavItem("Funds", "donations:fund-list", "layers", "Finance", "gifts.view", 200),
    extend.NavItem("Campaigns", "donations:campaign-list", "flag", "Finance", "gifts.view", 210),
    extend.Panel("supporter", "giving", "donations/_giving.html", "gifts.view", 20, _giving_panel),
    extend.Action(
        "supporter",
        "gift",
        "Record gift",
        "plus",
        "gifts.record",
        90,
        lambda supporter: f"{reverse('donations:gift-new')}?supporter={supporter.pk}",
        primary=True,
    ),
    extend.Action(
        "supporter",
        "pledge",
        "Record pledge",
        "handshake",
        "gifts.record",
        80,
        lambda supporter: reverse("donations:pledge-new", args=[supporter.pk]),
    ),
    extend.ListColumn(
        "supporter",
        "lifetime",
        "gifts.view",
        50,
        lambda: MoneyColumn(verbose_name="Total given", lead=True),
        with_lifetime,
    ),
    extend.ListColumn(
        "supporter", "last_gift_on", "gifts.view", 60, lambda: DayColumn(verbose_name="Last gift"), with_last_gift
    ),
    extend.TimelineSource("gifts", "Gifts", "gifts.view", timeline, "acc"),
    extend.ActivitySource("gifts", "gifts.view", 10, recent_activity.for_staff),
    *search.SOURCES,
    *search.COMMANDS,
    *audit_log.ENTRIES,
    *typed_names.ENTRIES,
)
extend.add(
    extend.Drain("sync", order=10, run=webhook_inbox.work_off, asks_outside=True),
    extend.Retention("Stripe notification", "Stripe notifications", 70, webhook_inbox.expire),
    extend.NavItem("Payouts", "give:payout-list", "bank", "Finance", "payouts.view", 220),
    extend.HomeItem("payouts", "payouts.view", 40, home_items.for_finance, "bank"),
    extend.HomeItem("donors", "supporters.edit", 45, home_items.for_records, "users"),
    extend.Panel("gift", "online", "give/_gift_panel.html", "gifts.view", 50, home_items.gift_panel, column="side"),
)
frozen.freeze(*FROZEN)
extend.add(extend.DraftAbout("donations:gift-correct", "donations.gift"))
extend.add(*INVARIANTS, *bulk_actions.ACTIONS, *undo_actions.INVERSES, *set_up_steps.STEPS)
