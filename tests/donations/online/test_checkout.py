"""The giving page sent again: the same is the same, other content is a new page and closes the old one."""

import re
import uuid
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from donations.models import Gift, GiftIntent, Refund, RefundRequest
from donations.online import checkout
from tests.support.databases import race

State = GiftIntent.State


def session_of(shop, intent: GiftIntent):
    return shop.standin.client().v1.checkout.sessions.retrieve(intent.session_id)


def asked(intent: GiftIntent) -> tuple[str, Decimal]:
    intent.refresh_from_db()
    return intent.state, intent.amount


@pytest.fixture
def unlimited(settings):
    """Tries are not what these tests are about."""
    settings.GIVE_ATTEMPTS_PER_HOUR = 1_000


def test_the_same_form_twice_leads_to_the_same_payment_page(shop):
    token = shop.token()

    first, second = shop.post(token=token), shop.post(token=token)

    assert first.status_code == 302
    assert first.url == second.url
    assert GiftIntent.objects.count() == 1


def test_five_hundred_after_back_asks_five_hundred_and_fifty_can_no_longer_be_paid(shop):
    token = shop.token()
    fifty = shop.give(token=token)

    answer = shop.post(token=token, amount="500")

    five_hundred = GiftIntent.objects.get(session_url=answer.url)
    assert asked(five_hundred) == (State.OPEN, Decimal("500.00"))
    assert asked(fifty) == (State.EXPIRED, Decimal("50.00"))
    assert session_of(shop, fifty).status == "expired"
    assert session_of(shop, five_hundred).amount_total == 500_00


def test_going_back_to_the_first_amount_opens_a_third_page(shop):
    token = shop.token()
    shop.give(token=token)
    shop.give(token=token, amount="500")

    last = shop.give(token=token)

    states = list(GiftIntent.objects.order_by("pk").values_list("state", "amount"))
    assert asked(last) == (State.OPEN, Decimal("50.00"))
    assert states == [("expired", Decimal("50.00")), ("expired", Decimal("500.00")), ("open", Decimal("50.00"))]


def test_every_changed_field_is_asked_anew(shop):
    changes = {
        "amount": "100",
        "full_name": "Bilal Testperson",
        "email": "bilal@example.org",
        "cover_fee": "on",
        "anonymous": "on",
        "country": "GB",
        "postal_code": "46032",
        "comment": "For the reports",
        "lang": "ur",
    }
    for name, value in changes.items():
        cache.clear()  # nobody counts tries here
        token = shop.token()
        first, second = shop.give(token=token), shop.give(token=token, **{name: value})

        assert second.pk != first.pk, name
        assert asked(first)[0] == State.EXPIRED, name


def test_the_next_person_at_the_tablet_gets_a_page_of_their_own(shop):
    token = shop.token()
    first = shop.give(token=token, full_name="Amina Testperson")
    shop.pay(first)
    shop.settle()

    second = shop.give(token=token, full_name="Bilal Testperson", email="bilal@example.org")

    page = shop.client.get(f"{reverse('give:thanks', args=[second.public_id])}?lang=en").content.decode()
    assert asked(second)[0] == State.OPEN
    assert asked(first)[0] == State.PAID
    assert "Amina" not in page
    assert str(first.public_id) not in page


def test_starting_again_from_an_unpaid_page_closes_it(shop):
    first = shop.give()
    thanks = shop.client.get(f"{reverse('give:thanks', args=[first.public_id])}?lang=en").content.decode()
    (again,) = re.findall(r'href="([^"]*from=[^"]*)"', thanks)
    token = shop.client.get(again.replace("&amp;", "&")).context["token"]

    second = shop.give(token=token, amount="100")

    assert asked(first)[0] == State.EXPIRED
    assert session_of(shop, first).status == "expired"
    assert asked(second) == (State.OPEN, Decimal("100.00"))


