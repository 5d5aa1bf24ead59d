"""Who may do what: the one table of roles and permissions (DESIGN, section 6).

A view states one permission; a person has the permissions of all their roles. `tests/test_access.py` walks every
route with every role.
"""

SUPPORTERS = {"supporters.view"}
ROLES: dict[str, frozenset[str]] = {
    "admin": frozenset({*SUPPORTERS, "supporters.edit", "people.export", "settings.manage", "audit.view"}),
    "development": frozenset(
        {
            *SUPPORTERS,
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
        }
    ),
    "finance": frozenset(
        {
            *SUPPORTERS,
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
            "receipts.void",
            "payouts.view",
            "reports.board",
            "events.view",
        }
    ),
    "events": frozenset({"events.view", "events.manage", "events.checkin"}),
    "door": frozenset({"events.checkin"}),
    "board": frozenset({"reports.board"}),
}
