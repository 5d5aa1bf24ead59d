"""Stylesheets are written as many small files and served as two: one for staff, one for the public.

A stylesheet lists its parts with `@import`, as browsers understand it too; here each part replaces its import.
"""

import posixpath
import re
from pathlib import Path

SERVED = ("css/staff.css", "css/public.css")
IMPORT = re.compile(r'^@import "(?P<part>[^"]+)"(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)
ADDRESS = re.compile(r'url\("([^"]+)"\)')


def joined(stylesheet: Path) -> str:
    """Return a stylesheet with its imports replaced by their content."""
    return IMPORT.sub(lambda found: _part(stylesheet.parent, found["part"], found["layer"]), stylesheet.read_text())


def _part(folder: Path, name: str, layer: str | None) -> str:
    """Return one part as it is inserted: in its layer, with URLs relative to the whole."""
    text = ADDRESS.sub(lambda found: f'url("{_seen_from_whole(name, found[1])}")', (folder / name).read_text())
    return f"@layer {layer} {{\n{text}}}" if layer else text


def _seen_from_whole(name: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
