"""The dinners on the board's page."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from core.clock import organization_today
from events.models import Event, EventExpense
from events.planning.services import record_expense
from reports.figures.dinners import side_by_side
from tests.events.builders import make_event, make_order, make_paid_order, make_ticket
from tests.support.builders import TODAY, make_gift, make_supporter, make_user

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

    found = side_by_side(since=TODAY, as_of=organization_today(), user=make_user("board"))

    assert [result.event.name for result in found.results] == ["Indiana dinner", "California dinner"]
    assert [(label, amounts[0]) for label, amounts in found.money] == [
        ("Gross receipts", Decimal("300.00")),
        ("Contributions", Decimal("180.00")),
        ("Fair market value", Decimal("120.00")),
        ("Direct expenses", Decimal("80.00")),
        ("Net proceeds", Decimal("220.00")),
    ]
    assert (found.results[0].guests, found.linked) == (3, False)


def test_a_dinner_of_this_evening_stands_on_todays_board(time_machine):
    time_machine.move_to(datetime(2026, 11, 30, 0, 30, tzinfo=UTC), tick=False)  # 7:30 PM of the 29th in New York
    make_event(name="Indiana dinner", starts_at=timezone.now() + timedelta(minutes=30))
    Event.objects.update(created_at=timezone.now() + timedelta(days=1))

    found = side_by_side(since=date(2026, 11, 29), as_of=organization_today(), user=make_user("board"))

    assert organization_today() == date(2026, 11, 29)
    assert [result.event.name for result in found.results] == ["Indiana dinner"]


def test_the_board_sees_them_without_links_to_guests(client_as, indiana):
    indiana.starts_at = timezone.now()
    indiana.save(update_fields=["starts_at"])

    board = client_as("board").get("/board/").content.decode()
    finance = client_as("finance").get("/board/").content.decode()

    assert "Dinner results" in board
    assert "$220.00" in board
    assert (f"/events/{indiana.slug}/" in board, f"/events/{indiana.slug}/result/" in finance) == (False, True)


def test_the_day_of_the_page_moves_the_dinners(client_as, indiana):
    """Paid in June, expenses of June: in May nothing had come in, and before it was planned nobody knew of it."""
    Event.objects.filter(pk=indiana.pk).update(created_at=datetime(2026, 4, 1, tzinfo=UTC))
    client = client_as("board")

    def gross(day: str) -> str:
        found = client.get("/board/", {"as_of": day}).context["dinners"]
        return str(dict(found.money)["Gross receipts"][0]) if found else "none"

    assert (gross("2026-03-01"), gross("2026-05-01"), gross("2026-06-20")) == ("none", "0.00", "300.00")


def test_the_pages_dinners_and_places_are_on_paper_too(client_as, indiana):
    for number in range(7):
        region = ("IN", "CA", "NY", "TX", "OH", "IL", "WA")[number]
        for _ in range(5):
            person = make_supporter(addresses=[{"street": "1 Example Street", "city": "Town", "region": region}])
            make_gift(supporter=person, gift_on=TODAY)
    Event.objects.filter(pk=indiana.pk).update(created_at=datetime(2026, 4, 1, tzinfo=UTC))
    client = client_as("board")

    page = client.get("/board/", {"as_of": "2026-06-20"}).context["page"]
    text = words(client.get("/board/page.pdf", {"as_of": "2026-06-20"}).content)

    assert len(page.places.groups) == 6  # the smallest stands with the buyer, who has no address
    assert [group.label for group in page.places.groups if group.label not in text] == []
    assert [said for said in ("Dinner results", "Indiana dinner", "$300.00", "$220.00") if said not in text] == []


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
