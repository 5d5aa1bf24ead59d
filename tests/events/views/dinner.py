"""A dinner with tickets, and orders for them."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from events.models import Event, Order
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.markup import one_line


@pytest.fixture
def event() -> Event:
    return make_event(slug="indiana", starts_at=timezone.now() + timedelta(days=21))


@pytest.fixture
def seat(event):
    return make_ticket(event, name="Seat")


def order_of(seat, quantity=1, **override) -> Order:
    return make_order(seat, quantity, at=timezone.now(), **override)


def text_of(answer) -> str:
    return unescape(one_line(answer.content))
