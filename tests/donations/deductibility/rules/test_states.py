"""State legends: only where registered, only where they belong, in the text of their day."""

from dataclasses import replace
from datetime import date

import pytest

from donations.deductibility import Donor, Facts, decide
from donations.deductibility.rules.state_legends import LEGENDS, attorney_general_address
from donations.deductibility.wording import sentences
from tests.donations.deductibility.builders import PENDING, RECOGNIZED, make_benefit, make_facts, make_payment
from tests.donations.deductibility.worked import answer, facts


def receipt(state, *, registered, on=date(2015, 3, 1)):
    return make_facts(
        on=on,
        donor=Donor(state=state),
        document="receipt",
        registered_in_state=registered,
        registration_number="CH0000",
    )


def appeal(state, *, registered=True, on=date(2015, 3, 1), **fields):
    return Facts(
        org=fields.pop("org", RECOGNIZED),
        donor=Donor(state=state),
        document="printed_solicitation",
        registered_in_state=registered,
        date=on,
        **fields,
    )


@pytest.mark.parametrize("state", ["FL", "PA", "NC", "MD", "NJ", "MS"])
def test_receipts_of_six_states_carry_a_legend_where_registered(state):
    assert decide(receipt(state, registered=True)).state_legends == [f"{state}_LEGEND"]
    assert decide(receipt(state, registered=False)).state_legends == []


@pytest.mark.parametrize("state", ["WV", "NY", "GA", "VA", "WA", "CO", "KS", "WI", "IL", "MI"])
def test_other_states_want_theirs_on_solicitations_only(state):
    on_receipt, on_appeal = decide(receipt(state, registered=True)), decide(appeal(state))

    assert on_receipt.state_legends == []
    assert "legend_on_solicitations_only" in on_receipt.warnings
    assert on_appeal.state_legends == [f"{state}_LEGEND"]


def test_indiana_asks_nothing_of_charities():
    decision = decide(receipt("IN", registered=False))

    assert (decision.state_legends, decision.warnings) == ([], [])


def test_missing_registration_is_a_warning():
    assert "check_state_registration_before_soliciting" in decide(receipt("FL", registered=False)).warnings


def test_california_learns_that_we_are_not_exempt_yet():
    facts = appeal("CA", org=PENDING, on=date(2012, 12, 20))

    decision = decide(facts)
    text = sentences.legends(decision, facts)[0].text

    assert "CA_CARD" in decision.must_say
    assert "state_non_tax_exempt_status_while_pending" in decision.warnings
    assert "not exempt from tax at present" in text
    assert "This contribution is not tax deductible." in text


def test_appeal_states_no_amounts():
    decision = decide(appeal("NY"))

    assert (decision.receipt_kind, decision.deductibility_status) == ("solicitation_document", "not_stated")
    assert (decision.payment_amount, decision.deductible_amount, decision.tax_year) == (None, None, None)


@pytest.mark.parametrize(("day", "has_website"), [(date(2019, 3, 20), False), (date(2019, 3, 21), True)])
def test_new_york_names_website_and_phone_from_2019(day, has_website):
    facts = appeal("NY", on=day)

    legend = sentences.legends(decide(facts), facts)[0]

    assert ("www.charitiesnys.com" in legend.text) is has_website
    assert (legend.points, legend.bold) == (10.0, True)


def test_attorney_general_moved():
    assert attorney_general_address(date(2013, 11, 1)).startswith("120 Broadway")
    assert attorney_general_address(None).startswith("28 Liberty Street")


def test_florida_is_in_capitals_with_the_registration_number():
    facts = receipt("FL", registered=True)

    text = sentences.legends(decide(facts), facts)[0].text

    assert text == text.upper()
    assert "CH0000" in text


@pytest.mark.parametrize("legend", LEGENDS, ids=lambda legend: f"{legend.state} {legend.starts_on}")
def test_every_legend_fills_its_braces(legend):
    day = max(legend.starts_on, date(2013, 1, 1))
    facts = appeal(legend.state, on=day, registration_number="1")

    text = {found.code: found.text for found in sentences.legends(decide(facts), facts)}[legend.code]

    assert "{" not in text
    assert "None" not in text


@pytest.mark.parametrize(("price", "required"), [("75.00", False), ("75.01", True)])
def test_ticket_page_discloses_before_payment(price, required):
    facts = replace(
        appeal("IN", registered=None), payments=(make_payment(price, None),), benefits=(make_benefit("30.00"),)
    )
    facts = replace(facts, document="ticket_page")

    decision = decide(facts)
    texts = [sentence.text for sentence in sentences.disclosure(decision, facts)]

    assert decision.disclosure_required is required
    assert len(texts) == 2
    assert "what you pay over the value" in texts[0]
    assert "we provide: dinner" in texts[1]


@pytest.mark.parametrize("written", ["FL", "fl", "Florida", "FLORIDA", "State of Florida"])
def test_a_state_is_known_however_it_is_written(written):
    donor = {"type": "individual", "state": written}
    found = answer(facts(donor=donor, document="receipt", msp_registered_in_state=True))

    assert (found["state_legends"], "FL_LEGEND" in found["must_say"]) == (["FL_LEGEND"], True)


@pytest.mark.parametrize(
    ("donor", "warned"),
    [
        ({"state": "Flordia"}, True),
        ({"state": "Ontario", "country": "CA"}, False),
        ({"state": "PR"}, False),
        ({}, False),
    ],
)
def test_a_state_nobody_knows_is_said(donor, warned):
    found = answer(facts(donor={"type": "individual"} | donor))

    assert ("state_not_known_check_legend" in found["warnings"]) is warned
