"""What became of the goods a donor was to get."""

from datetime import date
from decimal import Decimal

import pytest

from core import audit
from donations.ledger.benefits import Marking, TooFewBenefits, mark_benefits
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.models import Benefit, GiftLine
from tests.support.builders import general_fund, make_gift

pytestmark = pytest.mark.usefixtures("organization")
DAY = date(2026, 6, 15)


@pytest.fixture
def line() -> GiftLine:
    """Four dinners of $60 for $600."""
    dinners = BenefitDraft("dinner", Decimal("60"), quantity=4, cost_each=Decimal("38.50"))
    draft = LineDraft(general_fund().pk, Decimal("600"), kind="ticket", benefits=(dinners,))
    return make_gift(lines=(draft,)).lines.get()


def change(line: GiftLine, quantity: int, status: str, **override) -> list[audit.FieldChange]:
    values = {"status_on": DAY, "source": "the order page", **override}
    return mark_benefits(markings=[Marking(line, quantity, status, **values)])


def rows(line: GiftLine) -> list[tuple]:
    return list(
        line.benefits.order_by("pk").values_list("quantity", "status", "status_on", "status_source", "value_each")
    )


def test_a_part_is_split_off_with_date_and_source(line):
    change(line, 1, Benefit.Status.RETURNED)

    assert rows(line) == [
        (3, "accepted", None, "", Decimal("60.00")),
        (1, "returned_before_event", DAY, "the order page", Decimal("60.00")),
    ]
    assert Benefit.objects.get(quantity=1).cost_each == Decimal("38.50")


def test_all_of_a_row_changes_in_place(line):
    row = line.benefits.get()

    change(line, 4, Benefit.Status.EVENT_CANCELLED)

    assert rows(line) == [(4, "not_provided_event_cancelled", DAY, "the order page", Decimal("60.00"))]
    assert row == line.benefits.get()


def test_more_than_stand_are_refused_and_nothing_changes(line):
    change(line, 3, Benefit.Status.RETURNED)

    with pytest.raises(TooFewBenefits):
        change(line, 2, Benefit.Status.RETURNED)

    assert [row[:2] for row in rows(line)] == [(1, "accepted"), (3, "returned_before_event")]


def test_a_status_is_taken_back(line):
    change(line, 4, Benefit.Status.NOT_PROVIDED)

    change(line, 4, Benefit.Status.ACCEPTED, was=Benefit.Status.NOT_PROVIDED, status_on=None)

    assert [row[:3] for row in rows(line)] == [(4, "accepted", None)]


def test_the_act_is_told_what_to_say_of_each_gift(line):
    told = change(line, 1, Benefit.Status.RETURNED)

    assert told == [audit.FieldChange("benefits", "1 Accepted", "1 Returned before the event", of=line.gift)]
