"""Who may do what: the one table of roles and permissions (DESIGN, section 6).

A view states one permission; a person has the permissions of all their roles. `tests/test_access.py` walks every
route with every role.
"""

SUPPORTERS = {"supporters.view"}
#: Everybody with a desk reads the history of the records they may open, and in the trail what they did themselves.
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
    "supporters.view": "See supporters and how to reach them",
    "supporters.edit": "Change supporters, and reveal a protected name for a reason",
    "people.export": "Take lists of people home, for a reason",
    "settings.manage": "Look after users, settings and mail",
    "mail.view": "See letters by e-mail, each by what it is about",
    "mail.manage": "Release, hold back and resend letters",
    "history.view": "Read what happened to a record",
    "audit.view": "Read in the audit trail what they did themselves",
    "audit.money": "Read in the audit trail what anybody did with money",
    "audit.all": "Read the whole audit trail",
    "audit.export": "Take what they read in the audit trail home, for a reason",
    "gifts.view": "See gifts and amounts",
    "gifts.record": "Record gifts and pledges",
    "gifts.correct": "Correct gifts that were recorded",
    "gifts.refund": "Give money back",
    "funds.manage": "Set up funds and campaigns",
    "imports.run": "Bring in files",
    "receipts.view": "See receipts",
    "receipts.issue": "Issue receipts and thank-you letters",
    "receipts.names": "Read protected names on receipts, each time written down",
    "receipts.void": "Void and replace receipts",
    "payouts.view": "See what the processor pays out",
    "reports.board": "Open the board's figures",
    "events.view": "See events, orders and guests",
    "events.manage": "Set up events, orders and tables",
    "events.checkin": "Check guests in at the door",
    "styleguide.view": "Look at the parts of the pages, on a local machine",
}
