"""What the lines of one payment bought: nothing bought is a contribution, and no raffle hides behind a dinner."""

from decimal import Decimal

import pytest

from donations.deductibility import Donor, LineItem, decide
from donations.deductibility.line_items import BY_KIND
from donations.deductibility.vocabulary import LINE_KINDS
from tests.donations.deductibility.builders import figures, make_benefit, make_facts


def lines(*pairs, benefits=(), kinds=None, **fields):
    """One payment of all its lines."""
    items = tuple(LineItem(description=text, amount=Decimal(amount)) for text, amount in pairs)
    total = sum((item.amount for item in items), Decimal(0))
    return decide(make_facts(str(total), *benefits, line_items=items, **fields))


DINNER = make_benefit("45.00")
SHIRT = make_benefit("20.00", description="t-shirt")
CHANCES = make_benefit("20.00", description="raffle tickets", kind="raffle")


def test_every_kind_of_line_of_ours_has_its_use():
    assert set(BY_KIND) == LINE_KINDS


@pytest.mark.parametrize(
    "text",
    ["coffee mug", "gala ticket", "auction lot 7", "membership", "tote bag", "annual dues", "gift basket",
     "sponsorship", "table of ten", "something", "50/50 club seat", "cooking class", "employer match", "advertisement"],
)  # fmt: skip
def test_what_was_bought_without_a_value_is_asked_about(text):
    decision = lines(("donation", "100.00"), (text, "20.00"))

    if decision.action is None:  # chances are valued at their price, always
        assert figures(decision) == ("120.00", "100.00", "20.00")
        return
    assert (decision.action, decision.receipt_kind) == ("ask_staff", "none")
    assert "TAX_DEDUCTIBLE" not in decision.must_say
    assert decision.deductible_amount is None


@pytest.mark.parametrize(
    "text",
    ["donation", "additional gift", "Contribution", "Zakat", "general support", "relief fund", "processing fee",
     "in memory of Z. Example", "round-up"],
)  # fmt: skip
def test_what_was_given_is_a_contribution(text):
    assert figures(lines((text, "20.00"), ("donation", "100.00"))) == ("120.00", "120.00", "0.00")


@pytest.mark.parametrize("text", ["raffle", "5 raffle tickets", "lottery ticket", "50/50 draw", "prize draw", "bingo"])
@pytest.mark.parametrize("amount", ["45.00", "20.00", "100.00"])
def test_a_raffle_is_never_hidden_by_a_dinner_of_any_value(text, amount):
    decision = lines(("gala ticket", "100.00"), (text, amount), benefits=(DINNER,))

    # The ticket less the dinner is given, the chances are not.
    assert str(decision.deductible_amount) == "55.00"
    assert "raffle_part_not_deductible" in decision.warnings


@pytest.mark.parametrize(
    ("pairs", "benefits", "deductible"),
    [
        # One row of 45.00 for the ticket; the shirt at its price.
        ((("ticket", "100.00"), ("t-shirt", "45.00")), (DINNER,), "55.00"),
        ((("ticket", "100.00"), ("t-shirt", "20.00")), (DINNER, SHIRT), "55.00"),
        # The shirt costs 25.00 and is worth 20.00.
        ((("donation", "100.00"), ("t-shirt", "25.00")), (SHIRT,), "105.00"),
        ((("donation", "100.00"), ("merchandise", "20.00")), (SHIRT,), "100.00"),
        ((("donation", "100.00"), ("book", "20.00")), (), "100.00"),
        ((("ticket", "100.00"), ("raffle", "20.00")), (DINNER, CHANCES), "55.00"),
        ((("ticket", "100.00"), ("raffle", "20.00")), (DINNER, make_benefit("20.00", description="raffle")), "55.00"),
        ((("sponsorship", "500.00"),), (make_benefit("0.00", kind="recognition", description="logo"),), "500.00"),
        ((("membership", "75.00"),), (make_benefit("40.00", kind="annual_membership_75"),), "75.00"),
    ],
)
def test_a_row_of_benefits_stands_for_the_line_it_is_of(pairs, benefits, deductible):
    assert str(lines(*pairs, benefits=benefits).deductible_amount) == deductible


@pytest.mark.parametrize("kind", sorted(LINE_KINDS))
@pytest.mark.parametrize("described", [True, False])
def test_a_line_of_ours_is_given_valued_or_asked_about(kind, described):
    item = LineItem(kind=kind, amount=Decimal("100.00"), described=described)
    company = Donor(type="business", name="Example Works")

    decision = decide(make_facts("100.00", line_items=(item,), donor=company))

    asked = kind in ("ticket", "auction", "sponsorship", "membership") and not described
    assert (decision.action == "ask_staff") is asked
    if kind in ("raffle", "merchandise") and not described:
        assert decision.receipt_kind == "purchase_confirmation"


@pytest.mark.parametrize(("donor", "held"), [("individual", True), ("couple", True), ("business", False)])
def test_an_employers_match_is_no_gift_of_the_employee(donor, held):
    item = LineItem(kind="match", amount=Decimal("100.00"), described=False)

    decision = decide(make_facts("100.00", line_items=(item,), donor=Donor(type=donor, name="Example")))

    assert (decision.action == "ask_staff") is held


@pytest.mark.parametrize("text", ["coffee mug", "ticket"])
def test_a_purchase_needs_no_value(text):
    assert lines((text, "20.00"), gift_kind="purchase").receipt_kind == "purchase_confirmation"
