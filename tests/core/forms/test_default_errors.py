"""What forms and models say instead of Django's own errors."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from core.forms.default_errors import blank
from core.models import Organization, User


class Sample(forms.Form):
    legal_name = forms.CharField(max_length=5)
    ein = forms.CharField(label="EIN")
    who = forms.CharField(label="Who gave it?")
    your_name = forms.CharField(label="Your name")
    fund = forms.ChoiceField(choices=[("a", "A")])
    days = forms.MultipleChoiceField(choices=[("a", "A")])
    sure = forms.BooleanField()
    count = forms.IntegerField(min_value=2)
    own = forms.CharField(error_messages={"required": "Enter a name for the view."})
    nonce = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("legal_name", "Enter the legal name."),
        ("ein", "Enter the EIN."),
        ("who", "Enter a value."),
        ("your_name", "Enter your name."),
        ("fund", "Choose the fund."),
        ("days", "Choose at least one option."),
        ("sure", "Check this box to continue."),
        ("count", "Enter the count."),
        ("own", "Enter a name for the view."),
        ("nonce", "This page is out of date. Reload the page and try again."),
    ],
)
def test_a_blank_field_is_named(field, said):
    assert Sample({}).errors[field] == [said]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("legal_name", "Example", "Use at most 5 characters. You entered 7."),
        ("fund", "b", "Choose an option from the list."),
        ("days", "b", "Choose an option from the list."),
        ("count", "1", "Enter 2 or more."),
        ("count", "two", "Enter a whole number, like 12."),
    ],
)
def test_an_error_says_what_to_enter(field, typed, said):
    assert Sample({field: typed}).errors[field] == [said]


def test_a_field_added_to_one_form_is_named_too():
    form = Sample({})
    form.fields["reason"] = forms.CharField()

    assert form.errors["reason"] == ["Enter the reason."]


def test_urdu_keeps_the_label_unchanged():
    with translation.override("ur"):
        assert blank(forms.CharField(label="پورا نام"), "name") == "پورا نام لکھیں۔"


def test_models_say_the_same(db):
    with pytest.raises(ValidationError) as refused:
        User(email="", name="").full_clean()

    assert refused.value.message_dict["email"] == ["Enter a value."]
    assert Organization._meta.get_field("state_of_incorporation").error_messages["blank"] == "Enter a value."
