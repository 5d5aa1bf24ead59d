import re
from pathlib import Path

import pytest
from django.conf import settings

from core import extend, icons

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_decoration_is_hidden_and_a_label_is_read_out():
    assert 'aria-hidden="true"' in icons.icon("gift")
    assert 'role="img" aria-label="Gift"' in icons.icon("gift", label="Gift")


def test_icons_take_the_color_of_the_text_and_no_size_of_their_own():
    drawn = icons.icon("gift", "lg")

    assert drawn.startswith('<svg class="icon lg" viewBox="0 0 24 24" fill="none" stroke="currentColor"')
    assert re.findall(r"style=|xmlns|<use|href", drawn) == []


def test_lucide_stands_behind_our_own_drawings():
    assert "rocket" not in icons.names()
    assert icons.icon("rocket").count("<path") == 4


def test_other_names_for_our_drawings_give_the_same_picture():
    assert icons.icon("house") == icons.icon("home")


def test_an_unknown_icon_is_an_error():
    with pytest.raises(icons.UnknownIcon, match="no-such-thing"):
        icons.icon("no-such-thing")


def test_labels_are_escaped():
    assert "<b>" not in icons.icon("gift", label='"><b>')


def test_every_icon_that_a_page_asks_for_exists():
    asked = set()
    for page in TEMPLATES.rglob("*.html"):
        text = page.read_text()
        asked |= set(re.findall(r'\{% icon "([^"]+)"', text))
        asked |= set(re.findall(r'<c-[a-z_.-]+\b[^>]*?\sicon="([a-z0-9-]+)"', text))
    asked |= {item.icon for item in extend.entries(extend.NavItem)}

    assert [name for name in sorted(asked) if not _exists(name)] == []


def _exists(name):
    try:
        return bool(icons.icon(name))
    except icons.UnknownIcon:
        return False
