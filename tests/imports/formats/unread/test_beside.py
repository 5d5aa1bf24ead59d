"""What stands beside a platform's own columns counts: a second column of one meaning, the name of the file."""

import pytest

from tests.imports.files import planned, records

DONATION = {
    "nationbuilder_donation_id": "771", "nationbuilder_id": "55", "first_name": "Ada", "last_name": "Quentlin",
    "amount": "45.00", "currency": "USD", "payment_type_name": "Check", "check_number": "1042",
    "succeeded_at": "2024-03-01", "failed_at": "", "tracking_code_slug": "General",
}  # fmt: skip
PERSON = {
    "nationbuilder_id": "55", "first_name": "Ada", "last_name": "Quentlin", "email": "ada@example.net",
    "email_opt_in": "true", "do_not_call": "false", "do_not_contact": "false", "primary_address1": "1 Elm St",
    "primary_city": "Carmel", "tag_list": "",
}  # fmt: skip


def one(columns: dict[str, str], *more: tuple[str, str], name: str = "list.csv"):
    titles, cells = [*columns, *(title for title, _ in more)], [*columns.values(), *(text for _, text in more)]
    (row,) = records(planned(f"{','.join(titles)}\n{','.join(cells)}\n", name))
    return row


@pytest.mark.parametrize(
    ("title", "said"),
    [("payment_type", "Cash"), ("Method", "Cash"), ("currency_code", "GBP"), ("first_name", "Bert"),
     ("amount", "90.00"), ("full_name", "Bert Ortmann"), ("Donor", "Bert Ortmann"), ("tracking_code", "Library"),
     ("Fund", "Library"),
     ("check_number", "999"), ("succeeded_at", "2023-05-01"), ("signup_id", "99"), ("Type", "Pledge")],
)  # fmt: skip
def test_a_second_column_that_says_something_else_of_a_donation_is_asked(title, said):
    row = one(DONATION, (title, said))

    assert (row.decision, title in row.reason) == ("review", True)


@pytest.mark.parametrize(
    ("title", "said"),
    [("payment_type", "check"), ("Method", "chk"), ("full_name", "Ada Quentlin"), ("amount", "$45"),
     ("Fund", "general"),
     ("check_number", "1042.0"), ("signup_id", "55"), ("Type", "Individual"), ("mailing_city", "Gary"),
     ("Method", "")],
)  # fmt: skip
def test_a_second_column_that_says_the_same_or_nothing_is_not_asked(title, said):
    row = one(DONATION, (title, said))

    assert row.decision == "accept", row.reason


def test_a_purpose_the_platforms_own_column_does_not_name_is_asked():
    row = one({**DONATION, "tracking_code_slug": ""}, ("Fund", "Library"))

    assert (row.decision, "“Fund” says “Library”" in row.reason) == ("review", True)


@pytest.mark.parametrize(
    ("title", "said"),
    [("last_name", "Ortmann"), ("signup_name", "Bert Ortmann"), ("City", "Gary"), ("primary_address1", "9 Oak St")],
)
def test_a_second_column_that_says_something_else_of_a_person_is_asked(title, said):
    row = one(PERSON, (title, said))

    assert (row.decision, title in row.reason) == ("review", True)


@pytest.mark.parametrize(
    ("title", "said", "consent"),
    [("email_opt_in", "false", ("email", False)), ("do_not_call", "true", ("phone", False)),
     ("do_not_contact", "true", ("mail", False))],
)  # fmt: skip
def test_of_two_columns_about_contact_the_one_that_closes_counts(title, said, consent):
    row = one(PERSON, (title, said))

    assert row.decision == "review"
    assert consent in row.party.told.consents


@pytest.mark.parametrize("name", ["deceased.csv", "do not contact.csv"])
@pytest.mark.parametrize("columns", [PERSON, DONATION])
def test_the_name_of_a_platforms_file_closes_what_its_rows_leave_open(columns, name):
    row = one(columns, name=name)

    assert dict(row.party.told.consents) == dict.fromkeys(("email", "phone", "text", "mail"), False)


@pytest.mark.parametrize(
    ("columns", "name"),
    [(PERSON, "lapsed"), (PERSON, "angry"), (DONATION, "angry"), (DONATION, "raffle"), (DONATION, "pledges"),
     (DONATION, "refunds"), (DONATION, "gifts in pounds")],
)  # fmt: skip
def test_the_name_of_a_platforms_file_is_asked_about(columns, name):
    row = one(columns, name=f"{name}.csv")

    assert (row.decision, f"“{name}”" in row.reason) == ("review", True)


@pytest.mark.parametrize(
    "name", ["nationbuilder-donations-export-2024-01-15.csv", "donations.csv", "people export.csv"]
)
def test_an_ordinary_name_asks_nothing(name):
    assert [one(columns, name=name).decision for columns in (PERSON, DONATION)] == ["accept", "accept"]
