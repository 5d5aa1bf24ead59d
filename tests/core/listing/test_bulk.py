"""Verbs on many rows that cannot be taken back ask for a sign-in of the last minutes."""

from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from core import extend
from core.sign_in import reauthentication
from crm.models import Supporter
from donations.models import Gift
from receipts.models import Receipt
from tests.support.builders import make_gift, make_supporter, make_user
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.usefixtures("organization")
ASK = "/sign-in/again/"


@pytest.fixture
def stale() -> Client:
    """A client of the treasurer, who signed in an hour ago."""
    client = Client()
    sign_in(client, make_user("finance"), fresh=False)
    return client


def verbs(*, on_its_own_page: bool | None = None) -> list[extend.BulkAction]:
    found = extend.entries(extend.BulkAction)
    return [act for act in found if on_its_own_page is None or bool(act.url) == on_its_own_page]


def test_the_verbs_that_ask_are_these():
    assert {(act.on, act.slug) for act in verbs() if act.fresh} == {
        # Names the public reads.
        ("gift", "anonymity"),
        ("supporter", "anonymity"),
        # Numbers that stay taken.
        ("gift-to-issue", "issue"),
        # Names and addresses that leave on paper.
        ("receipt", "print"),
    }


@pytest.mark.parametrize("act", verbs(on_its_own_page=True), ids=lambda act: f"{act.on}-{act.slug}")
def test_a_page_behind_a_verb_asks_where_the_verb_says_so(act):
    address = act.url(SimpleNamespace(event=SimpleNamespace(slug="dinner")))
    request = RequestFactory().get(address, {"pick": "all"})

    assert reauthentication.asks(resolve(address).func, request) is act.fresh


@pytest.mark.parametrize(("path", "model", "make"), [("/gifts/", Gift, make_gift), ("/supporters/", Supporter, None)])
def test_letting_many_be_named_asks_before_the_form_and_before_it_is_done(stale, path, model, make):
    row = (make or make_supporter)()
    address = f"{path}?bulk=anonymity&pick={row.pk}"
    model.objects.update(anonymous=True)

    answers = [stale.get(address), stale.post(address, {"count": "1", "anonymous": "no"})]

    assert [answer.url.startswith(ASK) for answer in answers] == [True, True]
    assert model.objects.get().anonymous


def test_a_verb_that_can_be_taken_back_and_one_that_is_nobody_s_do_not_ask(stale):
    gift = make_gift()

    assert stale.get(f"/gifts/?bulk=campaign&pick={gift.pk}").status_code == 200
    assert stale.get(f"/gifts/?bulk=nothing&pick={gift.pk}").status_code == 404


def test_issuing_many_asks_and_issuing_one_does_not(stale):
    first, second = make_gift(), make_gift()

    many = stale.post("/acknowledgments/issue/", {"gift": [first.pk, second.pk]})
    assert many.url.startswith(ASK)
    assert stale.get("/acknowledgments/issue/?pick=all").url.startswith(ASK)
    assert not Receipt.objects.exists()
    stale.post("/acknowledgments/issue/", {"gift": [first.pk]})

    assert Receipt.objects.count() == 1


def test_printing_many_asks(stale):
    assert stale.get("/receipts/print/?year=2026").url.startswith(ASK)
