"""The public forms of an event, as a visitor sends them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Order
from events.orders.emails import proof_of
from tests.events.builders import make_event, make_ticket
from tests.support.markup import one_line


@pytest.fixture
def event() -> Event:
    return make_event(
        slug="indiana",
        starts_at=timezone.now() + timedelta(days=21),
        name_ur="انڈیانا کا عشائیہ",
        title="An evening for those who testify",
        title_ur="گواہی دینے والوں کے نام ایک شام",
    )


@pytest.fixture
def seat(event):
    return make_ticket(event, name="Seat", name_ur="ایک نشست")


def typed(ticket, quantity=2, **changed):
    return {
        f"q_{ticket.pk}": quantity,
        "extra": "0",
        "name": "Amina Testperson",
        "email": "amina@example.org",
        "pay": "check",
        "nonce": str(uuid.uuid4()),
        **changed,
    }


def open_letter(client, order: Order) -> None:
    """The buyer opens the link of our letter and presses its button."""
    client.post(reverse("events:order-hold", args=[order.token, proof_of(order)]))


def text_of(answer) -> str:
    return unescape(one_line(answer.content))
