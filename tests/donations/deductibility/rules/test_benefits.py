"""What was given in return and does not count: declined, disregarded, complimentary, raffles, merchandise."""

from decimal import Decimal

import pytest

from donations.deductibility import (
    LineItem,
    decide,
)
from tests.donations.deductibility.builders import (
    figures,
    make_benefit,
    make_facts,
)


@pytest.mark.parametrize(
    ("status", "deductible"),
    [
        ("accepted", "105.00"),
        ("unused_not_returned", "105.00"),
        ("declined", "150.00"),
        ("returned_before_event", "150.00"),
    ],
)
def test_what_was_not_taken_does_not_count(status, deductible):
    decision = decide(make_facts("150.00", make_benefit("45.00", status=status)))

    assert str(decision.deductible_amount) == deductible


@pytest.mark.parametrize("kind", ["recognition", "newsletter", "annual_membership_75"])
def test_disregarded_benefits_leave_a_gift_of_cash(kind):
    decision = decide(make_facts("60.00", make_benefit("40.00", kind=kind)))

    assert (decision.receipt_kind, figures(decision)) == ("cash_acknowledgment", ("60.00", "60.00", "0.00"))


@pytest.mark.parametrize(("cost", "deductible"), [("10.40", "60.00"), ("10.41", "45.00"), (None, "45.00")])
def test_members_event_is_disregarded_within_the_low_cost(cost, deductible):
    event = make_benefit("15.00", cost=cost, kind="low_cost_member_event")

    assert str(decide(make_facts("60.00", event)).deductible_amount) == deductible


def test_comp_ticket_is_nothing_to_receipt():
    decision = decide(make_facts("0.00", make_benefit("45.00"), payments=(), gift_kind="none"))

    assert (decision.receipt_kind, decision.warnings) == ("none", ["comp_ticket_not_a_gift"])


def test_raffle_part_is_never_deductible_even_beside_an_insubstantial_gift():
    raffle = make_benefit("20.00", qty=5, kind="raffle", description="raffle tickets")
    facts = make_facts("10000.00", raffle, appeal_informs_deductible_amount=True)

    decision = decide(facts)

    assert figures(decision) == ("10000.00", "9900.00", "100.00")
    assert "raffle_part_not_deductible" in decision.warnings


def test_merchandise_line_without_a_benefit_counts_at_its_price():
    lines = (
        LineItem(description="gift", kind="contribution", amount=Decimal("75.00")),
        LineItem(description="shirt", kind="merchandise", amount=Decimal("25.00"), described=False),
    )

    assert figures(decide(make_facts("100.00", line_items=lines))) == ("100.00", "75.00", "25.00")


@pytest.mark.parametrize(
    ("text", "sells"),
    [
        ("logo recognition", False),
        ("name in the program, neutral link", False),
        ("thanks from the stage, no advertising", False),
        ("logo without a price or a call to buy", False),
        ("full-page advertisement", True),
        ("logo with price list", True),
        ("name and a call to buy", True),
        ("link with a 10% discount code", True),
        ("comparison with other brands", True),
    ],
)
def test_recognition_that_sells_is_advertising_and_counts(text, sells):
    free = decide(make_facts("1000.00", make_benefit("0.00", description=text, kind="recognition")))
    valued = decide(make_facts("1000.00", make_benefit("400.00", description=text, kind="recognition")))

    assert (free.action == "ask_staff") is sells
    assert str(valued.deductible_amount) == ("600.00" if sells else "1000.00")
    for decision in (free, valued):
        assert ("advertising_is_substantial_benefit_check_ubit" in decision.warnings) is sells
        assert ("CERTIFIED_SPONSOR_VALUE" in decision.must_not_say) is not sells
