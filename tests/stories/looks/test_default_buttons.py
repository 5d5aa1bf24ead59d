"""Enter in a field presses the form's first button: on every page that is its own step, never a way out of it."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Draft
from tests.stories import addresses
from tests.support import databases
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.sqlite  # about pages, whatever keeps the rows
#: Fields in which Enter presses a button.
TYPED_INTO = {"text", "email", "tel", "number", "date", "time", "datetime-local", "password", "search", "url", ""}


class Buttons(HTMLParser):
    """The forms of a page with what Enter presses in each: the first submit button that belongs to it."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.by_id: dict[str, list[dict]] = {}
        self.form: dict | None = None
        self.waits = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        at = dict(attrs)
        if tag == "template" or self.waits:
            self.waits = True
        elif tag == "form":
            self.form = {"id": at.get("id"), "method": at.get("method", "get"), "typed": False, "buttons": []}
            self.forms.append(self.form)
        elif tag == "button" and at.get("type", "submit") == "submit":
            self._button(at)
        elif tag == "input" and at.get("type", "") in TYPED_INTO and self.form is not None:
            self.form["typed"] = True

    def handle_endtag(self, tag: str) -> None:
        if self.waits:
            self.waits = tag != "template"
        elif tag == "form":
            self.form = None

    def _button(self, at: dict) -> None:
        if "form" in at:
            self.by_id.setdefault(at["form"], []).append({**at, "place": len(self.forms)})
        elif self.form is not None:
            self.form["buttons"].append(at)

    def pressed(self) -> list[dict]:
        """What Enter presses in each form with a field to type in."""
        found = []
        for place, form in enumerate(self.forms):
            outside = self.by_id.get(form["id"], []) if form["id"] else []
            before = [button for button in outside if button["place"] <= place]
            buttons = [*before, *form["buttons"], *outside[len(before) :]]
            if form["method"] == "post" and form["typed"] and buttons:
                found.append(buttons[0])
        return found


@pytest.fixture(scope="module")
def charity(furnished, django_db_blocker):
    """A furnished database with something kept of every form that keeps it."""
    with django_db_blocker.unblock(), databases.own_copy(of=furnished[0]):
        _, user, rows = furnished
        client, stranger = Client(), Client()
        sign_in(client, user)
        yield client, stranger, user, rows


def pages() -> list:
    return [pytest.param(name, address, id=name) for name, address in addresses.SAMPLES.items()]


@pytest.mark.parametrize(("name", "address"), pages())
def test_enter_presses_the_step_of_the_form(charity, name, address):
    client, stranger, user, rows = charity
    path = address.format(**rows)
    Draft.objects.get_or_create(user=user, form=path.partition("?")[0], defaults={"kept_at": timezone.now()})
    page = Buttons()

    page.feed((stranger if name in addresses.SIGNED_OUT else client).get(path, follow=True).content.decode())

    for button in page.pressed():
        assert "formaction" not in button, button
        assert "name" not in button or "pri" in button["class"].split(), button
