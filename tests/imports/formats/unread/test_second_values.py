"""Two columns of one meaning that say different things of a row are asked about, whatever their order."""

import pytest

from imports.formats.consents import ROLES as CONSENTS
from imports.formats.consents import STATUS
from imports.formats.unread.second_values import SINGLE
from imports.parsing.column_roles import PATTERNS, role_of
from imports.plans import PlannedRow
from tests.imports.files import planned, records

GIFTS = "Name,Date,Amount", "Ana Pinto,2024-01-05,10.00"
UNDATED = "Name,Amount", "Ana Pinto,10.00"
NAMELESS = "Date,Amount", "2024-01-05,10.00"
CONTACTS = "Name,Email", "Ana Pinto,ana@x.example"
SURNAMES = "Last name,Email", "Pinto,ana@x.example"
GIVEN_NAMES = "First name,Email", "Ana,ana@x.example"
#: By role: the list, and two titles with values that differ.
PAIRS = {
    "date": (UNDATED, ("Date", "1/18/2025"), ("Date received", "12/30/2024")),
    "deposit_date": (GIFTS, ("Deposit date", "2024-01-06"), ("Banked date", "2024-01-08")),
    "check_date": (GIFTS, ("Check date", "2024-01-06"), ("Date of check", "2023-12-31")),
    "currency": (GIFTS, ("Currency", "USD"), ("Curr", "GBP")),
    "fund": (GIFTS, ("Fund", "General"), ("Designation", "Widows in Swat")),
    "type": (GIFTS, ("Type", "Individual"), ("Kind", "Pledge")),
    "method": (GIFTS, ("Method", "cash"), ("Payment type", "stock")),
    "check": (GIFTS, ("Check #", "101"), ("Chk no", "202")),
    "adviser": (GIFTS, ("Adviser", "Bo Lund"), ("Recommended by", "Cy Marsh")),
    "soft_credit": (GIFTS, ("Soft credit", "Bo Lund"), ("Recognition", "Cy Marsh")),
    "name": (NAMELESS, ("Name", "Ana Pinto"), ("Actual donor", "Bo Lund")),
    "organization": (NAMELESS, ("Company", "Falcon LLC"), ("Foundation", "Heron Foundation")),
    "first_name": (SURNAMES, ("First name", "Ana"), ("Given name", "Bo")),
    "last_name": (GIVEN_NAMES, ("Last name", "Pinto"), ("Surname", "Lund")),
    "middle_name": (CONTACTS, ("Middle name", "Rose"), ("MI", "K")),
    "suffix": (CONTACTS, ("Suffix", "Jr."), ("Name suffix", "Sr.")),
    "spouse": (CONTACTS, ("Spouse", "Bo"), ("Partner", "Cy")),
    "spouse_last": (CONTACTS, ("Spouse last name", "Lund"), ("Partner last name", "Marsh")),
    "address": (CONTACTS, ("Address", "12 Elm St"), ("Mailing address", "PO Box 9")),
    "city": (CONTACTS, ("City", "Tacoma"), ("Mailing city", "Kent")),
    "place": (CONTACTS, ("Town", "Tacoma"), ("City state", "Kent WA")),
    "state": (CONTACTS, ("State", "WA"), ("Mailing state", "OR")),
    "zip": (CONTACTS, ("Zip", "98402"), ("Postal code", "98032")),
    "country": (CONTACTS, ("Country", "US"), ("Mailing country", "Canada")),
}  # fmt: skip
#: Columns of these meanings are all read, or hold every row, or are kept with the row and named.
SEVERAL = {
    *CONSENTS, STATUS, "email", "phone", "notes", "tribute", "donor_type", "amount", "status", "fee", "net", "title",
    "employer", "serial", "thanked", "elsewhere", "external_id", "entry_date",
}  # fmt: skip


def listed(role: str, *, turned: bool = False, second: str | None = None) -> list[PlannedRow]:
    """The rows of a list with two columns of a meaning: one whose values differ, or with `second` in the other."""
    (head, cells), (one, first), (two, other) = PAIRS[role]
    pairs = [(one, first), (two, other if second is None else second)]
    titles, values = zip(*(pairs[::-1] if turned else pairs), strict=True)
    return records(planned("\n".join([",".join([head, *titles]), ",".join([cells, *values])]) + "\n"))


def test_every_meaning_of_which_a_row_has_one_is_looked_at() -> None:
    assert set(SINGLE) == set(PAIRS)
    assert set(PATTERNS) - set(SINGLE) == SEVERAL


@pytest.mark.parametrize("role", SINGLE)
@pytest.mark.parametrize("turned", [False, True])
def test_two_columns_of_one_meaning_that_disagree_are_asked(role: str, turned: bool) -> None:
    (row,) = listed(role, turned=turned)

    assert row.decision == "review"
    assert all(f"“{title}” says “{value}”" in row.reason for title, value in PAIRS[role][1:])


