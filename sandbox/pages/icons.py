"""The few line icons of the hosted page, written into it so that nothing else is fetched."""

_SHAPES = {
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8h.01"/>',
    "chevron-left": '<path d="m14.5 6-6 6 6 6"/>',
    "chevron-right": '<path d="m9.5 6 6 6-6 6"/>',
    "chevron-down": '<path d="m6 9.5 6 6 6-6"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "x": '<path d="M6 6l12 12M18 6 6 18"/>',
    "undo": '<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5h9a6 6 0 0 1 0 12H9"/>',
    "settings": (
        '<circle cx="12" cy="12" r="3"/>'
        '<path d="M12 3v2.5M12 18.5V21M3 12h2.5M18.5 1'
        '2H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M18.4 5.6l-1.8 1.8M7.4 16.6l-1.8 1.8"/>'
    ),
    "alert": '<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2h.01"/>',
}


def icon(name: str, kind: str = "") -> str:
    """An inline SVG that screen readers skip; ``kind`` is one more class."""
    return f'<svg class="icon {kind}" viewBox="0 0 24 24" aria-hidden="true">{_SHAPES[name]}</svg>'
