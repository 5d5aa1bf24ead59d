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
extend.add(
    *(
        extend.DraftAbout(url_name=f"events:{name}", object_type="events.order", argument="number", column="number")
        for name in ABOUT_ORDERS
    )
)
extend.add(extend.DraftAbout(url_name="events:guest-edit", object_type="events.guest"))
extend.add(extend.DraftAbout(url_name="events:invitation-link", object_type="events.invitation"))
extend.add(
    extend.MailPurpose(
        slug=emails.PURPOSE, label="Event orders", permission="events.view", order=110, link=emails.link_in
    ),
    extend.Drain(name="orders of events", order=20, run=payments.process_payments),
    extend.Retried(
        kind=payments.KIND,
        failed="Orders that couldn't be completed",
        permission="events.manage",
        act=payments.confirm_or_release,
        named=panels.orders_named,
    ),
    extend.Retried(
        kind=checks.KIND,
        failed="Orders whose seats couldn't be released",
        permission="events.manage",
        act=checks.lapse,
        named=panels.orders_named,
    ),
    extend.NavItem(
        label="Events", url_name="events:event-list", icon="ticket", group="", permission="events.view", order=40
    ),
    extend.NavItem(
        label="Check-in", url_name="events:door-home", icon="scan", group="", permission="events.checkin", order=45
    ),
    extend.HomeItem(slug="events", permission="events.view", order=60, items=panels.home_items, icon="ticket"),
    extend.HomeItem(slug="door", permission="events.checkin", order=5, items=panels.door_items, icon="scan"),
    extend.Panel(
        on="supporter",
        slug="events",
        template="events/_supporter_panel.html",
        permission="events.view",
        order=40,
        context=panels.supporter_panel,
    ),
    extend.Panel(
        on="gift",
        slug="order",
        template="events/_gift_panel.html",
        permission="events.view",
        order=20,
        context=panels.gift_panel,
        column="side",
    ),
    extend.TimelineSource(slug="events", label="Events", permission="events.view", entries=panels.timeline),
    extend.PeopleScope(slug="guests", permission="events.view", rows=visibility.of_events, with_contact_details=True),
    extend.PeopleScope(slug="door", permission="events.checkin", rows=visibility.at_the_door),
    *bulk_actions.ACTIONS,
    *undo_actions.UNDO_ACTIONS,
    extend.ActivitySource(slug="events", permission="events.view", order=30, changes=recent_activity.for_staff),
    *search.SOURCES,
    *search.COMMANDS,
    *audit_log.ENTRIES,
    *typed_names.ENTRIES,
    page_zone.ENTRY,
    outbox.panel("order"),
    extend.LettersOf(on="crm.supporter", object_type="events.order", keys=panels.orders_of),
)
