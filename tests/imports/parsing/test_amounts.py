from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imports.parsing.amounts import (
    AmountError,
    Money,
    currency_of_format,
    from_number,
    parse_amount,
    resolve_currency,
    uses_decimal_comma,
)
from tests.support.written_amounts import IN_FILES, IN_URDU, READ, REFUSED, amounts


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("50", "50", None),
        ("$250/-", "250", "$"),
        (" $ 1,000 ", "1000", "$"),
        ("\u00a0300.58", "300.58", None),
        ("USD 10", "10", "USD"),
        ("50 CAD", "50", "CAD"),
        ("£ 100.00", "100.00", "GBP"),
        ("Rs. 50,000/-", "50000", "PKR"),
        ("PKR 1,00,000", "100000", "PKR"),
        ("AED 500", "500", "AED"),
        ("($125.00)", "-125.00", "$"),
        ("50-", "-50", None),
        ("- $25.00", "-25.00", "$"),
        ("+ $12.50", "12.50", "$"),
        ("1 000.00", "1000.00", None),
        ("1'234.56", "1234.56", None),
        ("0.1", "0.1", None),
        ("US$ 5", "5", "USD"),
    ],
)
def test_written_amounts_are_read(text: str, amount: str, currency: str | None) -> None:
    assert parse_amount(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "  ", "TBD", "see email", "#REF!", "$", "NaN", "Infinity", "0", "-0.00", "-"])
def test_what_holds_no_amount_is_refused(text: str) -> None:
    with pytest.raises(AmountError) as error:
        parse_amount(text)

    assert error.value.ask is False


@pytest.mark.parametrize(
    "text",
    ["50+50", "=50+50", "1e3", "1,00", "1.000.000", "10.005", "12.345", "1.234,56", "٣٤", "１２３", "1_000", "1e999999",
     "999999999999.99", "100 or so", "1,2345", "--5", "$5 £5"],
)  # fmt: skip
def test_what_may_mean_two_amounts_is_a_question(text: str) -> None:
    with pytest.raises(AmountError) as error:
        parse_amount(text)

    assert error.value.ask is True


@given(st.text(max_size=60))
@example("9" * 400)
@example("1" + "0" * 30 + ".00")
@example("sNaN")
@example("٠٫٥")
def test_no_text_raises_anything_else_or_gives_an_infinite_amount(text: str) -> None:
    for comma in (False, True):
        try:
            money = parse_amount(text, decimal_comma=comma)
        except AmountError:
            continue
        assert money.amount.is_finite()
        assert money.amount != 0


@given(st.decimals(min_value="0.01", max_value="999999999.99", places=2))
def test_every_amount_survives_being_written_and_read(amount: Decimal) -> None:
    assert parse_amount(f"${amount:,.2f}") == Money(amount, "$")
    assert parse_amount(f"({amount:.2f})") == Money(-amount)


def test_a_column_with_decimal_commas_is_read_so_as_a_whole() -> None:
    column = ["1.250,50", "20,00"]

    assert uses_decimal_comma(column) is True
    assert [parse_amount(text, decimal_comma=True).amount for text in column] == [Decimal("1250.50"), Decimal("20.00")]


def test_a_column_that_proves_both_or_nothing_is_left_open() -> None:
    assert uses_decimal_comma(["1.250,50", "1,250.50"]) is None
    assert uses_decimal_comma(["20,00"]) is None
    assert uses_decimal_comma(["20,00"], likely=True) is True


@pytest.mark.parametrize(
    ("number_format", "currency"),
    [
        ('"$"#,##0.00', "$"),
        ("[$£-809]#,##0.00", "GBP"),
        ("[$Rs-420]\\ #,##0", "PKR"),
        ("[$€-2]\\ #,##0.00", "EUR"),
        ("[$CAD]\\ #,##0.00", "CAD"),
        ("[$$-1009]#,##0.00", "CAD"),
        ('_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)', "$"),
        ("General", None),
        ("#,##0.00", None),
    ],
)
def test_the_number_format_tells_the_currency(number_format: str, currency: str | None) -> None:
    assert currency_of_format(number_format) == currency


def test_currencies_are_completed_and_contradictions_asked() -> None:
    assert resolve_currency(Money(Decimal("5")), home="USD") == (Decimal("5.00"), "USD")
    assert resolve_currency(Money(Decimal("5"), "$"), "CAD", home="USD") == (Decimal("5.00"), "CAD")
    assert resolve_currency(Money(Decimal("5"), "GBP"), None, home="USD") == (Decimal("5.00"), "GBP")
    for money, column in ((Money(Decimal("5"), "GBP"), "USD"), (Money(Decimal("5"), "$"), "AED")):
        with pytest.raises(AmountError) as error:
            resolve_currency(money, column, home="USD")
        assert error.value.ask is True


def test_a_number_with_a_fraction_of_a_cent_is_a_question() -> None:
    with pytest.raises(AmountError) as error:
        resolve_currency(from_number(Decimal("33.3333")), home="USD")

    assert error.value.ask is True


def test_files_read_every_amount_that_forms_read() -> None:
    for text, amount in amounts(READ).items():
        assert resolve_currency(parse_amount(text), home="USD") == (amount, "USD"), text
    for text, (amount, currency) in IN_FILES.items():
        assert parse_amount(text) == Money(Decimal(amount), currency), text


def test_files_take_no_amount_in_dollars_that_forms_refuse() -> None:
    """Beyond forms they take signs and other currencies, which are told apart, and nothing else."""
    for text in [*REFUSED, *IN_URDU]:
        try:
            amount, currency = resolve_currency(parse_amount(text), home="USD")
        except AmountError:
            continue
        assert currency != "USD" or amount < 0 or text == "+5", text
