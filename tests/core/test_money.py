from decimal import Decimal

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db.models import F, Sum, Value
from hypothesis import given
from hypothesis import strategies as st

from core.amounts import LARGEST
from core.money import MoneyFormField, cents, from_cents, split, to_cents
from donations.models import Gift, GiftLine
from tests.support.builders import make_gift


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(Decimal("0.01"), 1), (Decimal("12.5"), 1250), ("1250.00", 125_000), (7, 700), (Decimal("1E+2"), 10_000)],
)
def test_amounts_are_whole_cents(amount, expected):
    assert to_cents(amount) == expected


@pytest.mark.parametrize("amount", [0.1, 1.0, True, Decimal("0.005"), "NaN", "Infinity", "1,250", "", None, "twelve"])
def test_what_is_not_exact_is_refused(amount):
    with pytest.raises(ValidationError):
        to_cents(amount)


@given(st.integers(-(10**12), 10**12))
def test_cents_survive_the_way_to_decimal_and_back(value):
    assert to_cents(from_cents(value)) == value


@given(
    st.integers(0, 10**11).map(from_cents),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(lambda weights: sum(weights) > 0),
)
def test_parts_add_up_and_stay_within_a_cent_of_their_share(amount, weights):
    parts = split(amount, weights)

    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - amount * weight / sum(weights)) < Decimal("0.01")


def test_the_odd_cent_goes_to_the_largest_remainder_and_then_to_the_first():
    # 100 / 3 = 33.33 and a third of a cent, three times over
    assert split(Decimal("100"), [1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    # 0.01 of 1 : 2 is 0.33 and 0.67 of a cent
    assert split(Decimal("0.01"), [1, 2]) == [Decimal("0.00"), Decimal("0.01")]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_divide_nothing_are_refused(weights):
    with pytest.raises(ValueError):
        split(Decimal("1"), weights)


@pytest.mark.parametrize(
    ("typed", "expected"), [("1,250", "1250"), (" $1,250.00 ", "1250.00"), ("0.50", "0.50"), ("1250", "1250")]
)
def test_what_people_type_is_read(typed, expected):
    assert MoneyFormField(max_digits=11, decimal_places=2).clean(typed) == Decimal(expected)


@pytest.mark.parametrize("typed", ["12.345", "twelve", "١٢", "１２３", "NaN", "1 250 50", "--5"])
def test_what_is_no_plain_amount_is_refused(typed):
    with pytest.raises(ValidationError):
        MoneyFormField(max_digits=11, decimal_places=2).clean(typed)


@pytest.mark.django_db
def test_money_is_a_decimal_outside_and_cents_in_the_database():
    gift = make_gift(Decimal("0.29"))

    assert Gift.objects.get(pk=gift.pk).amount == Decimal("0.29")
    assert Gift.objects.filter(amount=Decimal("0.29")).values_list("pk", flat=True).get() == gift.pk
    assert GiftLine.objects.aggregate(total=Sum("amount")) == {"total": Decimal("0.29")}


@pytest.mark.django_db
def test_a_tenth_and_two_tenths_are_three_tenths():
    make_gift(Decimal("0.10"))
    make_gift(Decimal("0.20"))

    assert Gift.objects.aggregate(total=Sum("amount"))["total"] == Decimal("0.30")


@pytest.mark.django_db
def test_the_largest_amount_survives():
    assert Gift.objects.get(pk=make_gift(LARGEST).pk).amount == LARGEST


@pytest.mark.django_db
def test_amounts_add_and_multiply_inside_the_database():
    make_gift(Decimal("12.34"))

    row = Gift.objects.annotate(more=F("amount") + cents("0.66"), thrice=F("amount") * Value(3)).get()

    assert (row.more, row.thrice) == (Decimal("13.00"), Decimal("37.02"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ask",
    [
        lambda: Gift.objects.filter(amount__gte=F("refunded") + Decimal("70")).count(),
        lambda: list(Gift.objects.annotate(more=F("amount") + Decimal("70"))),
        lambda: Gift.objects.update(refunded=F("refunded") + Decimal("70")),
        lambda: Gift.objects.filter(amount__gte=F("refunded") + 70).count(),
        lambda: Gift.objects.update(refunded=F("refunded") + 70),
        lambda: Gift.objects.update(refunded=Value(70)),
        lambda: Gift.objects.filter(amount=F("number")).count(),
        lambda: list(Gift.objects.annotate(product=F("amount") * F("amount"))),
    ],
)
def test_numbers_that_are_no_money_never_meet_money(ask):
    make_gift()

    with pytest.raises(FieldError):
        ask()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [0.5, Decimal("0.005"), "half"])
def test_an_inexact_amount_never_reaches_the_database(wrong):
    gift = make_gift()

    with pytest.raises(ValidationError):
        Gift.objects.filter(pk=gift.pk).update(refunded=wrong)
    with pytest.raises(ValidationError):
        Gift.objects.filter(amount=wrong).count()
