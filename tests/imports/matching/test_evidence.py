"""Nobody is joined without a reason that would convince a person: what must never make one of two."""

from itertools import permutations

import pytest

from crm.names.people import parse_names
from imports.matching.known_records import KnownOrganization, KnownPerson, KnownRecords
from imports.plans import Plan
from tests.imports.files import planned, records

HEAD = "Date,Name,Email,Phone,Address,City,Amount,Fund"


def plan_of(*lines: str, head: str = HEAD, known: KnownRecords | None = None, **settings) -> Plan:
    """The plan of gifts on successive days; a line follows the titles after the date."""
    text = "\n".join([head, *(f"2024-01-{day:02d},{line}" for day, line in enumerate(lines, start=11))])
    return planned(text, "list.csv", known=known, **settings)


def givers(plan: Plan) -> list[int]:
    """Which rows have the same giver: [0, 0, 1] for the first two."""
    found = [row.organization or row.supporter for row in records(plan)]
    assert all(found)
    return [list(dict.fromkeys(found)).index(key) for key in found]


# --- organizations ---------------------------------------------------------------------------------------------------

LIKE = [
    ("Fidelity Charitable", "Schwab Charitable"),
    ("Vanguard Charitable", "Fidelity Charitable Gift Fund"),
    ("Apple Inc", "Apple Pharmacy"),
    ("Hill Street Bakery", "Hall Street Bakery"),
    ("Sunny Valley LLC", "Sunny Valley Software"),
    ("Bank of Sampleton", "Bank of Sampleton Charitable Gift Fund"),
    ("United Way of Ohio", "United Way of Indiana"),
    ("First Bank", "First Community Bank"),
    ("Orakzai Foundation", "Orakzai Family Fund"),
    ("Sampleton High School", "Sampleton Middle School"),
    ("Store 4 LLC", "Store 5 LLC"),
    ("Masjid Huda of Sampleton", "Masjid Huda of Exampleville"),
]


@pytest.mark.parametrize(("one", "other"), LIKE)
def test_organizations_are_joined_by_no_shared_address_and_no_likeness(one: str, other: str) -> None:
    reached = "donor@example.com,317-555-0142,,"

    plan = plan_of(f"{one},{reached},50,General", f"{other},{reached},60,General")
    held = {row.decision for row in records(plan)} == {"review"}  # whether “First Bank” is a person is asked
    assert held or givers(plan) == [0, 1]
    known = KnownRecords(organizations=[KnownOrganization("7", one, emails=("donor@example.com",))])
    (row,) = records(plan_of(f"{other},{reached},60,General", known=known))
    assert row.organization != "7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbor Lights Bakery LLC", "HARBOR LIGHTS BAKERY, L.L.C."),
        ("Schwab Charitable", "DAFgiving360"),
        ("Fidelity Charitable", "Fidelity Charitable Gift Fund"),
        ("Zubaida Pharmacy Inc.", "Zubaida Pharmacy"),
    ],
)
def test_spellings_of_one_organization_stay_one_in_any_order(one: str, other: str) -> None:
    for first, second in permutations((one, other)):
        assert givers(plan_of(f'"{first}",,,,,50,General', f'"{second}",,,,,60,General')) == [0, 0]


def test_one_name_in_two_towns_is_two_organizations() -> None:
    lines = ("Grace Church,,,1 Elm St,Toledo,50,General", "Grace Church,,,9 Oak Ave,Fresno,60,General")

    assert givers(plan_of(*lines)) == [0, 1]


def test_a_name_that_two_organizations_could_shorten_to_is_asked() -> None:
    lines = (
        "Masjid Huda of Sampleton,,,,,5,General",
        "Masjid Huda of Exampleville,,,,,6,General",
        "Masjid Huda,,,,,7,",
    )

    assert [(row.decision, row.organization) for row in records(plan_of(*lines))] == [
        ("accept", "new:1"), ("accept", "new:2"), ("review", None)
    ]  # fmt: skip


