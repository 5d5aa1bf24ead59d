import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler

from core.forms.errors import Fault, faults
from core.icons import icon
from core.money import MoneyFormField
from tests.support.markup import one_line


class GiftForm(forms.Form):
    donor = forms.CharField(help_text="As on the check.")
    amount = MoneyFormField(max_digits=11, decimal_places=2, min_value=Decimal("0.01"))
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"class": "tall"}))
    how = forms.ChoiceField(choices=[("a", "Check"), ("b", "Cash")], widget=forms.RadioSelect)
    thank = forms.BooleanField(required=False, help_text="By e-mail.")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        if self.data.get("donor") == "Nobody":
            raise ValidationError("This gift was recorded before.")


def draw(form, text):
    """Draw a template's text with its components, as the loader would."""
    return one_line(Template(CottonCompiler().process(text)).render(Context({"form": form})))


def field(form, name):
    return one_line(form[name].as_field_group()).strip()


def test_a_field_ties_label_help_and_error_to_its_control():
    html = field(GiftForm({"donor": ""}), "donor")

    assert html == (
        '<label for="id_donor"> Donor </label>'
        ' <input type="text" name="donor" class="in" required aria-invalid="true"'
        ' aria-describedby="id_donor_helptext id_donor_error" id="id_donor">'
        ' <p class="help" id="id_donor_helptext">As on the check.</p>'
        f' <p class="err" id="id_donor_error"> {one_line(icon("error"))} <span>Enter the donor.</span> </p>'
    )


def test_amounts_stand_to_the_right():
    assert 'class="in num"' in field(GiftForm(), "amount")


def test_a_widgets_own_class_is_kept():
    assert 'class="in tall"' in field(GiftForm(), "note")


def test_optional_fields_say_so():
    assert '<span class="opt">optional</span>' in field(GiftForm(), "note")
    assert "optional" not in field(GiftForm(), "donor")


def test_a_box_to_tick_has_its_words_behind_it():
    assert field(GiftForm(), "thank") == (
        '<label class="pick"> <input type="checkbox" name="thank" aria-describedby="id_thank_helptext" id="id_thank">'
        ' <span> Thank <small id="id_thank_helptext">By e-mail.</small> </span> </label>'
    )


def test_choices_are_a_group_with_a_legend():
    html = field(GiftForm(), "how")

    assert html.startswith('<fieldset class="stack gap-s"> <legend class="label"> How </legend>')
    assert html.count('<label class="pick"') == 2


def test_what_was_typed_is_kept_and_escaped():
    assert 'value="&quot;&gt;&lt;b&gt;"' in field(GiftForm({"donor": '"><b>'}), "donor")


def test_faults_name_every_field_and_where_it_is():
    form = GiftForm({"donor": "Nobody", "amount": "0"})

    assert faults(form) == [
        Fault("", "", "This gift was recorded before."),
        Fault(
            "", "", "This page is out of date. Reload the page and try again."
        ),  # the hidden token has no place to jump to
        Fault("Amount", "id_amount", "Enter $0.01 or more."),
        Fault("How", "id_how_0", "Choose an option."),
    ]


def test_a_form_not_yet_sent_has_no_faults():
    assert faults(GiftForm()) == []
    assert draw(GiftForm(), "{% load controls %}{% error_alert form %}").strip() == ""


def test_one_fault_is_one_sentence():
    form = GiftForm({"donor": "", "amount": "5", "how": "a", "token": "t"})
    html = draw(form, "{% load controls %}{% error_alert form %}")

    assert '<b>Fix 1 error:</b> <a href="#id_donor">Donor</a>' in html


def test_several_faults_are_counted_and_listed():
    html = draw(GiftForm({"token": "t"}), "{% load controls %}{% error_alert form %}")

    assert "<b>Fix 3 errors:</b>" in html
    assert html.count("<li>") == 3


class Bar(forms.Form):
    q = forms.CharField()
    fund = forms.ChoiceField(choices=[("", "Any fund"), ("1", "Legal aid")])
    thanked = forms.NullBooleanField()
    since = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))


def test_a_filter_bar_names_every_control():
    html = draw(Bar({"q": "a"}), '<c-filters :form="form" q="a" />')

    assert re.findall(r"<label><span>([^<]+)</span>", html) == ["Fund", "Thanked", "Since"]
    assert re.findall(r'aria-label="([^"]+)"', html) == ["Filters", "Search"]
    assert html.count('name="q"') == 1
