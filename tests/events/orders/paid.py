"""Orders that are paid, and what the law and the receipt say of them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import Organization
from donations.deductibility import decide
from donations.models import Benefit, Gift
from donations.tax_facts.facts import charity, gift_facts, with_facts
from events.models import Event, Order
from events.orders.payments import mark_paid
from events.orders.services import release_order
from tests.events.builders import NOW, make_event, make_order, make_ticket
from tests.support.builders import TODAY, make_supporter
from tests.support.shop import Shop


def decided(gift: Gift):
    """The law's answer on a gift as it stands, and its facts."""
    ours = charity(organization=Organization.current(), issued_on=TODAY)
    facts = gift_facts(with_facts(Gift.objects.filter(pk=gift.pk)).get(), charity=ours)
    return decide(facts), facts


def benefits() -> list[tuple[int, str]]:
    return list(Benefit.objects.order_by("pk").values_list("quantity", "status"))


def soon(**override):
    """A dinner that is still to come by the clock of the machine, as pages read it."""
    return make_event(starts_at=timezone.now() + timedelta(days=21), **override)


def order_online(shop: Shop, event: Event, ticket, quantity: int = 1, **typed) -> Order:
    """Send the order form; gives the order, whose payment page is open."""
    sent = {f"q_{ticket.pk}": quantity, "extra": "0", "name": "Amina Testperson", "email": "amina@example.org"}
    answer = shop.client.post(f"/e/{event.slug}/order/", {**sent, "pay": "now", "nonce": str(uuid.uuid4()), **typed})
    assert answer.status_code == 302, answer.context["form"].errors
    return Order.objects.get(intent__session_url=answer.url)


@pytest.fixture
def unlucky(organization) -> Order:
    ticket = make_ticket(make_event(capacity=1))
    order = make_order(ticket)
    release_order(order=order, state=Order.State.EXPIRED, by=None, at=NOW)
    make_order(ticket, name="Somebody Faster")
    return mark_paid(
        order=order,
        supporter=make_supporter(),
        amount=Decimal("150"),
        method="check",
        gift_on=TODAY,
        by=None,
        today=TODAY,
        at=NOW,
    )