ALIKE = [
    ("Masjid al-Noor", "Masjid An-Nur"),
    ("Al-Noor Masjid", "Masjid Noor of Sampleton"),
    ("Zainabia Imambargah", "Imambargah Zainabiya"),
    ("Islamic Center of Sampleton Valley", "ICSV"),
    ("Hussainia Foundation", "Husainia Foundation"),
    ("Sunny Valley LLC", "Sunny Valley Inc."),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_likeness_alone_is_asked_in_a_file_and_against_the_books(one: str, other: str) -> None:
    for first, second in permutations((one, other)):
        rows = records(plan_of(f"{first},,,,,50,General", f"{second},,,,,60,General"))
        assert [(row.decision, row.organization) for row in rows] == [("accept", "new:1"), ("review", None)]
        assert f"“{first}”" in rows[1].reason
        known = KnownRecords(organizations=[KnownOrganization("7", first)])
        (row,) = records(plan_of(f"{second},,,,,60,General", known=known))
        assert (row.decision, row.organization) == ("review", None)


@pytest.mark.parametrize(("one", "other"), ALIKE)
@pytest.mark.parametrize("reached", ["office@example.org,,,", ",317-555-0142,,", ",,4 Elm St,Sampleton"])
def test_a_likeness_and_an_address_of_both_join(one: str, other: str, reached: str) -> None:
    assert givers(plan_of(f"{one},{reached},50,General", f"{other},{reached},60,General")) == [0, 0]


def test_a_likeness_and_checks_of_one_book_join() -> None:
    head = "Date,Name,Check #,Amount,Fund"

    assert givers(plan_of("Masjid al-Noor,4711,50,GEN", "Masjid An-Nur,4715,60,GEN", head=head)) == [0, 0]
    rows = records(plan_of("Masjid al-Noor,4711,50,GEN", "Masjid An-Nur,9715,60,GEN", head=head))
    assert [row.decision for row in rows] == ["accept", "review"]


def test_a_name_two_organizations_on_record_have_is_asked() -> None:
    def row(place: str) -> tuple[str, str | None]:
        towns = (("7", "Toledo"), ("8", "Fresno"))
        known = KnownRecords(
            organizations=[KnownOrganization(key, "Crescent Bakery LLC", cities=(town,)) for key, town in towns]
        )
        (found,) = records(plan_of(f"Crescent Bakery,,,,{place},50,General", known=known))
        return found.decision, found.organization

    assert row("") == ("review", None)
    assert row("Fresno") == ("accept", "8")


# --- addresses that say nothing --------------------------------------------------------------------------------------

MADE_UP = [
    "noemail@example.org",
    "no-email@example.com",
    "None@none.com",
    "none@example.com",
    "unknown@example.net",
    "noreply@example.com",
    "declined@example.com",
    "someone@noemail.com",
    "donotemail@example.com",
    "do-not-contact@example.com",
    "deceased@deceased.com",
    "tom@deceased.com",
    "x@x.com",
    "xxx@xxx.com",
    "bademail@example.com",
]
OFFICES = ["info@example.org", "donate@example.org", "office@example.org", "test@example.com", "na@example.com"]
OFFICES += ["ab@ab.com", "asdf@asdf.com", "x@y.com", "xxx@example.com", "123@example.com"]


@pytest.mark.parametrize("email", [*MADE_UP, *OFFICES, "hello@charity.example"])
def test_an_address_that_is_nobody_s_own_joins_nobody(email: str) -> None:
    plan = plan_of(
        f"Imran Khan,{email},,,,50,General",
        f"Imran Khan,{email},,,,60,General",
        own_emails=("hello@charity.example",),
    )

    assert givers(plan) == [0, 1]
    known = KnownRecords(people=[KnownPerson("7", parse_names("Imran Khan").people[0], emails=(email.casefold(),))])
    (row,) = records(plan_of(f"Imran Khan,{email},,,,50,General", known=known, own_emails=("hello@charity.example",)))
    assert row.supporter != "7"


@pytest.mark.parametrize("email", [*MADE_UP, "hello@charity.example"])
def test_an_address_made_up_is_kept_with_its_row_and_written_to_nobody(email: str) -> None:
    plan = plan_of(f"Imran Khan,{email},,,,50,General", own_emails=("hello@charity.example",))

    (row,), (person,) = records(plan), plan.people.values()
    assert person.emails == []
    assert email in row.raw.values()
    assert "left out" in row.note


@pytest.mark.parametrize(
    "phone",
    ["123-456-7890", "1234567890", "(987) 654-3210", "000-000-0000", "555-555-5555", "123-4567", "111-222-3333"],
)
def test_a_number_that_only_fills_a_field_joins_nobody_and_is_said(phone: str) -> None:
    plan = planned(f"Name,Phone,City\nHassan Mirza,{phone},\nHasan Mirza,{phone},\n")

    first, second = records(plan)
    assert first.supporter != second.supporter
    assert (first.party.contact.phones, phone in first.note) == ((), True)


def test_an_address_many_families_share_joins_nobody() -> None:
    shared = ("Imran Khan", "Tom Vance", "Gul Orakzai", "Imran Khan")

    assert givers(plan_of(*(f"{name},desk@example.org,,,,50,General" for name in shared))) == [0, 1, 2, 3]
    assert givers(plan_of(*(f"{name} Khan,home@example.org,,,,50,General" for name in ("Imran", "Zara", "Imran")))) == [
        0,
        1,
        0,
    ]


# --- streets ---------------------------------------------------------------------------------------------------------


def test_a_name_does_not_join_people_of_two_streets() -> None:
    apart = ("Sakina Tirmizi,,,1099 Willow Bend Rd,Toledo,50,General", "Sakina Tirmizi,,,12 Oak Ave,Toledo,60,General")
    alike = ("Sakina Tirmizi,,,1099 Willow Bend Rd.,Toledo,50,", "Sakina Tirmizi,,,1099 Willow Bend Road,Toledo,60,")
    couple = (
        "Imran & Palwasha Khan,,,1099 Willow Bend Rd,Toledo,50,General",
        "Imran & Palwasha Khan,,,12 Oak Ave,Toledo,60,General",
    )

    assert givers(plan_of(*apart)) == [0, 1]
    assert givers(plan_of(*alike)) == [0, 0]
    assert givers(plan_of(*couple)) == [0, 1]
    known = KnownRecords(people=[KnownPerson("7", parse_names("Sakina Tirmizi").people[0], streets=("12 Oak Ave",))])
    assert records(plan_of(apart[0], known=known))[0].supporter != "7"


# --- codes and numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guest 4 Carmel", "Guest 5 Carmel"),
        ("P1 Example", "P2 Example"),
        ("P-4F7QK2 Example", "P-4F7QK3 Example"),
        ("Table 12 Tirmizi", "Table 13 Tirmizi"),
        ("Sakina Tirmizi 2", "Sakina Tirmizi"),
        ("Guest ۴ Tirmizi", "Guest ۵ Tirmizi"),
    ],
)
def test_names_with_other_figures_are_other_people(one: str, other: str) -> None:
    for email in ("", "home@example.org"):
        assert givers(plan_of(f"{one},{email},,,,50,General", f"{other},{email},,,,60,General")) == [0, 1]


