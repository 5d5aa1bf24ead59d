"""What a ticket page must say before payment, in the legal wording (receipt rules, 2.3 to 2.6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from core.models import Organization
from core.money import ZERO
from donations.deductibility import Benefit, Facts, LineItem, Payment, decide
from donations.deductibility.wording import sentences as wording
from donations.tax_facts.facts import charity
from events.models import Order, TicketType
from events.orders.drafts import OrderTotal, Priced


class Disclosed(NamedTuple):
    """The contribution in a price, the value that is subtracted, and the sentences about both.

    The same calculation as on the receipt. The sentences are in English, as prescribed; required above $75, always
    shown.
    """

    contribution: Decimal
    value: Decimal
    sentences: list[str]


def bill_of(order: Order) -> OrderTotal:
    """The order's calculation at the prices and values of the day it was made."""
    guests = list(order.guests.all())
    lines = []
    for line in order.lines.select_related("ticket_type"):
        kind = line.ticket_type
        kind.price, kind.seats, kind.value_each, kind.benefit = line.price, line.seats, line.value_each, line.benefit
        back = sum(1 for guest in guests if guest.line_id == line.pk and guest.returned_at)
        lines.append(Priced(kind, line.quantity, back))
    return OrderTotal(lines=tuple(lines), donation=order.donation)


def disclosed(bill: OrderTotal, *, today: date, online: bool) -> Disclosed:
    """What the page of an order says when paid today. `online`: by card, where the page states the deductible part
    first.

    No sentences before the charity is set up, nor for a free order.
    """
    if not bill.total:
        return Disclosed(ZERO, ZERO, [])
    organization = Organization.objects.filter(pk=1).first()
    facts = _facts(bill, organization, today, online=online)
    decision = decide(facts)
    given = sum((part.contribution for part in decision.parts), ZERO)
    sentences = [sentence.text for sentence in wording.disclosure(decision, facts)] if organization else []
    return Disclosed(given, decision.benefit_value, sentences)


def given_of(kind: TicketType, *, today: date) -> Decimal:
    """The contribution in one ticket's price."""
    return disclosed(OrderTotal(lines=(Priced(kind, 1),), donation=ZERO), today=today, online=False).contribution


def _facts(bill: OrderTotal, organization: Organization | None, today: date, *, online: bool) -> Facts:
    ours = charity(organization=organization, issued_on=today).org if organization else None
    return Facts(
        org=ours,
        gift_kind="cash",
        method="stripe_card",
        payments=(Payment(amount=bill.total, date=today),),
        benefits=tuple(
            Benefit(
                description=line.ticket.benefit,
                qty=line.dinners,
                fmv_each=line.ticket.value_each,
                cost_each=line.ticket.cost_each,
            )
            for line in bill.lines
            if line.dinners and line.ticket.value_each
        ),
        line_items=tuple(
            LineItem(description=line.ticket.name, kind=line.ticket.kind, amount=line.amount, described=True)
            for line in bill.lines
        ),
        appeal_informs_deductible_amount=online or None,  # as `donations.tax_facts.facts` has it for the receipt
        document="ticket_page",
        date=today,
        issued=today,
    )
