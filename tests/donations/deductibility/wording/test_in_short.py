"""The one sentence of an email, and the amounts beside it."""

from datetime import date
from decimal import Decimal

from donations.deductibility import decide
from donations.deductibility.wording.in_short import from_json, in_short
from tests.donations.deductibility.builders import PENDING, make_benefit, make_facts

DAY = date(2014, 3, 1)


def test_a_gift_in_both_languages():
    short = in_short(decide(make_facts("1250.00")))

    assert short.sentence(on=DAY, language="en") == "Thank you for your gift of $1,250.00 on March\u00a01, 2014."
    assert "$1,250.00" in short.sentence(on=DAY, language="ur")
    assert short.amounts("en") == [("Your gift", Decimal("1250.00"))]


def test_a_ticket_tells_the_contribution_apart():
    short = in_short(decide(make_facts("150.00", make_benefit("45.00"))))

    assert short.amounts("en") == [("You paid", Decimal("150.00")), ("Your contribution", Decimal("105.00"))]
    assert "the other $45.00 is the value" in short.sentence(on=DAY, language="en")


def test_a_purchase_has_no_contribution():
    short = in_short(decide(make_facts("40.00", make_benefit("45.00"))))

    assert (short.given, short.taxed, short.amounts("en")) == (Decimal("0.00"), False, [("You paid", Decimal("40.00"))])


def test_only_what_is_simply_deductible_is_for_a_return():
    assert in_short(decide(make_facts())).taxed is True
    assert in_short(decide(make_facts(org=PENDING, on=date(2012, 12, 10)))).taxed is False


def test_it_comes_back_from_json():
    short = in_short(decide(make_facts("150.00", make_benefit("45.00"))))

    assert from_json(short.to_json()) == short
