"""Every written amount of the one table, read by the one reader and by every form's field for money."""

import importlib
import pkgutil
import re
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from core.amounts import LARGEST, AmountError, Money, Reason, currency_code, read_amount
from core.money import MoneyFormField
from donations.models import GivingPage
from donations.models.online import amounts_in
from tests.support.written_amounts import IN_FILES, IN_URDU, READ, REFUSED, REFUSED_IN_URDU, WITH_DECIMAL_COMMA, amounts

APPS = ("core", "crm", "donations", "events", "imports", "receipts", "reports")
FOREIGN = {
    "£20": "GBP",
    "€75": "EUR",
    "CAD 20": "CAD",
    "$20 CAD": "CAD",
    "Rs 25,000/-": "PKR",
    "20 pounds": "GBP",
}
#: Fields of forms that hold figures, but no money: rates of exchange.
NO_MONEY = {"rate"}


@pytest.mark.parametrize(("text", "amount"), amounts(READ).items())
def test_what_can_mean_one_amount_is_read(text, amount):
    found = read_amount(text)

    assert (found.amount, found.currency) in [(amount, None), (amount, "$"), (amount, "USD")]


@pytest.mark.parametrize(("text", "why"), (REFUSED | dict.fromkeys(IN_URDU, Reason.DIGITS)).items())
def test_what_can_mean_two_amounts_or_none_is_refused(text, why):
    if text in FOREIGN:  # it is one amount, in a currency that no field in dollars takes
        assert read_amount(text).currency == FOREIGN[text]
        return
    with pytest.raises(AmountError) as error:
        read_amount(text)
    assert error.value.reason == why


@pytest.mark.parametrize(("text", "told"), IN_FILES.items())
def test_signs_are_read_where_they_are_allowed_and_currencies_reported(text, told):
    assert read_amount(text, signed=True) == Money(Decimal(told[0]), told[1])


@pytest.mark.parametrize(("text", "amount"), amounts(WITH_DECIMAL_COMMA).items())
def test_a_decimal_comma_is_read_where_the_column_proves_it(text, amount):
    assert read_amount(text, decimal_comma=True) == Money(amount)


@pytest.mark.parametrize("text", ["1,234.56", "1.23.456", "12.50"])
def test_a_point_for_cents_is_an_error_in_a_column_of_decimal_commas(text):
    with pytest.raises(AmountError):
        read_amount(text, decimal_comma=True)


@given(st.text(max_size=60))
@example("9" * 400)
@example("sNaN")
@example("٠٫٥")
def test_no_text_raises_anything_else_or_gives_an_endless_amount(text):
    for local in (False, True):
        try:
            found = read_amount(text, signed=True, places=None, local_digits=local)
        except AmountError:
            continue
        assert found.amount.is_finite()
        assert abs(found.amount) <= LARGEST


@given(st.decimals(min_value="0.01", max_value="999999999.99", places=2))
def test_every_amount_survives_being_written_and_read(amount):
    for text in (f"{amount:.2f}", f"${amount:,.2f}", f"{amount:,.2f} USD"):
        assert read_amount(text).amount == amount
    assert read_amount(f"({amount:,.2f})", signed=True).amount == -amount


def test_words_and_signs_of_currencies_are_known():
    words = ["$", "us $", "USD", "£", "Rs.", "pounds", "ڈالر", "money"]

    assert [currency_code(word) for word in words] == ["$", "USD", "USD", "GBP", "PKR", "GBP", "$", None]


def money_fields() -> list[tuple[str, MoneyFormField]]:
    """Each field for money that a class of forms states, named after its form and itself."""
    found = []
    for form in _subclasses(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, MoneyFormField):
                found.append((f"{form.__module__}.{form.__qualname__}.{name}", field))
    return found


