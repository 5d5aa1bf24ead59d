"""Rows of each kind of work that fail, for those who rest and for those who mend them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.models import GiftIntent
from events.models import Order
from events.orders import checks, payments
from receipts import online
from receipts.issuing import services
from receipts.models import Receipt
from receipts.printing import drawing
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import TODAY, make_gift, make_supporter


def fails(*args, **kwargs):
    raise KeyError("Amina Testperson")


def undrawn(patch) -> Receipt:
    """A receipt that is issued and cannot be drawn."""
    patch.setattr(drawing, "print_receipt", fails)
    services.issue_receipts(gifts=[make_gift(supporter=make_supporter("Amina Testperson"))], by=None, issued_on=TODAY)
    return Receipt.objects.get()


def receipt_pdf(patch):
    undrawn(patch)
    with pytest.raises(KeyError):
        drawing.render_pending()
    return drawing.render_pending


def receipt_letter(patch):
    gift = make_gift(supporter=make_supporter("Amina Testperson"))
    services.issue_receipts(gifts=[gift], by=None, issued_on=TODAY)
    asked = {"nonce": "n1", "livemode": False, "email": "a@example.org", "amount": gift.amount}
    GiftIntent.objects.create(gift=gift, state=GiftIntent.State.PAID, **asked)
    patch.setattr(online, "write_message", fails)
    online.write_messages()
    return online.write_messages


def order_settle(patch):
    order = make_order(make_ticket(make_event()), state=Order.State.HELD)
    Order.objects.filter(pk=order.pk).update(created_at=timezone.now() - timedelta(days=1))
    patch.setattr(payments, "release_order", fails)
    payments.process_payments()
    return payments.process_payments


def order_lapse(patch):
    order = make_order(make_ticket(make_event()), state=Order.State.AWAITING_CHECK)
    Order.objects.filter(pk=order.pk).update(lapses_at=timezone.now() - timedelta(hours=1))
    patch.setattr(checks, "release_order", fails)
    payments.process_payments()
    return payments.process_payments


POISONED = {
    "receipt.pdf": receipt_pdf,
    "receipt.letter": receipt_letter,
    "order.settle": order_settle,
    "order.lapse": order_lapse,
}


@pytest.fixture(params=sorted(POISONED))
def failing(request, monkeypatch):
    """A row of each kind that fails: its kind, the drain, and how to mend what is broken."""
    with monkeypatch.context() as patch:
        drain = POISONED[request.param](patch)
        yield request.param, drain, patch.undo
