"""What the form of columns refuses and asks."""

import pytest

from imports.models import SavedMapping
from tests.imports.mapping.odd_files import ODD, SAID, errors, fund, newest, say, upload

__all__ = ["fund"]

pytestmark = pytest.mark.usefixtures("organization")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"col_4": "amount"}, "col_4", "“Wieviel” is already mapped to this: only one column can be “Amount”."),
        ({"col_1": ""}, "lists", "Choose the amount column"),
        ({"col_0": ""}, "lists", "Choose the column with the donor's name."),
        ({"col_2": ""}, "lists", "Choose the column with the date of the gift."),
        ({"col_2": "", "col_4": "date"}, "col_4", "No value in this column is a date, such as “paid”."),
        ({"col_1": "date", "col_2": "amount"}, "col_1", "No value in this column is a date"),
        ({"col_3": "email"}, "col_3", "No value in this column is an email address"),
        ({"day_first": ""}, "day_first", "“Wann” could be month/day or day/month"),
        ({"fund": ""}, "fund", "No column has the fund"),
        ({"method": ""}, "method", "No column has the payment method"),
        ({"lists": "people"}, "col_1", "A list of people without gifts has no such column"),
        ({"lists": ""}, "lists", "Choose "),
        ({"name": "  "}, "name", "Enter "),
        ({"name": "taken"}, "name", "Another mapping has this name"),
        ({"col_0": "nonsense"}, "col_0", "Choose an option from the list."),
    ],
)
def test_what_contradicts_itself_is_said_beside_the_field(client_as, fund, changes, field, words):
    client = client_as("development")
    SavedMapping.objects.create(name="Taken", signature="x" * 64, source="taken")
    upload(client, ODD)

    found = errors(say(client, {**SAID, "fund": fund.pk, **changes}))

    assert words in " ".join(found[field])
    assert (SavedMapping.objects.count(), newest().format) == (1, "")


def test_amounts_that_can_be_read_both_ways_are_asked_about(client_as, fund):
    client = client_as("development")
    upload(client, b"Wer,Wieviel,Wann\nUlf Beispiel,1.250,2024-04-03\n")
    said = {"col_0": "name", "col_1": "amount", "col_2": "date", "name": "X", "lists": "gifts", "method": "cash"}

    found = errors(say(client, {**said, "fund": fund.pk}))
    say(client, {**said, "fund": fund.pk, "decimal": "comma"})

    assert "has two possible meanings" in found["decimal"][0]
    assert [row.plan["amount"] for row in newest().rows.all()] == ["1250.00"]


def test_a_question_of_currency_alone_is_answered_once_for_the_column(client_as, fund):
    client = client_as("development")
    upload(client, b"Date,Name,Amount,Fund\n" + b"".join(
        f"2024-03-{day:02},Eva Beispiel,{amount},General\n".encode()
        for day, amount in enumerate(["\u00a320", "20", "\u00a335", "\u00a31"], 1)
    ), "gifts.csv")  # fmt: skip
    asked = newest().rows.get(decision="review")
    page = client.get(f"/imports/{newest().pk}/columns/")
    form = page.context["form"]
    said = {f"col_{profile.index}": profile.guess for profile, _ in form.rows()}

    say(client, {**said, "name": "Pounds", "lists": "gifts", "method": "wire", "currency": "GBP"})

    assert "shows no currency" in asked.reason
    assert set(newest().rows.values_list("decision", "currency")) == {("accept", "GBP")}
