"""What roles are called, and what each may do, for the pages that show or give them."""

from __future__ import annotations

#: What a role is called, and what it may do, in a sentence.
ROLES = {
    "admin": ("Administrator", "Users, settings and supporter records. Can't see gift amounts."),
    "development": ("Development", "Supporters, gifts, imports, receipts and events."),
    "finance": ("Finance", "Gifts, corrections, refunds, funds, receipts and payouts."),
    "events": ("Event coordinator", "Events, their guests and check-in."),
    "door": ("Check-in volunteer", "Check-in at today's event only."),
    "board": ("Board member", "Board reports, without names."),
}


def role_label(role: str) -> str:
    """What a role is called."""
    return ROLES[role][0] if role in ROLES else role.capitalize()


def role_choice(role: str) -> str:
    """A role with what it may do, for a list of boxes to tick."""
    return ": ".join(ROLES[role]) if role in ROLES else role.capitalize()
