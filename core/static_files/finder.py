"""Where our stylesheets and scripts are found: joined, without the parts that stand in them.

This happens whenever a static file is looked up: in development on every request, otherwise when the server starts,
and in production in `collectstatic`, before a file is hashed and compressed.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage, Storage

from core.static_files import scripts, stylesheets

#: How the files of a folder are joined; other files of the folder are parts.
JOINERS = {"css": stylesheets.joined, "js": scripts.joined}
SERVED = (*stylesheets.SERVED, *scripts.SERVED)


class JoinedFinder(FileSystemFinder):
    """Finds the files of `STATICFILES_DIRS`: joined stylesheets and scripts, without their parts."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name, storage in super().list(ignore_patterns):
            if _folder(name) not in JOINERS:
                yield name, storage
            elif name in SERVED:
                yield name, Joined(storage.path(""))

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        found = super().find_location(root, path, prefix)
        if found is None or _folder(path) not in JOINERS:
            return found
        return Joined(root).path(path) if path in SERVED else None


class Joined(FileSystemStorage):
    """The stylesheets and scripts of a folder, joined on access, and written when they changed."""

    def __init__(self, source: str | os.PathLike[str], **options: Any) -> None:
        super().__init__(settings.VAR_DIR / "joined", **options)
        self.source = Path(source)

    def path(self, name: str) -> str:
        text, place = JOINERS[_folder(name)](self.source / name), Path(super().path(name))
        if not place.exists() or place.read_text() != text:
            _write(place, text)
        return str(place)


def _folder(name: str) -> str:
    return name.partition("/")[0]


def _write(place: Path, text: str) -> None:
    """Write atomically, as other processes may read it at the same time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, place)
