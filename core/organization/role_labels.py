"""What roles are called, and what each may do, for the pages that show or give them."""

from __future__ import annotations

#: What a role is called, and what it may do, in a sentence.
ROLES = {
    "admin": ("Administrator", "Users, settings and people's records. Sees no amounts of gifts."),
    "development": ("Development", "Supporters, gifts, imports, receipts and events."),
    "finance": ("Finance", "Gifts, corrections, refunds, funds, receipts and what the processor pays out."),
    "events": ("Event coordinator", "Events, their guests and check-in."),
    "door": ("Door", "Check-in at today's event, nothing else."),
    "board": ("Board member", "The board's figures; no names."),
}


def role_label(role: str) -> str:
    """What a role is called."""
    return ROLES[role][0] if role in ROLES else role.capitalize()


def role_choice(role: str) -> str:
    """A role with what it may do, for a list of boxes to tick."""
    return ": ".join(ROLES[role]) if role in ROLES else role.capitalize()
