"""Stylesheets are written as many small files and served as two: one for staff, one for the public.

A stylesheet lists its parts with `@import`, as browsers understand it too; here each part replaces its import, so that
a page loads one file. This happens whenever a static file is looked up: in development on every request, otherwise when
the server starts, and in production in `collectstatic`, before it is hashed and compressed.
"""

from __future__ import annotations

import os
import posixpath
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage, Storage

FOLDER = "css/"
SERVED = ("css/staff.css", "css/public.css")
IMPORT = re.compile(r'^@import "(?P<part>[^"]+)"(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)
ADDRESS = re.compile(r'url\("([^"]+)"\)')


class StylesheetFinder(FileSystemFinder):
    """Finds the files of `STATICFILES_DIRS`: joined stylesheets, without their parts."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name, storage in super().list(ignore_patterns):
            if not name.startswith(FOLDER):
                yield name, storage
            elif name in SERVED:
                yield name, Joined(storage.path(""))

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        found = super().find_location(root, path, prefix)
        if found is None or not path.startswith(FOLDER):
            return found
        return Joined(root).path(path) if path in SERVED else None


class Joined(FileSystemStorage):
    """The stylesheets of a folder, joined on access, and written when they changed."""

    def __init__(self, source: str | os.PathLike[str], **options: Any) -> None:
        super().__init__(settings.VAR_DIR / "stylesheets", **options)
        self.source = Path(source)

    def path(self, name: str) -> str:
        text, place = joined(self.source / name), Path(super().path(name))
        if not place.exists() or place.read_text() != text:
            _write(place, text)
        return str(place)


def joined(stylesheet: Path) -> str:
    """Return a stylesheet with its imports replaced by their content."""
    return IMPORT.sub(lambda found: _part(stylesheet.parent, found["part"], found["layer"]), stylesheet.read_text())


def _part(folder: Path, name: str, layer: str | None) -> str:
    """Return one part as it is inserted: in its layer, with URLs relative to the whole."""
    text = ADDRESS.sub(lambda found: f'url("{_seen_from_whole(name, found[1])}")', (folder / name).read_text())
    return f"@layer {layer} {{\n{text}}}" if layer else text


def _seen_from_whole(name: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))


def _write(place: Path, text: str) -> None:
    """Write atomically, as other processes may read it at the same time."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, place)