def test_every_form_reads_money_with_the_one_reader():
    _import_all()
    stray = [
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in _subclasses(forms.BaseForm)
        if form.__module__.split(".")[0] in APPS
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DecimalField | forms.FloatField) and not isinstance(field, MoneyFormField)
        if name not in NO_MONEY
    ]
    named = {name.rpartition(".")[2] for name, _ in money_fields()}

    assert stray == []
    assert named >= {"amount", "other", "donation", "goal", "price", "value_each", "cost_each"}


def test_every_form_makes_the_same_of_every_written_amount():
    _import_all()

    for name, field in money_fields():
        for text, amount in amounts(READ).items():
            assert _read(field, text) == amount or _outside(field, amount), (name, text)
        for text in [*REFUSED, *IN_URDU]:
            assert isinstance(_read(field, text), str), (name, text)
        with translation.override("ur"):
            for text, amount in (amounts(READ) | amounts(IN_URDU)).items():
                assert _read(field, text) == amount or _outside(field, amount), (name, text)
            for text in [*REFUSED, *REFUSED_IN_URDU]:
                assert isinstance(_read(field, text), str), (name, text)


def test_an_error_says_in_the_language_of_the_page_how_to_write_it():
    field = MoneyFormField(max_value=Decimal(100), min_value=Decimal(5))

    for text, why in REFUSED.items():
        with pytest.raises(ValidationError) as error:
            field.clean(text)
        assert error.value.code == why
    assert _read(field, "12,50") == (
        "Put a decimal point before cents, like 12.50, and a comma only before three digits, like 1,250.00."
    )
    assert (_read(field, "4.99"), _read(field, "101")) == ("Enter $5.00 or more.", "Enter $100.00 or less.")
    with translation.override("ur"):
        for text in [*REFUSED, *REFUSED_IN_URDU, "4.99", "101"]:
            words = _read(field, text)
            assert re.search("[\u0600-\u06ff]", str(words)), text


def test_a_field_in_another_currency_takes_that_one_alone():
    pounds, canadian = MoneyFormField(currency="GBP"), MoneyFormField(currency="CAD")

    assert (_read(pounds, "£20"), _read(canadian, "$20"), _read(canadian, "20 CAD")) == (20, 20, 20)
    assert _read(pounds, "$20") == _read(pounds, "€20") == "Enter the amount in GBP, like 250 or 1,250.00."
    assert isinstance(_read(MoneyFormField(), "20 CAD"), str)


@pytest.mark.parametrize("text", ["25, 50, 1000", "25 50 1000", "25; 50; 1000.00", "$1000, 25, 50,"])
def test_the_amounts_of_a_giving_page_are_read_one_by_one(text):
    assert sorted(amounts_in(text)) == [25, 50, 1000]
    assert GivingPage(amounts=text).choices == [25, 50, 1000]


@pytest.mark.parametrize("text", ["25, 50, 1,000", "25,50", "12,50", "25, x", "25, 0", "1e3", "1_0", "25 -5"])
def test_a_list_of_amounts_that_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(ValidationError):
        amounts_in(text)


def _read(field: MoneyFormField, text: str) -> Decimal | str | None:
    """The amount, or the sentence that refuses it."""
    try:
        return field.clean(text)
    except ValidationError as error:
        return error.messages[0]


def _outside(field: MoneyFormField, amount: Decimal) -> bool:
    low, high = field.least, field.most
    return (low is not None and amount < low) or (high is not None and amount > high)


def _subclasses(form: type) -> set[type]:
    return {form} | {found for child in form.__subclasses__() for found in _subclasses(child)}


def _import_all() -> None:
    for app in APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "migrations" not in module.name and "management" not in module.name:
                importlib.import_module(module.name)


@pytest.mark.parametrize("text", ["1,250", "3,000", "$1,250", "12,345"])
def test_three_figures_after_the_one_comma_are_asked_in_a_column_of_decimal_commas(text):
    """Somebody who wrote both ways meant thousands as likely as not."""
    with pytest.raises(AmountError) as refused:
        read_amount(text, places=None, decimal_comma=True)

    assert refused.value.ask
