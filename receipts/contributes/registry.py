"""What receipts adds to pages, commands and jobs of the layers below."""

from core import extend
from core.db import frozen
from core.views.mail import panels as letters
from donations.online import donor_documents
from receipts import online, redaction
from receipts.contributes import (
    audit_log,
    bulk_actions,
    db_objects,
    drains,
    invariants,
    panels,
    recent_activity,
    search,
    undo_actions,
)
from receipts.issuing import named_people, statuses
from receipts.printing import drawing

frozen.freeze(*db_objects.FROZEN)
extend.add(
    db_objects.CLOSE_LINES,
    *db_objects.NO_BENEFIT_UNDER_RECEIPT,
    *db_objects.LINES_WITH_RECEIPT,
    *db_objects.VOID_BEFORE_REPLACED,
    *db_objects.NO_GAP,
)
extend.add(*invariants.INVARIANTS, *undo_actions.UNDO_ACTIONS)
donor_documents.register(online.donor_document)
extend.add(
    extend.MailPurpose(
        slug=online.PURPOSE, label="Receipts", permission="receipts.view", order=100, untrue=online.untrue
    ),
    extend.LedgerFollower(name="receipt statuses", follow=statuses.follow_the_ledger),
    extend.Schedule(
        slug="receipt-statuses",
        label="Check receipts issued before the IRS answered",
        work=statuses.follow_the_calendar,
        at_hour=statuses.HOUR,
    ),
    extend.Rollup(name="Receipt statuses", rebuild=statuses.rebuild),
    extend.Rollup(
        name="Receipts issued before the IRS answered",
        rebuild=statuses.rebuild_pending,
        depends_on=("exemption_status",),
    ),
    extend.Drain(name="receipts for online gifts", order=300, run=drains.issue_online),
    extend.Drain(name="receipt PDFs", order=310, run=drawing.render_pending, full=drawing.BATCH),
    extend.Drain(name="receipt emails", order=320, run=online.write_messages, full=online.BATCH),
    extend.Retried(
        kind=drawing.KIND,
        failed="Receipt PDFs not created",
        permission="receipts.issue",
        act=drawing.draw,
        named=panels.receipts_named,
    ),
    extend.Retried(
        kind=online.KIND,
        failed="Receipts not emailed",
        permission="receipts.issue",
        act=online.write_unsent,
        named=panels.lines_named,
    ),
    extend.FollowUp(object_type="donations.gift", words=panels.next_step),
    extend.NavItem(
        label="Acknowledgments",
        url_name="receipts:acknowledgment-list",
        icon="heart",
        group="To do",
        permission="receipts.issue",
        order=240,
        count=panels.waiting,
    ),
    extend.NavItem(
        label="Receipts",
        url_name="receipts:receipt-list",
        icon="receipt",
        group="Finance",
        permission="receipts.view",
        order=310,
    ),
    extend.HomeItem(slug="receipts", permission="receipts.issue", order=200, items=panels.home_items, icon="heart"),
    extend.Panel(
        on="gift",
        slug="receipts",
        template="receipts/_gift_panel.html",
        permission="receipts.view",
        order=100,
        context=panels.gift_panel,
        column="side",
    ),
    extend.Panel(
        on="supporter",
        slug="receipts",
        template="receipts/_supporter_panel.html",
        permission="receipts.view",
        order=300,
        context=panels.supporter_panel,
        column="side",
    ),
    extend.TimelineSource(slug="receipts", label="Receipts", permission="receipts.view", entries=panels.timeline),
    *bulk_actions.ACTIONS,
    extend.ActivitySource(slug="receipts", permission="receipts.view", order=20, changes=recent_activity.for_staff),
    *search.SOURCES,
    *search.COMMANDS,
    *audit_log.ENTRIES,
    letters.panel("receipt"),
    named_people.TEXTS,
    extend.GuardedFiles(permission=redaction.PERMISSION, keys=redaction.guarded_files),
    extend.LettersOf(on="crm.supporter", object_type="receipts.receipt", keys=panels.keys_of),
)
