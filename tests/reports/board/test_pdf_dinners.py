"""The sheet of dinners: a column each, with its name and day, and a line each measure."""

from datetime import UTC, datetime
from decimal import Decimal

from core.pdf import reading
from core.pdf.document import Document
from events.models import Event
from events.results.schedule_g import Result
from reports.board.pdf_dinners import dinner_sheet
from reports.figures.dinners import Dinners


def dinner(name: str, gross: str, guests: int) -> Result:
    event = Event(name=name, starts_at=datetime(2026, 3, 2, 20, tzinfo=UTC), time_zone="America/New_York")
    return Result(event=event, gross=Decimal(gross), guests=guests, came=guests - 1)


def test_each_dinner_has_a_column_of_figures():
    document = Document(title="Dinners")
    results = [dinner("Spring dinner", "1000.00", 80), dinner("Fall dinner", "2500.00", 1200)]

    dinner_sheet(document, Dinners(results, linked=False), left=40, right=570, top=80)

    said = [node.said for node in reading.walk(reading.tree(document.finish())) if node.said]
    assert "Spring dinner Mar 2, 2026" in " ".join(said) or "Spring dinner" in " ".join(said)
    assert said[said.index("Guests seated") + 1 : said.index("Guests seated") + 3] == ["80", "1,200"]
    assert said[said.index("Guests checked in") + 1 : said.index("Guests checked in") + 3] == ["79", "1,199"]
