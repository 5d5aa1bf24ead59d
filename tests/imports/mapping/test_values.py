"""Each unknown value of a column of types, payment methods or statuses is asked once, on the page of the columns."""

import pytest

from donations.models import Gift
from imports.models import SavedMapping
from tests.imports.mapping.test_forms import errors
from tests.imports.mapping.test_services import newest, say, upload
from tests.support.builders import make_fund

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def fund(organization):
    return make_fund("GEN", name="General")


def listed(column: str, *values: str) -> bytes:
    lines = [f"Gul Orakzai {n},{n}0.00,2024-03-{n:02},{value}" for n, value in enumerate(values, start=1)]
    return "\n".join([f"Name,Amount,Date,{column}", *lines, ""]).encode()


def said(fund, meaning: str, **more: str) -> dict:
    columns = {"col_0": "name", "col_1": "amount", "col_2": "date", "col_3": meaning}
    method = {} if meaning == "method" else {"method": "cash"}
    return {**columns, "name": "Odd list", "lists": "gifts", "fund": fund.pk, **method, **more}


def fields(form) -> dict[str, str]:
    """The name of each value's question, by the value."""
    return {value.text: value.name for value in form.values}


def outcomes() -> list[tuple]:
    rows = newest().rows.order_by("row")
    return [(row.decision, row.kind, row.plan["method"]) for row in rows]


#: Columns with values nobody knows: what each may be said to mean, and what becomes of its row then.
TYPES = {"Grant cycle B": "gift", "Ask": "skip", "Vow": "pledge", "Chicken dinner": "ticket", "Oops": "refund"}
METHODS = {"Goose": "card", "Front desk": "cash", "Lockbox 7": "check", "Barter": "skip"}
STATUSES = {"In the bank": "received", "Said yes": "promised", "Bounced back": "skip", "": "hold"}
CASES = [
    ("Type", "kind", TYPES), ("Kind of entry", "kind", TYPES), ("Method", "method", METHODS),
    ("Paid how", "method", METHODS), ("Status", "status", STATUSES), ("Where it is", "status", STATUSES),
]  # fmt: skip
BECOMES = {
    "gift": ("accept", "gift"), "pledge": ("accept", "pledge"), "ticket": ("accept", "ticket"), "skip": ("ignore",),
    "hold": ("review",), "received": ("accept", "gift"), "promised": ("accept", "pledge"),
    "refund": ("review", "refund"), "card": ("accept", "gift"), "cash": ("accept", "gift"),
    "check": ("accept", "gift"),
}  # fmt: skip


@pytest.mark.parametrize(("column", "meaning", "values"), CASES)
def test_nothing_is_accepted_while_a_value_is_unanswered(client_as, fund, column, meaning, values):
    client = client_as("development")
    upload(client, listed(column, *values, *values))
    accepted = newest().rows.filter(decision="accept")
    told = {value.casefold() for row in accepted for value in row.plan["raw"].values()}
    assert column == "Where it is" or not told & {value.casefold() for value in values if value}

    answer = say(client, said(fund, meaning))
    asked = errors(answer)

    form = answer.context["form"]
    assert list(fields(form)) == list(values)  # once for each value, however many rows have it
    assert {name for name in asked if name.startswith("val_")} == set(fields(form).values())
    assert SavedMapping.objects.count() == 0
    most = dict(list(zip(fields(form).values(), values.values(), strict=True))[1:])
    assert list(errors(say(client, {**said(fund, meaning), **most}))) == [fields(form)[next(iter(values))]]


