"""A possible match with a sanctions list holds, blocks or releases."""

import pytest

from donations.deductibility import Facts
from donations.deductibility.facts import Screening
from donations.deductibility.rules.screening import decide_screening, stops
from tests.donations.deductibility.builders import make_facts


@pytest.mark.parametrize(
    ("screening", "action"),
    [
        (Screening(reviewed=False, result="true_match"), "hold"),
        (Screening(reviewed=True, result="possible"), "hold"),
        (Screening(reviewed=True, result="true_match"), "block"),
        (Screening(reviewed=True, result="false_positive"), "release"),
        (Screening(reviewed=False, result="false_positive"), "hold"),
        (None, "prevent_payment"),
    ],
)
def test_only_a_person_releases_or_blocks(screening, action):
    assert decide_screening(Facts(screening=screening, party="Example Printing")).action == action


def test_a_cleared_match_beside_a_gift_stops_nothing():
    cleared = Screening(reviewed=True, result="false_positive")

    assert stops(make_facts(screening=cleared)) is False
    assert stops(make_facts(screening=Screening())) is True
    assert stops(make_facts(screening=cleared, party="Example Printing")) is True
    assert stops(Facts(screening=cleared)) is True
    assert (stops(make_facts()), stops(Facts(party="Example Printing"))) == (False, True)


def test_blocked_money_is_neither_paid_nor_returned():
    decision = decide_screening(Facts(screening=Screening(reviewed=True, result="true_match")))

    assert decision.warnings[0] == "block_no_payment_no_return"
    assert "screen_before_any_disbursement" not in decision.warnings