@pytest.mark.parametrize("title", ["Donor ID", "Account #", "Member Number", "Supporter No", "Constituent ID"])
def test_other_numbers_in_one_column_are_other_people(title: str) -> None:
    head = f"Date,Name,{title},Email,Amount,Fund"
    rows = ("Sakina Tirmizi,1001,s@example.org,50,General", "Sakina Tirmizi,1002,s@example.org,60,General")

    assert givers(plan_of(*rows, head=head)) == [0, 1]
    assert givers(plan_of(rows[0], rows[0].replace("50", "70"), head=head)) == [0, 0]


def test_a_number_of_ours_says_which_record_it_is_and_which_it_is_not() -> None:
    known = KnownRecords(people=[KnownPerson("7", parse_names("Imran Khan").people[0], ids=("supporter number:1042",))])
    head = "Date,Name,Supporter,Amount,Fund"
    plan = plan_of("Imran Khan,S-1042,50,General", "Imran Khan,S-1043,60,General", head=head, known=known)

    first, second = records(plan)
    assert first.supporter == "7"
    assert second.supporter != "7"


# --- rows that wait --------------------------------------------------------------------------------------------------


def test_a_row_that_waits_neither_joins_by_name_nor_tells_of_anybody() -> None:
    known = KnownRecords(people=[KnownPerson("7", parse_names("Sakina Tirmizi").people[0])])
    text = f"{HEAD}\nMarch 2024,Sakina Tirmizi,s@example.org,,1 Elm St,Toledo,50,General\n"
    plan = planned(f"{text}2024-01-12,Gul Orakzai,,,,,60,General\n", "list.csv", known=known)

    held, _ = records(plan)
    assert (held.decision, held.supporter) == ("review", None)
    assert "s@example.org" not in {email for person in plan.people.values() for email in person.emails}


