from decimal import Decimal

from crm.names.people import parse_names
from imports.matching.known_records import KnownHousehold, KnownPerson, KnownRecords
from tests.imports.files import planned, records

TITLES = "Date,Name,City,Phone,Email,Amount,How paid,For,Type"


def keys(*lines: str, known: KnownRecords | None = None) -> list[str | None]:
    """The supporters of gifts given on successive days; a line is name,city,phone,email,amount,method,fund,type."""
    text = "\n".join([TITLES, *(f"2024-01-{day:02d},{line}" for day, line in enumerate(lines, start=11))])
    return [row.supporter for row in records(planned(text, "list.csv", known=known))]


def same(*found: str | None) -> list[int]:
    """Which of them are equal: [0, 0, 1] for the first two."""
    return [list(dict.fromkeys(found)).index(key) for key in found]


def test_a_rare_name_is_one_person_in_any_spelling() -> None:
    assert same(*keys("Sakina Tirmizi,,,,5,Cash,,", '"TIRMIZY, SAKINA",,,,6,Cash,,', "سکینہ ترمذی,,,,7,Cash,,")) == [
        0,
        0,
        0,
    ]


def test_an_everyday_name_joins_nobody_even_in_one_town() -> None:
    assert same(*keys("Imran Khan,Toledo,,,5,Cash,,", "Imran Khan,Toledo,,,6,Cash,,")) == [0, 1]


def test_a_mailbox_or_phone_joins_an_everyday_name() -> None:
    assert same(*keys("Imran Khan,,,i.khan+x@gmail.com,5,Cash,,", "Emran Khan,,,ikhan@googlemail.com,6,Cash,,")) == [
        0,
        0,
    ]
    assert same(*keys("Imran Khan,,(419) 555-0101,,5,Cash,,", "Imran Khan,,1-419-555-0101,,6,Cash,,")) == [0, 0]


def test_spouses_on_one_mailbox_stay_two() -> None:
    assert same(*keys("Gul Tirmizi,,,home@example.org,5,Cash,,", "Sakina Tirmizi,,,home@example.org,6,Cash,,")) == [
        0,
        1,
    ]


def test_father_and_son_stay_two() -> None:
    found = keys(
        "Tom Vance Sr.,Toledo,,v@example.org,5,Cash,,",
        "Tom Vance Jr.,Toledo,,v@example.org,6,Cash,,",
        "Tom Vance,,,,7,Cash,,",
    )

    assert same(*found) == [0, 1, 2]


def test_a_rare_name_in_two_towns_is_two_people_and_the_rest_is_open() -> None:
    found = keys("Sakina Tirmizi,Toledo,,,5,Cash,,", "Sakina Tirmizi,Fresno,,,6,Cash,,", "Sakina Tirmizi,,,,7,Cash,,",
                 "Sakina Tirmizi,Toledo,,,8,Cash,,")  # fmt: skip

    assert same(*found) == [0, 1, 2, 0]


def test_a_frequent_name_needs_the_same_town() -> None:
    found = keys(
        "Khadija Mirza,Toledo,,,5,Cash,,", 'Khadija Mirza,"Toledo, OH",,,6,Cash,,', "Khadija Mirza,,,,7,Cash,,"
    )

    assert same(*found) == [0, 0, 1]


def test_who_pays_the_only_pledge_of_that_name_is_who_pledged() -> None:
    found = keys("Imran Khan,,,,500,PLEDGE,wells,Pledge", "Imran Khan,,,,100,Check 7,wells,Pledge payment",
                 "Imran Khan,,,,100,Check 900,Library,Pledge payment")  # fmt: skip

    assert same(*found) == [0, 0, 1]


def test_couples_are_known_by_both_names() -> None:
    found = keys("Imran & Palwasha Khan,,,,5,Cash,,", '"Khan, Imran & Palwasha",,,,6,Cash,,', "Imran Khan,,,,7,Cash,,")

    assert same(*found) == [0, 0, 1]


def test_checks_of_one_book_join_a_frequent_name_when_no_namesake_shows() -> None:
    rising = keys("Khadija Mirza,,,,5,Check 110,,", "Khadija Mirza,,,,6,Check 121,,", "Khadija Mirza,,,,7,Check 4500,,")
    falling = keys("Khadija Mirza,,,,5,Check 121,,", "Khadija Mirza,,,,6,Check 110,,")
    crowded = keys(
        "Khadija Mirza,Toledo,,,5,Check 110,,", "Khadija Mirza,Fresno,,,6,Cash,,", "Khadija Mirza,,,,7,Check 121,,"
    )
    everyday = keys("Imran Khan,,,,5,Check 110,,", "Imran Khan,,,,6,Check 121,,")

    assert [same(*found) for found in (rising, falling, crowded, everyday)] == [[0, 0, 1], [0, 1], [0, 1, 2], [0, 1]]


def test_a_rare_name_reached_at_two_mailboxes_is_not_joined_by_the_name() -> None:
    found = keys("Sakina Tirmizi,Toledo,,a@example.org,5,Cash,,", "Sakina Tirmizi,Toledo,,b@example.org,6,Cash,,",
                 "Sakina Tirmizi,,,,7,Cash,,")  # fmt: skip

    assert same(*found) == [0, 1, 2]


def on_record(*people: KnownPerson) -> KnownRecords:
    return KnownRecords(people=list(people))


def person(key: str, name: str, **facts) -> KnownPerson:
    return KnownPerson(key, parse_names(name).people[0], **facts)


def test_a_row_finds_the_person_on_record() -> None:
    known = on_record(person("7", "Sakina Tirmizi"), person("8", "Imran Khan", emails=("ikhan@example.org",)))

    assert keys("Sakina Tirmizy,,,,5,Cash,,", "Imran Khan,,,IKhan@example.org,6,Cash,,", known=known) == ["7", "8"]


def test_two_records_of_one_name_are_never_chosen_between() -> None:
    known = on_record(person("7", "Sakina Tirmizi"), person("8", "Sakina Tirmizi"))

    assert keys("Sakina Tirmizi,,,,5,Cash,,", known=known) == ["new:1"]


def test_whom_a_name_may_also_be_is_said() -> None:
    known = on_record(person("7", "Imran Khan"))
    plan = planned(f"{TITLES}\n2024-01-13,Imran Khan,,,,5,Cash,,\n", "list.csv", known=known)

    assert plan.people["new:1"].maybe_same_as == {"7": "the same name"}


def test_a_spouse_on_record_is_evidence() -> None:
    known = on_record(person("7", "Imran Khan"), person("8", "Palwasha Khan"))
    known.households = [KnownHousehold("h1", "Khan", ("7", "8"))]
    plan = planned(f"{TITLES}\n2024-01-13,Imran & Palwasha Khan,,,,5,Cash,,\n", "list.csv", known=known)

    (row,) = records(plan)
    assert (row.supporter, row.supporter_2, row.household, row.amount) == ("7", "8", "h1", Decimal("5.00"))
