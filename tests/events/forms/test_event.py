"""The form of an event."""

from html import unescape

import pytest

from events.forms.event import EventForm
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")


def text_of(answer) -> str:
    return unescape(one_line(answer.content))


def test_the_event_form_shows_every_field_once_and_the_urdu_ones_together(client_as):
    form = EventForm()
    shown = [field.name for _, fields in form.groups for field in fields]
    urdu = [title for title, fields in form.groups if any(field.name.endswith("_ur") for field in fields)]

    page = text_of(client_as("events").get("/events/new/"))

    assert (sorted(shown), len(shown)) == (sorted(form.fields), len(set(shown)))
    assert urdu == ["Public page in Urdu"]
    assert [page.count(f"<legend>{title}</legend>") for title, _ in form.groups] == [1] * len(form.groups)
