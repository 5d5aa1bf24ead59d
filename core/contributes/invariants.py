"""Invariants of files, sessions and database objects."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from core import extend
from core.db import frozen, objects
from core.extend import Invariant
from core.models import Message, StoredFile


def changed_files() -> Iterator[str]:
    """Files whose bytes differ from what was stored, or that exist though removed; read a few at a time, as they may be
    large."""
    columns = ("pk", "sha256", "size", "content", "removed_at")
    for pk, sha256, size, content, removed_at in StoredFile.objects.values_list(*columns).iterator(20):
        data = bytes(content)
        if removed_at is not None:
            if data:
                yield f"File {pk} was removed, but its content is still stored"
        elif hashlib.sha256(data).hexdigest() != sha256 or len(data) != size:
            yield f"File {pk} differs from what was stored"


def unlocked_sessions() -> Iterator[str]:
    """A line when the database session can change frozen rows without `frozen.opened()`."""
    if frozen.is_open():
        yield "Every session can change locked records: a setting of the database or of its role unlocks them"


def foreign_objects() -> Iterator[str]:
    """Triggers, views and search tables that are missing, disabled or changed in the database."""
    for name in objects.missing():
        yield f"“{name}” is missing"
    for name in objects.different():
        yield f"“{name}” is disabled or was changed"


def unknown_purposes() -> Iterator[str]:
    """Emails nobody may see and no worker can send, because no app states their purpose."""
    known = [purpose.slug for purpose in extend.mail_purposes()]
    for pk, purpose in Message.objects.exclude(purpose__in=known).order_by("pk").values_list("pk", "purpose"):
        yield f"Email {pk} is for “{purpose}”, which is no purpose of emails"


INVARIANTS = (
    Invariant(name="Every email's purpose is known", broken=unknown_purposes),
    Invariant(name="Stored files are intact", broken=changed_files),
    Invariant(name="Locked records are locked", broken=unlocked_sessions),
    Invariant(name="Every database view and trigger is installed and unchanged", broken=foreign_objects),
)
