"""Values out of a case file, one by one."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from donations.deductibility import BadFacts
from donations.deductibility.cases import values


def test_missing_values_are_empty():
    assert (values.object_in({"org": "x"}, "org"), values.objects_in({}, "rows")) == ({}, [])
    assert (values.text_in({}, "name"), values.flag_in({}, "yes"), values.money_in({"a": ""}, "a")) == ("", None, None)
    assert (values.date_in({"on": ""}, "on"), values.first_date("no day")) == (None, None)


def test_texts_are_trimmed_and_joined():
    assert values.text_in({"name": " Ann "}, "name") == "Ann"
    assert values.words({"street": "1 Sample Street", "city": "New York"}) == "1 Sample Street, New York"
    assert values.names_in([{"name": "Ann Example"}, "Bo Example"]) == ("Ann Example", "Bo Example")
    assert values.number_of({"number": "2014-0001", "amount": "5"}) == "2014-0001"


@pytest.mark.parametrize(
    ("text", "amount"), [("1,234.50", "1234.50"), (" 7 ", "7"), (".5", "0.5"), ("1e15".replace("e15", "0"), "10")]
)
def test_amounts_are_decimal_texts(text, amount):
    assert values.money_in({"a": text}, "a") == Decimal(amount)


@pytest.mark.parametrize("text", ["1,23.00", "٣", "12.", "-1", "1" * 17, "100000000001", 5, True])
def test_what_is_no_usable_amount_is_refused(text):
    with pytest.raises(BadFacts):
        values.money_in({"a": text}, "a")


@pytest.mark.parametrize("value", [True, -1, "-1", "1.5", 1.5, None, 2.0, "²", "٣", 1_000_001, "9" * 40, 10**30])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(BadFacts, match="“count” must be a whole number"):
        values.whole_in({"count": value}, "count")


def test_whole_numbers_may_be_text():
    assert [values.whole_in({"n": value}, "n") for value in (3, " 3 ", 0)] == [3, 3, 0]


def test_a_moment_without_a_zone_is_utc_when_asked():
    assert values.moment("2014-05-01T10:00", utc=True) == datetime(2014, 5, 1, 10, tzinfo=UTC)
    assert values.moment("2014-05-01T10:00").tzinfo is None


def test_every_day_in_a_text_is_found():
    assert values.dates_in("2014-01-02 at 99.50, 2014-02-03") == [date(2014, 1, 2), date(2014, 2, 3)]
    assert values.first_date({"a": "paid 2014-02-03"}) == date(2014, 2, 3)
    with pytest.raises(BadFacts):
        values.dates_in("2014-02-30")


@pytest.mark.parametrize("text", ["1899-12-31", "2101-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_nobody_can_mean_is_refused(text):
    with pytest.raises(BadFacts, match="“on” must be a date from 1900 to 2100"):
        values.date_in({"on": text}, "on")
    with pytest.raises(BadFacts, match="must be a date from 1900 to 2100"):
        values.moment(f"{text}T23:59:59Z")


def test_the_first_and_the_last_day_are_taken():
    assert values.date_in({"on": "1900-01-01"}, "on") == date(1900, 1, 1)
    assert values.date_in({"on": "2100-12-31"}, "on") == date(2100, 12, 31)
