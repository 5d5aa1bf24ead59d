"""Who may do what: the one table of roles and permissions (DESIGN, section 6).

A view states one permission; a person has the permissions of all their roles. `tests/test_access.py` walks every
route with every role.
"""

SUPPORTERS = {"supporters.view"}
#: Everybody with a desk reads the history of the records they may open, and in the audit log what they did themselves.
AUDIT = {"history.view", "audit.view", "audit.export"}
#: Letters, each by what it is about: whoever may not see gifts sees no letters about them.
MAIL = {"mail.view", "mail.manage"}
ROLES: dict[str, frozenset[str]] = {
    "admin": frozenset(
        {
            *SUPPORTERS,
            "supporters.edit",
            "people.export",
            "settings.manage",
            *AUDIT,
            "audit.all",
            "styleguide.view",
            "mail.view",
            "mail.manage",
        }
    ),
    "development": frozenset(
        {
            *SUPPORTERS,
            *AUDIT,
            "styleguide.view",
            "supporters.edit",
            "people.export",
            "gifts.view",
            "gifts.record",
            "imports.run",
            "receipts.view",
            "receipts.issue",
            "reports.board",
            "events.view",
            "events.manage",
            *MAIL,
        }
    ),
    "finance": frozenset(
        {
            *SUPPORTERS,
            *AUDIT,
            "audit.money",
            "supporters.edit",
            "people.export",
            "gifts.view",
            "gifts.record",
            "gifts.correct",
            "gifts.refund",
            "funds.manage",
            "imports.run",
            "receipts.view",
            "receipts.issue",
            "receipts.names",
            "receipts.void",
            "payouts.view",
            "reports.board",
            "events.view",
            *MAIL,
        }
    ),
    "events": frozenset({*AUDIT, "events.view", "events.manage", "events.checkin", *MAIL}),
    "door": frozenset({"events.checkin"}),
    "board": frozenset({"reports.board"}),
}

#: Who has one of these sees donors, their money, or who may: a password alone does not open it. That leaves the door,
#: which sees today's guests by name, and the board, which sees totals.
NEED_SECOND_FACTOR = frozenset(
    {
        "supporters.view",
        "people.export",
        "gifts.view",
        "gifts.record",
        "imports.run",
        "receipts.view",
        "receipts.names",
        "payouts.view",
        "events.view",
        "settings.manage",
        "history.view",
        "audit.view",
        "mail.view",
        "mail.manage",
    }
)

#: What each permission lets somebody do, for the pages that show it.
WORDS: dict[str, str] = {
    "supporters.view": "View supporters and their contact information",
    "supporters.edit": "Edit supporters, and reveal protected names with a reason",
    "people.export": "Export lists of people, with a reason",
    "settings.manage": "Manage users, settings and outgoing mail",
    "mail.view": "View outgoing emails about records they have access to",
    "mail.manage": "Release, hold and resend emails",
    "history.view": "View the history of records",
    "audit.view": "View their own entries in the audit log",
    "audit.money": "View all audit log entries about money",
    "audit.all": "View the entire audit log",
    "audit.export": "Export the audit log entries they can view, with a reason",
    "gifts.view": "View gifts and amounts",
    "gifts.record": "Record gifts and pledges",
    "gifts.correct": "Correct recorded gifts",
    "gifts.refund": "Refund gifts",
    "funds.manage": "Set up funds and campaigns",
    "imports.run": "Import files",
    "receipts.view": "View receipts",
    "receipts.issue": "Issue receipts and thank-you letters",
    "receipts.names": "View protected names on receipts, recorded in the audit log",
    "receipts.void": "Void and replace receipts",
    "payouts.view": "View Stripe payouts",
    "reports.board": "View board reports",
    "events.view": "View events, orders and guests",
    "events.manage": "Set up events, orders and tables",
    "events.checkin": "Check in guests",
    "styleguide.view": "View the style guide, on a local machine only",
}
