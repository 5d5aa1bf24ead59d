"""What receipts adds to pages, commands and jobs of the layers below."""

from core import extend, frozen
from core.mail import panels as letters
from donations import papers
from receipts import (
    bulk,
    changes,
    dbobjects,
    drains,
    finding,
    invariants,
    inverses,
    naming,
    online,
    panels,
    printing,
    trail,
)

frozen.freeze(*dbobjects.FROZEN)
extend.add(dbobjects.CLOSE_LINES, *dbobjects.NO_BENEFIT_UNDER_RECEIPT)
extend.add(*invariants.INVARIANTS, *inverses.INVERSES)
papers.register(online.paper)
extend.add(
    extend.MailPurpose(online.PURPOSE, "Receipts", "receipts.view", 100),
    extend.Drain("receipts for online gifts", order=300, run=drains.issue_online),
    extend.Drain("PDFs of receipts", order=310, run=printing.render_pending),
    extend.Drain("receipts by e-mail", order=320, run=online.write_messages),
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
        group="Books",
        permission="receipts.view",
        order=310,
    ),
    extend.HomeItem("receipts", permission="receipts.issue", order=200, items=panels.home_items, icon="heart"),
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
    extend.TimelineSource("receipts", "Receipts", permission="receipts.view", entries=panels.timeline),
    *bulk.ACTIONS,
    extend.ChangeSource("receipts", "receipts.view", 20, changes.for_staff),
    *finding.SOURCES,
    *finding.COMMANDS,
    *trail.ENTRIES,
    letters.panel("receipt"),
    extend.GuardedFiles(naming.PERMISSION, naming.guarded_files),
    extend.LettersOf("crm.supporter", "receipts.receipt", panels.keys_of),
)