# --- money that went back --------------------------------------------------------------------------------------------


def test_money_that_went_back_comes_off_the_equal_gift_in_any_order() -> None:
    gifts = ("2024-01-05,Gul Orakzai,50", "2024-02-01,Gul Orakzai,1000", "2024-02-10,Gul Orakzai,-50")
    for order in permutations(gifts):
        text = "\n".join(["Date,Name,Amount,Fund", *(f"{line},General" for line in order)])
        by_amount = {int(row.amount or 0): row for row in records(planned(text, "list.csv"))}
        assert by_amount[-50].gift == by_amount[50].gift


@pytest.mark.parametrize(
    "gifts",
    [
        ["2024-01-05,Gul Orakzai,50", "2024-02-05,Gul Orakzai,50"],
        ["2024-01-05,Gul Orakzai,100", "2024-02-05,Gul Orakzai,70"],
        ["2024-01-05,Gul Orakzai,100", "2024-02-05,Tom Vance,50"],
        ["2024-03-05,Gul Orakzai,50"],
    ],
)
def test_money_that_went_back_from_no_one_gift_is_held(gifts: list[str]) -> None:
    lines = ["Date,Name,Amount,Fund", *(f"{line},General" for line in gifts), "2024-02-10,Gul Orakzai,-50,General"]

    back = records(planned("\n".join(lines), "list.csv"))[-1]

    assert (back.decision, back.gift) == ("review", None)
    assert "Choose the refunded gift" in back.reason


ACCOUNTS_HEAD = (
    "id,Created date (UTC),Amount,Currency,Status,Captured,Amount Refunded,Card Name,Customer Email,Customer ID"
)


def paid(*lines: str) -> list[int]:
    """Which of these payments have the same giver; a line follows the amount's columns."""
    rows = [f"ch_3Made{n:04d},2024-03-{n:02d} 16:00:00,50,usd,Paid,true,0.00,{line}" for n, line in enumerate(lines, 1)]
    return givers(planned("\n".join([ACCOUNTS_HEAD, *rows])))


def test_accounts_of_a_checkout_join_but_do_not_part_who_shares_a_mailbox() -> None:
    one, two = "Zulekha Marwat,zulekha@example.org,cus_Made01", "Zulekha Marwat,zulekha@example.org,cus_Made02"

    assert paid(one, two, "Zulekha Marwat,,cus_Made02") == [0, 0, 0]


def test_other_accounts_without_a_shared_mailbox_stay_two_people() -> None:
    assert paid("Zulekha Marwat,zulekha@example.org,cus_Made01", "Zulekha Marwat,,cus_Made03") == [0, 1]


def test_an_account_without_a_mailbox_is_not_joined_by_name_to_a_person_with_one() -> None:
    known = KnownRecords(
        people=[KnownPerson("7", parse_names("Zulekha Marwat").people[0], emails=("zulekha@example.org",))]
    )
    line = "ch_3Made0001,2024-03-01 16:00:00,50,usd,Paid,true,0.00,Zulekha Marwat,,cus_Made03"

    assert planned(f"{ACCOUNTS_HEAD}\n{line}", known=known).rows[0].supporter != "7"
