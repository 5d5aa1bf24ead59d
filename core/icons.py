"""Inline SVG icons: our own drawings in ``icons.svg``, then the lucide set. Pages load no icon files."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from xml.etree import ElementTree

import lucide
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SPRITE = Path(__file__).with_name("icons.svg")
SVG = "{http://www.w3.org/2000/svg}"
#: Names that lucide uses for things we drew ourselves.
ALIASES = {
    "alert-triangle": "alert",
    "triangle-alert": "alert",
    "bar-chart": "chart",
    "chart-column": "chart",
    "circle-alert": "error",
    "circle-check": "check-circle",
    "dashboard": "chart",
    "edit": "pen",
    "ellipsis": "more",
    "file-spreadsheet": "sheet",
    "file-text": "file",
    "house": "home",
    "landmark": "bank",
    "map-pin": "pin",
    "message-square": "message",
    "pencil": "pen",
    "printer": "print",
    "sheet-import": "import",
    "undo-2": "undo",
}


class UnknownIcon(LookupError):
    """Neither our drawings nor lucide know this name."""


@lru_cache(maxsize=512)
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """Return an ``<svg>`` in the text's color. Without a label it is decoration and hidden from screen readers.

    ``extra`` adds classes (``lg``). Raises ``UnknownIcon``.
    """
    classes = f"icon {extra}".strip()
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        classes,
        voice,
        _shapes(name),
    )


def names() -> list[str]:
    """Return the names of our own drawings, for the style guide."""
    return sorted(_sprite())


def _shapes(name: str) -> SafeString:
    own = _sprite().get(ALIASES.get(name, name))
    if own is not None:
        return own
    try:
        drawn = lucide._load_icon(name)
    except lucide.IconDoesNotExist as unknown:
        raise UnknownIcon(f"No icon is named “{name}”.") from unknown
    return _inner(drawn)


@cache
def _sprite() -> dict[str, SafeString]:
    """Read the sprite once: the shapes of every symbol by name."""
    root = ElementTree.parse(SPRITE).getroot()  # noqa: S314 — our own file, shipped with the code
    return {symbol.attrib["id"]: _inner(symbol) for symbol in root.iter(f"{SVG}symbol")}


def _inner(node: ElementTree.Element) -> SafeString:
    markup = "".join(ElementTree.tostring(_plain(child), encoding="unicode").strip() for child in node)
    return mark_safe(markup)  # noqa: S308 — drawings from files, nothing a person typed


def _plain(node: ElementTree.Element) -> ElementTree.Element:
    """Return a copy without namespaces, which inline SVG does not want."""
    tag = node.tag.text if isinstance(node.tag, ElementTree.QName) else node.tag
    copy = ElementTree.Element(tag.removeprefix(SVG), node.attrib)
    copy.extend(_plain(child) for child in node)
    return copy
