"""The dinners on the board's page."""

from decimal import Decimal

import pytest
from django.utils import timezone

from events.models import EventExpense
from events.setup import record_expense
from reports.dinners import side_by_side
from tests.builders import TODAY, make_user
from tests.events.builders import make_event, make_order, make_paid_order, make_ticket

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def indiana():
    """Two seats paid (300, dinners 120), one not; the hall cost 80."""
    event = make_event(name="Indiana dinner")
    seat = make_ticket(event)
    make_paid_order(seat, 2)
    make_order(seat)
    expense = EventExpense(event=event, description="Hall", amount=Decimal("80"), spent_on=TODAY)
    record_expense(expense=expense, by=None)
    return event


def test_dinners_stand_side_by_side_in_the_order_of_their_days(indiana):
    make_event(name="Draft dinner", state="draft")
    make_event(name="California dinner", starts_at=timezone.now())

    found = side_by_side(since=TODAY, user=make_user("board"))

    assert [result.event.name for result in found.results] == ["Indiana dinner", "California dinner"]
    assert [(label, amounts[0]) for label, amounts in found.money] == [
        ("Gross", Decimal("300.00")),
        ("Contributions", Decimal("180.00")),
        ("Value given in return", Decimal("120.00")),
        ("Direct expenses", Decimal("80.00")),
        ("Net", Decimal("220.00")),
    ]
    assert (found.results[0].guests, found.linked) == (3, False)


def test_the_board_sees_them_without_links_to_guests(client_as, indiana):
    indiana.starts_at = timezone.now()
    indiana.save(update_fields=["starts_at"])

    board = client_as("board").get("/board/").content.decode()
    finance = client_as("finance").get("/board/").content.decode()

    assert "Dinners side by side" in board
    assert "$220.00" in board
    assert (f"/events/{indiana.slug}/" in board, f"/events/{indiana.slug}/result/" in finance) == (False, True)