def test_nothing_new_opens_while_the_old_page_cannot_be_closed(shop):
    token = shop.token()
    first = shop.give(token=token)
    shop.standin.control("faults", kind="500", count=20, path=f"/v1/checkout/sessions/{first.session_id}/expire")

    answer = shop.post(token=token, amount="500")

    assert answer.status_code == 422
    assert "The payment page didn't open. Nothing was charged" in unescape(answer.content.decode())
    assert asked(first)[0] == State.OPEN
    assert list(GiftIntent.objects.exclude(pk=first.pk).values_list("state", flat=True)) == ["new"]


@pytest.mark.usefixtures("unlimited")
def test_sixteen_equal_forms_at_once_are_one_intent_and_sixteen_equal_answers(shop):
    token = shop.token()

    def send(_: int) -> tuple[int, str | None]:
        answer = replace(shop, client=Client()).post(token=token)
        return answer.status_code, answer.headers.get("Location")

    answers = race(16, send)

    assert set(answers) == {(302, GiftIntent.objects.get().session_url)}


def test_a_page_whose_intent_was_closed_meanwhile_is_closed_at_once(shop):
    intent = shop.give()
    checkout.close_session(intent=intent, at=intent.created_at)

    assert asked(intent)[0] == State.EXPIRED
    assert checkout.open_session(intent=intent, at=intent.created_at).endswith("lang=en")


# -- money back from our side ----------------------------------------------------------------------------------------


@pytest.fixture
def refunding(shop, client_as):
    """A staff client, the address of a paid gift's refund, and what its form is filled in with."""
    intent = shop.give()
    shop.pay(intent)
    shop.settle()
    gift = Gift.objects.get(intent=intent)
    form = {"amount": "20", "reason": "Asked for it", "nonce": str(uuid.uuid4())}
    return client_as("finance"), reverse("give:gift-refund", args=[gift.pk]), form


def test_a_changed_refund_under_the_same_form_says_what_was_sent_and_sends_nothing(refunding):
    staff, path, form = refunding
    staff.post(path, form)

    answer = staff.post(path, {**form, "amount": "30"})

    assert answer.status_code == 422
    assert re.search(r"You already refunded \$20\.00 for this gift at \d+:\d\d [AP]M\.", answer.content.decode())
    assert [refund.amount for refund in Refund.objects.all()] == [Decimal("20.00")]
    assert form["nonce"] not in answer.content.decode()


def test_the_message_of_a_refund_says_what_its_row_says(refunding):
    staff, path, form = refunding

    staff.post(path, {**form, "form_key": "k" * 32})
    told = [str(message) for message in staff.get("/").context["messages"]]

    assert any(text.startswith("$20.00 of G-") for text in told)


def test_what_the_processor_refused_may_be_asked_for_otherwise(refunding):
    staff, path, form = refunding
    refused = {"amount": Decimal("50"), "reason": "Asked for it", "state": "refused", "attempt": 2}
    RefundRequest.objects.create(gift=Gift.objects.get(), nonce=form["nonce"], **refused)

    sent = staff.post(path, {**form, "amount": "15"})

    assert sent.status_code == 302
    assert RefundRequest.objects.get().amount == Decimal("15.00")
    assert [refund.amount for refund in Refund.objects.all()] == [Decimal("15.00")]


def test_a_fresh_form_in_the_same_browser_closes_the_page_that_was_left(shop):
    fifty = shop.give()

    five_hundred = shop.give(amount="500")

    assert asked(fifty)[0] == State.EXPIRED
    assert session_of(shop, fifty).status == "expired"
    assert asked(five_hundred) == (State.OPEN, Decimal("500.00"))


def test_a_fresh_form_in_another_browser_leaves_it_open(shop):
    fifty = shop.give()

    replace(shop, client=Client()).give(amount="500")

    assert asked(fifty)[0] == State.OPEN


def test_what_was_paid_in_the_same_browser_stays_paid(shop):
    first = shop.give()
    shop.pay(first)
    shop.settle()

    second = shop.give(amount="500")

    assert (asked(first)[0], asked(second)[0]) == (State.PAID, State.OPEN)