@pytest.mark.parametrize("role", SINGLE)
def test_two_columns_that_agree_or_of_which_one_is_blank_ask_nothing(role: str) -> None:
    blank, same = listed(role, second=""), listed(role, second=PAIRS[role][1][1])

    assert [row.decision for row in (*blank, *same)] == ["accept", "accept"], [row.reason for row in (*blank, *same)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Date=2024-01-05", "Gift date=Jan 5, 2024"), ("Currency=USD", "Curr=$"),
        ("Fund=wells", "Purpose=Well Drilling"),
        ("Method=Check", "Payment type=chk 101"), ("Method=Card", "Payment type=Monthly"),
        ("Type=Donation", "Kind=Gift"),
        ("Type=Individual", "Kind=Recurring"), ("Zip=98402", "Postal code=98402-1234"), ("Country=USA", "Country=US"),
        ("Address=12 Elm St.", "Street=12 Elm St"), ("Organization=Falcon LLC", "Company=Falcon, LLC"),
        ("Designation=n/a", "Fund=General"), ("State=WA", "Mailing state=same"),
    ],
)  # fmt: skip
def test_two_ways_of_writing_the_same_ask_nothing(one: str, two: str) -> None:
    titles, values = zip(*(each.split("=") for each in (one, two)), strict=True)
    head = [title for title in ("Name", "Date", "Amount") if not (title == "Date" and "Date" in titles)]
    cells = {"Name": "" if "Organization" in titles else "Ana Pinto", "Date": "2024-01-05", "Amount": "10.00"}
    quoted = [f'"{value}"' for value in (*(cells[title] for title in head), *values)]
    (row,) = records(planned(f"{','.join([*head, *titles])}\n{','.join(quoted)}\n"))

    assert row.decision == "accept", row.reason


@pytest.mark.parametrize(
    ("one", "two"),
    [("Date", "Receipt date=2024-02-01"), ("Date", "Letter date=2024-02-01"), ("Check #=101", "Reference=ABC"),
     ("Fund=General", "Campaign=Spring gala"), ("Prefix=Dr.", "Salutation=Ana")],
)  # fmt: skip
def test_what_counts_less_is_kept_with_the_row_and_named(one: str, two: str) -> None:
    pairs = [each.partition("=") for each in (one, two) if "=" in each]
    titles, values = ",".join(pair[0] for pair in pairs), ",".join(pair[2] for pair in pairs)
    plan = planned(f"Name,Date,Amount,{titles}\nAna Pinto,2024-01-05,10.00,{values}\n")

    assert [row.decision for row in plan.rows] == ["accept"], plan.rows[0].reason
    assert any("kept with each row" in text and f"“{pairs[-1][0]}”" in text for text in plan.warnings)


@pytest.mark.parametrize("head", ["Campaign,Fund", "Fund,Campaign"])
def test_the_fund_s_own_column_counts_before_the_campaign_s(head: str) -> None:
    values = {"Fund": "Widows", "Campaign": "Spring gala"}
    text = f"Name,Date,Amount,{head}\nAna Pinto,2024-01-05,10,{','.join(values[title] for title in head.split(','))}\n"

    assert [row.fund_text for row in records(planned(text))] == ["Widows"]


def test_a_campaign_that_is_another_fund_is_asked() -> None:
    (row,) = records(planned("Name,Date,Amount,Fund,Campaign\nAna Pinto,2024-01-05,10,General,wells\n"))

    assert (row.decision, "“Campaign” says “wells”" in row.reason) == ("review", True)


def test_two_addresses_are_asked_about_once() -> None:
    text = "Name,Home street,Home city,Business street,Business city\nAna Pinto,1 Elm St,Tacoma,9 Main St,Kent\n"
    (row,) = records(planned(text))

    assert (row.decision, row.reason.count("choose which of them counts")) == ("review", 1)


def test_all_notes_are_kept_together() -> None:
    (row,) = records(planned("Name,Date,Amount,Notes,Comments\nAna Pinto,2024-01-05,10,thanks,at the dinner\n"))

    assert (row.decision, row.memo) == ("accept", "thanks; at the dinner")


@pytest.mark.parametrize("note", ["pledge only", "from her DAF", "stock - 3 sh AAPL"])
@pytest.mark.parametrize("titles", ["Notes,Comments", "Comments,Notes"])
def test_a_second_note_is_asked_as_the_first_is(note: str, titles: str) -> None:
    (row,) = records(planned(f"Name,Date,Amount,{titles}\nAna Pinto,2024-01-05,10,thanks,{note}\n"))

    assert (row.decision, note in row.reason) == ("review", True)


def test_a_name_in_one_cell_and_another_in_its_parts_is_asked() -> None:
    rows = records(planned("Name,First name,Last name,Date,Amount\nAna Pinto,Bo,Lund,2024-01-05,10\n"
                           '"Pinto, Ana",Ana,Pinto,2024-01-05,11\n'))  # fmt: skip

    assert [row.decision for row in rows] == ["review", "accept"]


def test_the_titles_of_the_pairs_have_their_meaning() -> None:
    found = {role: {role_of(title) for title, _ in pairs} for role, (_, *pairs) in PAIRS.items()}

    assert found == {role: {role} for role in PAIRS}
