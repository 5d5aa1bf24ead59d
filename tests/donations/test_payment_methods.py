import pytest

from donations.payment_methods import in_a_sentence


@pytest.mark.parametrize(
    ("method", "label", "check_number", "words"),
    [
        ("check", "Check", "2046", "by check 2046"),
        ("check", "Check", "", "by check"),
        ("cash", "Cash", "", "in cash"),
        ("zelle", "Zelle", "", "by Zelle"),
        ("cashapp", "Cash App", "", "by Cash App"),
        ("card", "Card", "77", "by card"),
        ("other", "Other", "", ""),
    ],
)
def test_a_sentence_says_how_a_gift_was_paid(method, label, check_number, words):
    assert in_a_sentence(method, label, check_number) == words
