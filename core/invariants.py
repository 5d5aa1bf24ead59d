"""What must always be true of the rows every room is built with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from core.extend import Invariant
from core.models import StoredFile


def changed_files() -> Iterator[str]:
    """Files whose bytes are not what was stored, or are there though removed; few at a time, they may be large."""
    columns = ("pk", "sha256", "size", "content", "removed_at")
    for pk, sha256, size, content, removed_at in StoredFile.objects.values_list(*columns).iterator(20):
        data = bytes(content)
        if removed_at is not None:
            if data:
                yield f"File {pk} was removed and is still here"
        elif hashlib.sha256(data).hexdigest() != sha256 or len(data) != size:
            yield f"File {pk} is not what was stored"


INVARIANTS = (Invariant("Stored files are whole", changed_files),)
