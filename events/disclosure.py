"""What a ticket page must say before anybody pays, in the words of the law's engine (receipt rules, 2.3 to 2.6)."""

from __future__ import annotations

from datetime import date

from core.models import Organization
from donations.deductibility import Benefit, Facts, LineItem, Payment, decide, wording
from donations.facts import charity
from events.drafts import Sum


def sentences(bill: Sum, *, today: date) -> list[str]:
    """The disclosure of an order of this sum, paid today: required above $75, shown always. English, as it is law.

    Empty before the charity is set up, and for an order that costs nothing.
    """
    organization = Organization.objects.filter(pk=1).first()
    if organization is None or not bill.total:
        return []
    facts = Facts(
        org=charity(organization=organization, issued_on=today).org,
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
        document="ticket_page",
        date=today,
        issued=today,
    )
    return [sentence.text for sentence in wording.disclosure(decide(facts), facts)]
