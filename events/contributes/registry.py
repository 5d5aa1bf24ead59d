"""What events adds to pages, commands and jobs of the layers below."""

from core import extend
from core.views.mail import panels as outbox
from events.contributes import (
    audit_log,
    bulk_actions,
    invariants,
    page_zone,
    panels,
    recent_activity,
    search,
    typed_names,
    undo_actions,
    visibility,
)
from events.orders import checks, emails, payments

extend.add(*invariants.INVARIANTS)
ABOUT_ORDERS = ("order-paid", "order-release", "order-cancel", "order-keep", "order-link")
extend.add(*(extend.DraftAbout(f"events:{name}", "events.order", "number", "number") for name in ABOUT_ORDERS))
extend.add(extend.DraftAbout("events:guest-edit", "events.guest"))
extend.add(extend.DraftAbout("events:invitation-link", "events.invitation"))
extend.add(
    extend.MailPurpose(emails.PURPOSE, "Event orders", "events.view", 110, link=emails.link_in),
    extend.Drain("orders of events", order=20, run=payments.settle_orders),
    extend.Retried(
        payments.KIND, "Orders that couldn't be completed", "events.manage", payments.settle, panels.orders_named
    ),
    extend.Retried(
        checks.KIND, "Orders whose seats couldn't be released", "events.manage", checks.lapse, panels.orders_named
    ),
    extend.NavItem("Events", "events:event-list", "ticket", "", "events.view", 40),
    extend.NavItem("Check-in", "events:door-home", "scan", "", "events.checkin", 45),
    extend.HomeItem("events", permission="events.view", order=60, items=panels.home_items, icon="ticket"),
    extend.HomeItem("door", permission="events.checkin", order=5, items=panels.door_items, icon="scan"),
    extend.Panel("supporter", "events", "events/_supporter_panel.html", "events.view", 40, panels.supporter_panel),
    extend.Panel("gift", "order", "events/_gift_panel.html", "events.view", 20, panels.gift_panel, column="side"),
    extend.TimelineSource("events", "Events", "events.view", panels.timeline),
    extend.PeopleScope("guests", "events.view", visibility.of_events, reach=True),
    extend.PeopleScope("door", "events.checkin", visibility.at_the_door),
    *bulk_actions.ACTIONS,
    *undo_actions.INVERSES,
    extend.ActivitySource("events", "events.view", 30, recent_activity.for_staff),
    *search.SOURCES,
    *search.COMMANDS,
    *audit_log.ENTRIES,
    *typed_names.ENTRIES,
    page_zone.ENTRY,
    outbox.panel("order"),
    extend.LettersOf("crm.supporter", "events.order", panels.orders_of),
)
