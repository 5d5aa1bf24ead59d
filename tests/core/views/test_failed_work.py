"""The page of failed work, for those who may try it again."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from core.jobs import retries
from core.models import AuditEntry, FailedWork
from donations.models import GiftIntent
from events.models import Order
from events.orders import checks, payments
from receipts import online
from receipts.issuing import services
from receipts.models import Receipt
from receipts.printing import drawing
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import TODAY, make_gift, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
MENDS = {"receipt.pdf": "finance", "receipt.letter": "development", "order.settle": "events", "order.lapse": "events"}


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


def test_home_and_the_page_name_it_to_those_who_may_mend_it(failing, client_as):
    kind, *_ = failing
    title = retries.kind_of(kind).failed

    home = unescape(client_as(MENDS[kind]).get("/").content.decode())
    page = unescape(client_as(MENDS[kind]).get(reverse("failed-work")).content.decode())

    assert title in home
    assert f'href="{reverse("failed-work")}"' in home
    assert title in page
    assert "KeyError" in page
    assert "Amina" not in page
    (name, url) = retries.kind_of(kind).named(make_user(MENDS[kind]), [FailedWork.objects.get().object_id]).popitem()[1]
    assert f'href="{url}"><b>{name}</b>' in page
    for role in ("board", "door"):
        assert title not in unescape(client_as(role).get("/").content.decode())
        assert title not in unescape(client_as(role).get(reverse("failed-work")).content.decode())


def test_trying_again_says_whether_it_worked(failing, client_as):
    kind, drain, mend = failing
    client, row = client_as(MENDS[kind]), FailedWork.objects.get()
    address = reverse("failed-work-again", args=[row.pk])

    failed = client.post(address, follow=True).content.decode()
    mend()
    worked = client.post(address, follow=True).content.decode()

    assert "failed again. See the reason in the list." in failed
    assert ": done." in worked
    assert (FailedWork.objects.count(), drain()) == (0, 0)
    assert AuditEntry.objects.filter(act="work.tried_again", actor=client.user).count() == 2


def test_nobody_else_tries_it_again(failing, client_as):
    row = FailedWork.objects.get()

    client_as("board").post(reverse("failed-work-again", args=[row.pk]))

    assert FailedWork.objects.get().attempts == 1
