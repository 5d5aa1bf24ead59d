"""The closed vocabulary: every word where it belongs, every other refused by name, and real gifts held to the same."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.models import ExemptionStatus
from crm.models import Supporter
from donations.deductibility import (
    BadFacts,
    Benefit,
    Dispute,
    Donor,
    Earmark,
    LedgerRow,
    LineItem,
    Payment,
    Property,
    Screening,
    decide,
)
from donations.deductibility.facts import PROPERTY_KINDS, STOCK_METHODS
from donations.deductibility.rules import benefits as benefit_rules
from donations.deductibility.rules.year_statement import LEFT_OUT
from donations.deductibility.vocabulary import CASE, KEYS, LINE_KINDS, MONEY_ROWS, PROPERTY_ROWS, WORDS, check_case
from donations.models import Benefit as BenefitRow
from donations.models import Gift, GiftLine
from donations.tax_facts.facts import METHODS
from tests.donations.deductibility.builders import RECOGNIZED, make_facts

GIVEN = Path(__file__).parents[4] / "shared" / "domain" / "case-vocabulary.json"
PLACES = sorted((place, key) for place, keys in KEYS.items() for key in keys if key != "*")
SPOKEN = sorted((place, word) for place, words in WORDS.items() for word in words)


def within(place, value):
    """The smallest case that holds a value at a place of the vocabulary."""
    head, _, last = place.rpartition(".")
    name = last or place
    if name.endswith("[]"):
        name, value = name[:-2], [value]
    document = {"anybody" if name == "*" else name: value}
    return within(head, document) if head else document


def at(place, key, value):
    return {key: value} if place == CASE else within(place, {key: value})


def test_the_vocabulary_is_the_one_the_cases_are_written_in():
    if not GIVEN.exists():
        pytest.skip("the vocabulary of ../shared/domain is not here")
    given = json.loads(GIVEN.read_text())
    words = {
        place: given["words"][said[3:]] if isinstance(said, str) else said for place, said in given["words"].items()
    }

    assert {place: sorted(keys) for place, keys in KEYS.items()} == given["keys"]
    assert {place: sorted(known) for place, known in WORDS.items()} == words


@pytest.mark.parametrize(("place", "key"), PLACES)
def test_every_key_stands_where_it_belongs_and_a_misspelled_one_is_named(place, key):
    check_case(at(place, key, None))
    if "*" in KEYS[place]:
        return  # any name may stand there

    with pytest.raises(BadFacts) as problem:
        check_case(at(place, f"{key}z", None))

    assert f"“{key}z” is not a fact of" in str(problem.value)
    assert all(known in str(problem.value) for known in KEYS[place])


@pytest.mark.parametrize(("place", "word"), SPOKEN)
def test_every_word_is_taken_where_it_belongs_and_another_is_refused_with_those_known(place, word):
    check_case(within(place, word))

    for wrong in (f"{word}z", word.upper(), 7, True, [word], {"type": word}):
        with pytest.raises(BadFacts) as problem:
            check_case(within(place, wrong))
        if isinstance(wrong, str):
            assert f"“{wrong}” is not a value of “{place}”" in str(problem.value)
            assert all(known in str(problem.value) for known in WORDS[place])


@pytest.mark.parametrize(
    ("facts", "word"),
    [
        (make_facts(gift_kind="tip"), "tip"),
        (make_facts(method="bitcoin"), "bitcoin"),
        (make_facts(donor=Donor(type="trust")), "trust"),
        (make_facts("50.00", Benefit(kind="advertising")), "advertising"),
        (make_facts("50.00", Benefit(status="maybe")), "maybe"),
        (make_facts(document="billboard"), "billboard"),
        (make_facts(org=replace(RECOGNIZED, status="unknown")), "unknown"),
        (make_facts(earmark=Earmark(type="for_a_friend")), "for_a_friend"),
        (make_facts(dispute=Dispute(outcome="settled")), "settled"),
        (make_facts(screening=Screening(reviewed=True, result="perhaps")), "perhaps"),
        (make_facts(payments=(Payment(amount=Decimal(5), method="iou"),)), "iou"),
        (make_facts(line_items=(LineItem(kind="lottery", amount=Decimal(5)),)), "lottery"),
        (make_facts(ledger=(LedgerRow(type="loan"),)), "loan"),
    ],
)
def test_facts_of_no_case_are_held_to_the_same_words(facts, word):
    with pytest.raises(BadFacts, match=f"“{word}” is not a value of"):
        decide(facts)


def test_real_gifts_speak_the_vocabulary():
    """A new value of a model has no rule until the vocabulary has it, and this test says so."""
    assert set(Gift.Kind.values) | {"pledge"} <= WORDS["gift_kind"]
    assert set(METHODS) == set(Gift.Method.values)
    assert set(METHODS.values()) - {""} <= WORDS["method"]
    assert set(BenefitRow.Kind.values) <= WORDS["benefits[].kind"]
    assert set(BenefitRow.Status.values) <= WORDS["benefits[].status"]
    assert set(GiftLine.Kind.values) == LINE_KINDS
    assert set(Supporter.DonorType.values) <= WORDS["donor.type"]
    assert set(ExemptionStatus.Status.values) == WORDS["org.status"]


def test_every_word_of_the_vocabulary_has_a_rule():
    assert WORDS["benefits[].status"] == benefit_rules.PROVIDED | benefit_rules.NOT_PROVIDED
    assert WORDS["ledger[].type"] == MONEY_ROWS | PROPERTY_ROWS | set(LEFT_OUT)
    assert not (MONEY_ROWS | PROPERTY_ROWS) & set(LEFT_OUT)


#: What each kind of gift, $100 or a thing, is answered with; a kind the vocabulary gains is put here with its rule.
DOCUMENT_OF_KIND = {
    "cash": "cash_acknowledgment",
    "mixed": "cash_acknowledgment",
    "none": "none",
    "pledge": "cash_acknowledgment",
    "purchase": "purchase_confirmation",
    "qcd": "qcd_acknowledgment",
    "in_kind": "noncash_acknowledgment",
    "publicly_traded_securities": "securities_acknowledgment",
    "digital_asset": "digital_asset_acknowledgment",
    "vehicle": "none",  # until the donor's claim is known
    "services": "thank_you_no_tax",
    "use_of_property": "thank_you_no_tax",
    "volunteer_expenses": "volunteer_expense_acknowledgment",
}
DOCUMENT_OF_DONOR = {
    "individual": "cash_acknowledgment",
    "couple": "cash_acknowledgment",
    "business": "cash_acknowledgment",
    "private_foundation": "institutional_acknowledgment",
    "daf_sponsor": "institutional_acknowledgment",
    "platform_charity": "institutional_acknowledgment",
    "collector": "none",
    "anonymous_unknown": "none",
}


def gift_of(kind):
    """A gift of a kind: money, or a thing without any."""
    if kind == "qcd":
        return make_facts(gift_kind=kind, method="ira_direct")
    if kind in ("cash", "mixed", "pledge", "purchase"):
        return make_facts(gift_kind=kind)
    thing = Property(description="things", received=date(2014, 3, 1)) if kind in PROPERTY_KINDS else None
    return make_facts(gift_kind=kind, method="hand", payments=(), property_given=thing)


@pytest.mark.parametrize("kind", sorted(WORDS["gift_kind"]))
def test_every_kind_of_gift_has_its_document(kind):
    assert decide(gift_of(kind)).receipt_kind == DOCUMENT_OF_KIND[kind]


@pytest.mark.parametrize("donor", sorted(WORDS["donor.type"]))
def test_every_kind_of_donor_has_its_document(donor):
    assert decide(make_facts(donor=Donor(type=donor))).receipt_kind == DOCUMENT_OF_DONOR[donor]


@pytest.mark.parametrize("method", sorted(WORDS["method"] - STOCK_METHODS - {"ira_direct"}))
def test_every_way_to_pay_is_dated_and_only_funds_pay_as_funds(method):
    decision = decide(make_facts(method=method))

    assert decision.date_of_gift in ("2014-03-01", "each pay date")
    assert (decision.action == "ask_staff") is (method in {"daf_grant", "platform_daf"})
