"""Payment methods by the words of files: one of a gift's own methods, or the file's word, which is kept."""

import pytest

from imports.formats.words import Means, is_known_means, read_means
from imports.parsing.payment_methods import kept_words
from imports.parsing.statements import method_named
from tests.imports.files import planned, records


@pytest.mark.parametrize(
    ("text", "method", "kept"),
    [
        ("Money Order", "check", "Money Order"),
        ("M.O.", "check", "M.O."),
        ("Cashier's check", "check", "Cashier's check"),
        ("cashiers check", "check", "cashiers check"),
        ("Bank draft", "check", "Bank draft"),
        ("Postal order", "check", "Postal order"),
        ("Check", "check", ""),
        ("Remittance", "wire", ""),
        ("bank remittance", "wire", ""),
        ("TT", "wire", ""),
        ("Western Union", "transfer service", "Western Union"),
        ("MoneyGram", "transfer service", "MoneyGram"),
        ("hawala", "transfer service", "hawala"),
        ("EasyPaisa", "transfer service", "EasyPaisa"),
        ("Bitcoin", "crypto", "Bitcoin"),
        ("pledge", "pledge", ""),
        ("in-kind", "in-kind", ""),
        ("Zelle", "zelle", ""),
    ],
)
def test_a_method_is_one_of_a_gift_or_its_word_is_kept(text, method, kept):
    assert read_means(text).method == method
    assert kept_words(text, method) == kept


@pytest.mark.parametrize("text", ["DD", "dd", "demand"])
def test_an_abbreviation_of_several_methods_is_asked(text):
    assert not is_known_means(text)


def test_a_word_that_was_answered_with_other_is_kept():
    assert (kept_words("Barter", "other"), kept_words("Other", "other"), kept_words("", None)) == ("Barter", "", "")


def test_the_number_of_a_money_order_is_that_of_a_check():
    assert read_means("Money order", "5521") == Means("check", "5521")
    assert read_means("money order #77") == Means("check", "77")


@pytest.mark.parametrize(
    ("title", "method"),
    [
        ("Donors MO 2024", None), ("Money orders", "check"), ("TT", None), ("Qurbani 1446 shares", None),
        ("Western Union 2024", "transfer service"), ("Eid cards", None), ("Credit cards", "card"),
        ("Discover Islam night", None), ("Stock gifts", "stock"), ("Hugh Grant gala", None),
    ],
)  # fmt: skip
def test_a_title_names_no_method_by_a_state_or_a_unit(title, method):
    assert method_named(title) == method


def test_a_title_that_names_the_method_is_kept_with_each_gift():
    (row,) = records(planned("Name,Date,Amount,Fund\nAna Pinto,2024-01-05,50,General\n", "Western Union 2024.csv"))

    assert (row.decision, row.method, row.paid_by) == ("accept", "transfer service", "Western Union 2024")
