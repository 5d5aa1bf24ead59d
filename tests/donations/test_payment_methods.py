import pytest
from django.core.exceptions import ValidationError

from donations.payment_methods import in_a_sentence, is_check_number
from donations.views.correction_form import CorrectGiftForm
from donations.views.forms import GiftForm
from events.forms.staff import PaidForm
from imports.formats.words import Means, read_means


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


@pytest.mark.parametrize(
    "text", ["1041", "0077", "No. 77", "Check #77", "A-17", "CC 1042", "Cashier's check 5", "٧٧", "JPM99ab12"]
)
def test_the_number_of_a_check_is_one(text):
    assert is_check_number(text)


@pytest.mark.parametrize("text", ["Parveen Zanzeer", "1041 Zanzeer", "Zanzeer's 1041", "پروین زنجیر 1041", "check", ""])
def test_words_are_no_number_of_a_check(text):
    assert not is_check_number(text)


@pytest.mark.parametrize("form", [GiftForm, CorrectGiftForm, PaidForm])
def test_no_form_takes_words_for_the_number_of_a_check(form):
    field = form.base_fields["check_number"]

    with pytest.raises(ValidationError, match="Enter only the number printed on the check"):
        field.clean("Parveen Zanzeer 1041")
    assert (field.clean("1041"), field.clean("")) == ("1041", "")


def test_files_keep_words_beside_a_check_out_of_its_number():
    assert read_means("Check", "Parveen Zanzeer") == Means("check", "")
    assert read_means("Check", "1041") == Means("check", "1041")
