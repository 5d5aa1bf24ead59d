"""A NUL in what somebody sends is never an error of ours: PostgreSQL raises one wherever it is asked for."""

import pytest
from django.test import Client

from tests.events.builders import make_ticket
from tests.events.orders.test_payments import soon
from tests.support.builders import make_user
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.usefixtures("organization")
ROLES = ("admin", "development", "finance", "events")


def asked(method: str, path: str, sent: dict[str, str], *, staff: bool = False) -> int:
    client = Client(raise_request_exception=False)
    if staff:
        sign_in(client, make_user(*ROLES))
    return getattr(client, method)(path, sent).status_code


@pytest.mark.parametrize(
    "path",
    ["/search/?q=a%00b", "/gifts/donors/?donor=a%00b", "/supporters/?q=%00", "/gifts/?sort=%00", "/outbox/?q=%00"],
)
def test_an_address_with_one_is_a_bad_request(path):
    assert asked("get", path, {}, staff=True) == 400


@pytest.mark.parametrize("name", ["nonce", "name", "email", "note", "step", "extra", "name_1", "form_key"])
def test_an_order_with_one_is_refused_as_any_other(name):
    ticket = make_ticket(soon())
    sent = {f"q_{ticket.pk}": "1", "extra": "0", "name": "Amina Testperson", "email": "amina@example.org", name: "a\0b"}

    assert asked("post", f"/e/{ticket.event.slug}/order/", sent) == 422


@pytest.mark.parametrize(("path", "name"), [("/sign-in/", "login"), ("/sign-in/forgot/", "email")])
def test_a_form_of_the_public_with_one_is_refused_as_any_other(path, name):
    assert asked("post", path, {name: "a\0b"}) == 422
