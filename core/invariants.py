"""What must always be true of the rows every room is built with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from core.extend import Invariant
from core.models import StoredFile


def changed_files() -> Iterator[str]:
    """Files whose bytes are not the ones that were stored; read one at a time, they may be large."""
    for pk, sha256, size, content in StoredFile.objects.values_list("pk", "sha256", "size", "content").iterator(20):
        data = bytes(content)
        if hashlib.sha256(data).hexdigest() != sha256 or len(data) != size:
            yield f"File {pk} is not what was stored"


INVARIANTS = (Invariant("Stored files are whole", changed_files),)
