"""Work that fails rests, longer each time, and is forgotten once nothing is left to do."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from core.jobs import retries
from core.models import FailedWork
from donations.models import GiftIntent
from events.models import Order
from events.orders import checks, payments
from receipts import online
from receipts.issuing import services
from receipts.models import Receipt
from receipts.printing import drawing
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import TODAY, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


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


def test_it_rests_and_longer_each_time(failing):
    _, drain, _ = failing
    first = FailedWork.objects.get()

    drain()
    again = FailedWork.objects.get()
    FailedWork.objects.update(next_at=timezone.now())
    with suppress(KeyError):
        drain()

    assert (first.attempts, again.attempts, again.next_at) == (1, 1, first.next_at)
    second = FailedWork.objects.get()
    assert second.attempts == 2
    assert second.next_at - second.failed_at > first.next_at - first.failed_at > timedelta(0)


def test_the_pause_grows_up_to_an_end():
    pauses = [retries.pause_after(attempts) for attempts in (1, 2, 3, 9, 1000)]

    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (retries.FIRST_PAUSE, retries.LONGEST_PAUSE)


def test_what_needs_nothing_any_more_is_forgotten(failing):
    kind, *_ = failing

    done = retries.work_off(kind=kind, keys=[], act=fails)

    assert (done, FailedWork.objects.count()) == ((0, None), 0)