@pytest.mark.parametrize(("column", "meaning", "values"), CASES)
def test_each_value_means_what_was_said_and_the_next_file_knows_it(client_as, fund, column, meaning, values):
    client = client_as("development")
    upload(client, listed(column, *values))
    form = say(client, said(fund, meaning)).context["form"]
    answers = {fields(form)[text]: told for text, told in values.items()}

    say(client, {**said(fund, meaning), **answers})
    first = outcomes()
    spelled = [text.upper() for text in values]
    upload(client, listed(column, *spelled), "next.csv")

    assert [row[: len(BECOMES[told])] for row, told in zip(first, values.values(), strict=True)] == [
        BECOMES[told] for told in values.values()
    ]
    assert outcomes() == first
    if meaning == "method":
        assert [method for decision, _, method in first if decision == "accept"] == ["card", "cash", "check"]


@pytest.mark.parametrize(("column", "meaning", "values"), CASES)
def test_a_new_value_in_the_next_file_is_asked_and_the_others_stay_answered(client_as, fund, column, meaning, values):
    client = client_as("development")
    upload(client, listed(column, *values))
    form = say(client, said(fund, meaning)).context["form"]
    say(client, {**said(fund, meaning), **{fields(form)[text]: told for text, told in values.items()}})

    upload(client, listed(column, next(iter(values)), "Xyzzy"), "next.csv")
    page = client.get(f"/imports/{newest().pk}/columns/").context["form"]

    assert [row[0] for row in outcomes()] == ["accept", "review"]
    assert "under “Columns”" in newest().rows.get(row=3).reason
    assert [page[value.name].value() for value in page.values] == [next(iter(values.values())), ""]
    answers = dict(zip(fields(page).values(), [next(iter(values.values())), "skip"], strict=True))
    say(client, {**said(fund, meaning), **answers})
    assert [row[0] for row in outcomes()] == ["accept", "ignore"]
    assert set(SavedMapping.objects.get().values[column.casefold()]) == {text.casefold() for text in [*values, "xyzzy"]}


def test_an_unknown_method_is_asked_in_a_list_nobody_explained(client_as, fund):
    upload(client_as("development"), b"Name,Amount,Date,Method,Fund\nGul Orakzai,10,2024-03-01,Goose,General\n"
           b"Tom Vance,20,2024-03-02,Check 12,General\nAna Pinto,30,2024-03-03,,General\n")  # fmt: skip

    assert [(row.decision, "Goose" in row.reason) for row in newest().rows.order_by("row")] == [
        ("review", True), ("accept", False), ("accept", False)
    ]  # fmt: skip


def test_the_page_of_the_file_leads_to_the_questions(client_as, fund):
    client = client_as("development")
    upload(client, listed("Type", "Ask", "Vow", "Gift"))

    page = client.get(f"/imports/{newest().pk}/").content.decode()

    assert "2 rows need an answer about a" in page
    assert f"/imports/{newest().pk}/columns/" in page


def test_what_was_said_of_values_is_told_with_the_kind_of_file(client_as, fund):
    client = client_as("development")
    upload(client, listed("Type", "Ask"))
    form = say(client, said(fund, "kind")).context["form"]
    say(client, {**said(fund, "kind"), **dict.fromkeys(fields(form).values(), "skip")})

    page = client.get(f"/imports/kinds/{SavedMapping.objects.get().pk}/").content.decode()

    assert "Not a gift: skip these rows" in page


def test_a_column_with_very_many_values_is_none_of_types(client_as, fund):
    client = client_as("development")
    lines = [f"Gul Orakzai,10,2024-03-01,Word {n} x" for n in range(70)]
    upload(client, "\n".join(["Name,Amount,Date,Type", *lines]).encode())

    found = errors(say(client, said(fund, "kind")))

    assert "70 different unknown values" in found["col_3"][0]


def test_money_comes_only_of_what_was_said_to_be_received(client_as, fund):
    client = client_as("development")
    upload(client, listed("Status", *STATUSES))
    form = say(client, said(fund, "status")).context["form"]
    say(client, {**said(fund, "status"), **{fields(form)[text]: told for text, told in STATUSES.items()}})

    client.post(f"/imports/{newest().pk}/commit/")

    assert list(Gift.objects.values_list("amount", flat=True)) == [10]
