"""A gift of stock or in kind is entered in one form: what was given is asked, and no receipt calls it money."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from donations.ledger import drafts
from donations.models import Gift
from donations.views.property_fields import NO_DESCRIPTION, NO_KIND, NO_SHARES
from tests.donations.views.test_forms import key_in
from tests.support.builders import general_fund, make_gift, make_organization, make_supporter

pytestmark = pytest.mark.django_db
SHARES = "50 shares of Example Corp. common stock"
MONEY = sorted(set(Gift.Method.values) - {"stock", "in-kind"})
KINDS = ["in_kind", "vehicle", "digital_asset", "services"]


@pytest.fixture
def finance(client_as):
    make_organization(formation_on=date(2012, 8, 21), statuses=[("recognized", date(2013, 7, 15))])
    general_fund()
    return client_as("finance")


def test_stock_is_one_form(finance):
    answer = key_in(finance, make_supporter(), amount="5000", method="stock", description=SHARES)

    gift = Gift.objects.get()
    assert answer.status_code == 200
    assert (gift.kind, gift.method, gift.description) == ("publicly_traded_securities", "stock", SHARES)
    assert gift.amount == Decimal("5000")


@pytest.mark.parametrize("kind", KINDS)
def test_things_are_one_form(finance, kind):
    key_in(finance, make_supporter(), method="in-kind", kind=kind, description="Two office desks")

    gift = Gift.objects.get()
    assert (gift.kind, gift.method, gift.description) == (kind, "in-kind", "Two office desks")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"method": "stock"}, [NO_SHARES]),
        ({"method": "stock", "description": "Example Corp."}, [NO_SHARES]),
        ({"method": "in-kind"}, [NO_KIND, NO_DESCRIPTION]),
        ({"method": "in-kind", "kind": "in_kind", "description": "  "}, [NO_DESCRIPTION]),
        ({"method": "in-kind", "description": "desks"}, [NO_KIND]),
        ({"method": "in-kind", "kind": "cash", "description": "desks"}, []),
        ({"method": "in-kind", "kind": "publicly_traded_securities", "description": "desks"}, []),
    ],
)
def test_what_is_missing_is_asked_beside_its_field(finance, typed, asked):
    answer = key_in(finance, make_supporter(), **typed)

    assert answer.status_code == 422
    assert all(sentence in answer.text.replace("&#x27;", "'") for sentence in asked)
    assert not Gift.objects.exists()


@pytest.mark.parametrize("method", MONEY)
def test_money_is_asked_nothing_more(finance, method):
    key_in(finance, make_supporter(), method=method, kind="vehicle", description="left from another choice")

    gift = Gift.objects.get()
    assert (gift.kind, gift.description) == ("cash", "")


def test_an_undone_entry_fills_the_form_again(finance):
    answer = key_in(finance, make_supporter(), method="in-kind", kind="vehicle", description="2009 Example sedan")
    again = finance.post(reverse("donations:gift-undo", args=[Gift.objects.get().pk]), follow=True)

    assert answer.status_code == again.status_code == 200
    assert re.search(r'<option value="vehicle"\s+selected', again.text)
    assert "2009 Example sedan" in again.text


def correct(client, gift, **typed):
    values = {"donor": "", "supporter": gift.supporter_id, "amount": gift.amount, "gift_on": gift.gift_on}
    kind = gift.kind if gift.kind in KINDS else ""  # as a browser sends it: none of the choices
    values |= {"method": gift.method, "kind": kind, "description": gift.description, "version": gift.version}
    given = {**values, "fund": general_fund().pk, "reason": "Typed wrong", **typed}
    return client.post(reverse("donations:gift-correct", args=[gift.pk]), given, follow=True)


@pytest.fixture
def mistaken(finance, monkeypatch):
    """Stock that was recorded as money before this was asked."""
    with monkeypatch.context() as before:
        before.setitem(drafts.KINDS_BY_METHOD, "stock", ("cash",))
        return make_gift(Decimal("5000"), kind="cash", method="stock")


def test_stock_recorded_as_money_is_corrected_to_stock(finance, mistaken):
    assert correct(finance, mistaken).status_code == 422
    assert correct(finance, mistaken, description=SHARES).status_code == 200

    new = Gift.objects.active().get()
    assert (new.kind, new.description, new.amount) == ("publicly_traded_securities", SHARES, Decimal("5000"))


def test_it_is_reversed_without_a_description(finance, mistaken):
    assert correct(finance, mistaken, take_back="1").status_code == 200
    assert not Gift.objects.active().exists()


@pytest.mark.parametrize("method", MONEY)
def test_goods_that_were_money_after_all_lose_their_description(finance, method):
    gift = make_gift(kind="in_kind", description="Two office desks")

    correct(finance, gift, method=method)

    new = Gift.objects.active().get()
    kept = ("in_kind", "Two office desks") if method == "other" else ("cash", "")
    assert (new.method, new.kind, new.description) == (method, *kept)


def test_a_correction_keeps_what_was_given(finance):
    gift = make_gift(Decimal("90"), kind="in_kind", description="Two office desks")

    correct(finance, gift, amount="80")

    new = Gift.objects.active().get()
    assert (new.amount, new.kind, new.description) == (Decimal("80"), "in_kind", "Two office desks")
