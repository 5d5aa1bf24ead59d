"""Which mailbox an email address leads to, however it is spelled: limits count mailboxes, not spellings.

What follows a plus sign in the local part is a tag (RFC 5233) and leads to the same mailbox at most providers; Gmail
also ignores dots. An address at a provider that keeps them apart shares a limit with its tags, which costs a stranger
nothing but a wait.
"""

from __future__ import annotations

import unicodedata

GMAIL = frozenset({"gmail.com", "googlemail.com"})


def mailbox_of(email: str) -> str:
    """The same text for all spellings of one mailbox; for counting alone, never to write to."""
    local, at, domain = unicodedata.normalize("NFKC", email).strip().casefold().rpartition("@")
    name = local.partition("+")[0] or local
    if domain.rstrip(".") in GMAIL:
        return f"{name.replace('.', '')}@gmail.com"
    return f"{name}{at}{domain.rstrip('.')}"
