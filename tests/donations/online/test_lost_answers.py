"""A refund the processor didn't answer for: nobody says that nothing was sent, and nothing is sent twice."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from core.clock import organization_today
from donations.ledger.corrections import lines_of
from donations.ledger.services import correct_gift
from donations.models import Gift, Refund, RefundRequest
from donations.processor.refunds import UNDER_WAY
from tests.donations.online.mishaps import charge_id, paid_gift, sent_back
from tests.support.builders import draft_gift, make_supporter

#: What the processor did with a question it didn't answer: all of it, or nothing.
MADE, NEVER = ("drop_reply", True), ("503", False)


@pytest.fixture
def asked(shop, client_as):
    """Asks for $20 of a gift of $50 in a fresh form, or again in the same one; gives the answer."""
    gift, staff = paid_gift(shop), client_as("finance")

    def ask(nonce: str = "", amount: str = "20", fault: str = "", of: Gift = gift):
        path = reverse("give:gift-refund", args=[of.pk])
        if fault:
            shop.standin.control("faults", kind=fault, method="POST", path="/v1/refunds", count=3)
        form = {"amount": amount, "reason": "Asked for it", "nonce": nonce or str(uuid.uuid4())}
        answer = staff.post(path, form)
        shop.standin.control("faults", "DELETE")
        return answer

    ask.gift = gift
    return ask


def refunds() -> list[Decimal]:
    return list(Refund.objects.order_by("pk").values_list("amount", flat=True))


def error_of(answer) -> str:
    return " ".join(answer.context["form"].non_field_errors())


@pytest.mark.parametrize(("fault", "made"), [MADE, NEVER])
def test_the_same_form_again_sends_it_once(shop, asked, fault, made):
    nonce = str(uuid.uuid4())

    lost = asked(nonce, fault=fault)
    again = asked(nonce)
    shop.settle()

    assert (lost.status_code, again.status_code) == (422, 302)
    assert "didn't answer" in error_of(lost)
    assert "No refund was made" not in lost.content.decode()
    assert refunds() == [Decimal("20.00")]


@pytest.mark.parametrize("amount", ["20", "30"])
def test_a_fresh_form_is_told_that_it_was_made(shop, asked, amount):
    shop.hold()
    asked(fault="drop_reply")

    fresh = asked(amount=amount)

    assert fresh.status_code == 422
    assert "You already refunded $20.00" in error_of(fresh)
    assert refunds() == [Decimal("20.00")]
    assert RefundRequest.objects.get().state == "accepted"


def test_a_fresh_form_waits_while_nobody_knows_and_goes_on_once_it_is_certain(shop, asked):
    asked(fault="503")

    soon = asked(amount="15")
    RefundRequest.objects.update(created_at=timezone.now() - UNDER_WAY - timedelta(seconds=1))
    later = asked(amount="15")
    shop.settle()

    assert (soon.status_code, later.status_code) == (422, 302)
    assert "hasn't answered yet" in error_of(soon)
    assert refunds() == [Decimal("15.00")]
    assert sorted(RefundRequest.objects.values_list("amount", "state")) == [
        (Decimal("15.00"), "accepted"),
        (Decimal("20.00"), "refused"),
    ]


def test_a_refund_still_pending_at_the_processor_is_no_open_question(shop, asked):
    shop.hold()
    asked(fault="drop_reply")
    (made,) = shop.standin.client().v1.refunds.list({"limit": 1}).data
    shop.standin.control(f"objects/{made.id}/spoil", fields={"status": "pending"})

    asked()

    assert RefundRequest.objects.get().state == "accepted"
    assert refunds() == []


def test_a_refund_made_at_the_processor_meanwhile_is_no_answer_to_ours(shop, asked):
    asked(fault="503")
    sent_back(shop, charge_id(asked.gift), 500)
    shop.settle()

    assert RefundRequest.objects.get().state == "asked"
    assert asked(amount="15").status_code == 422
    assert refunds() == [Decimal("5.00")]


@pytest.mark.parametrize(("fault", "made"), [MADE, NEVER])
def test_a_gift_corrected_meanwhile_is_the_same_payment(shop, asked, fault, made):
    shop.hold()
    asked(fault=fault)
    lines = lines_of(asked.gift, fund=None, amount=None)
    draft = draft_gift(supporter=make_supporter(), lines=lines, method="card", gift_on=asked.gift.gift_on)
    today = organization_today()
    gift = correct_gift(gift=asked.gift, draft=draft, by=None, today=today, reason="Another donor")

    again = asked(of=gift)

    assert again.status_code == 422
    assert refunds() == ([Decimal("20.00")] if made else [])
    assert len(shop.standin.client().v1.refunds.list({"limit": 10}).data) == made
