"""How hand-made lists say by what means and what for."""

import pytest

from imports.formats import words
from imports.formats.words import Means
from imports.plans import GIFT, IN_KIND, MATCH, PLEDGE, PLEDGE_PAYMENT, REFUND, SPONSORSHIP, TICKET


@pytest.mark.parametrize(
    ("text", "number", "means"),
    [
        ("chk #1234", "", Means("check", "1234")),
        ("1234", "", Means("check", "1234")),
        ("", "1234.0", Means("check", "1234")),
        ("Check", "#77", Means("check", "77")),
        ("Cash", "77", Means("cash", "")),
        ("Cash App", "77", Means("cashapp", "")),
        ("CashApp", "", Means("cashapp", "")),
        ("$Cashtag", "", Means("cashapp", "")),
        ("Gift card", "", Means("gift card", "")),
        ("barter", "", Means("barter", "")),
        ("", "", Means(None, "")),
    ],
)
def test_means_and_check_number(text, number, means):
    assert words.read_means(text, number) == means


@pytest.mark.parametrize(("text", "known"), [("", True), ("check 12", True), ("12", True), ("barter", False),
                                             ("cash/check", False), ("Cash and checks", False), ("Stripe / Visa", True),
                                             ("DAF / check", True), ("Gift card", False)])  # fmt: skip
def test_a_means_nobody_knows_is_told_apart(text, known):
    assert words.is_known_means(text) is known


@pytest.mark.parametrize(
    ("text", "method", "notes", "fund", "kind"),
    [
        ("pledge", None, "", "", PLEDGE),
        ("pledge pmt 2", None, "", "", PLEDGE_PAYMENT),
        ("", None, "paid on his pledge", "", PLEDGE_PAYMENT),
        ("In-Kind; flyers", None, "", "", IN_KIND),
        ("", None, "refunded; asked twice", "", REFUND),
        ("matching gift", None, "", "", MATCH),
        ("", None, "", "gold sponsorship", SPONSORSHIP),
        ("", None, "", "dinner tickets", TICKET),
        ("donation", "in-kind", "", "", IN_KIND),
        ("donation", "cash", "", "", GIFT),
        ("", "cash", "thanked", "General", None),
    ],
)
def test_the_kind_a_row_says(text, method, notes, fund, kind):
    assert words.kind_said(text, method, notes, fund) == kind


@pytest.mark.parametrize(
    ("text", "known"),
    [("Individual", True), ("Cash donation", True), ("monthly / online", True), ("Zakat", True), ("Type B", False)],
)
def test_a_type_is_understood_word_for_word(text, known):
    assert words.is_known_type(text) is known


@pytest.mark.parametrize(
    ("text", "unpaid"),
    [("will mail it", True), ("was voided", True), ("not yet received", True), ("paid", False)],
)
def test_a_promise_is_no_payment(text, unpaid):
    assert words.says_unpaid(text) is unpaid


def test_parts_shares_and_matches_are_other_amounts():
    assert words.says_another_amount("$50 of this is for tickets", None)
    assert words.says_another_amount("10 shares", "check")
    assert not words.says_another_amount("10 shares", "stock")
    assert words.says_another_amount("matched by his employer", None)
    assert not words.says_another_amount("thanked by phone", None)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("from his foundation", True),
        ("on behalf of a friend", True),
        ("check from Example Foods Inc", True),
        ("check from Example Bank", False),
        ("paid by card", False),
    ],
)
def test_another_giver_is_noticed(text, other):
    assert words.names_another_giver(text) is other


def test_money_that_went_back():
    assert words.says_given_back("", "check bounced") is True
    assert words.says_given_back("returned his call") is True  # asked rather than missed
    assert words.says_given_back("thanked") is False
