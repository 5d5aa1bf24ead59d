from dataclasses import replace

from imports.column_mapping import Mapping, signature
from imports.contexts import Context
from imports.formats import generic, recognize
from imports.plans import Reference
from tests.imports.files import csv_file, planned, records, told, xlsx

TITLES = ["Who", "How much", "When", "Ref", "Stand"]
GIFTS = Mapping(
    key="1",
    name="Odd gifts",
    signature=signature(TITLES),
    columns={"who": "name", "how much": "amount", "when": "date", "ref": "external_id", "stand": "status"},
    fund="wells",
    method="venmo",
    source="odd",
)
PEOPLE = Mapping(
    key="2",
    name="Odd people",
    signature=signature(["Member", "Post", "Ok?", "Bad?", "No."]),
    columns={"member": "name", "post": "email", "ok?": "email_ok", "bad?": "email_bad", "no.": "person_id"},
    source="club",
)


def read(text, *mappings, **settings):
    return planned(text, mappings=mappings or (GIFTS,), **settings)


def test_a_kind_of_file_is_known_by_its_titles_in_any_order_and_spelling() -> None:
    known = csv_file("WHEN,who,how  much,Stand,ref\n2024-03-14,Tom Vance,10,paid,A1\n")
    more = csv_file("When,Who,How much,Stand,Ref,New\n2024-03-14,Tom Vance,10,paid,A1,x\n")

    found = recognize(known, mappings=[PEOPLE, GIFTS])

    assert found is not None
    assert (found.SLUG, found.LABEL) == ("mapped:1", "Odd gifts")
    assert recognize(more, mappings=[PEOPLE, GIFTS]) is generic


def test_what_no_column_says_is_completed_and_references_are_its_own() -> None:
    plan = read("Who,How much,When,Ref,Stand\nTom Vance,25.50,2024-03-14,A1,Paid\n")

    assert [told(row) for row in records(plan)] == [
        (2, "accept", "gift", "2024-03-14", "25.50", "USD", "WELL", "venmo")
    ]  # fmt: skip
    assert plan.rows[0].references == (Reference("odd", "gift", "A1"),)


def test_the_currency_of_bare_amounts_is_said_once_for_the_column() -> None:
    text = "Who,How much,When,Ref,Stand\nTom Vance,£20,2024-03-14,A1,paid\nAnn Vance,20,2024-03-15,A2,paid\n"
    text += "Ben Vance,£35,2024-03-16,A3,paid\nEva Vance,€5,2024-03-17,A4,paid\nKay Vance,£1,2024-03-18,A5,paid\n"
    told_so = replace(GIFTS, currency="GBP")

    before, after = records(read(text.replace("€5", "£5"))), records(read(text, told_so))

    assert [(row.decision, row.currency) for row in before][1] == ("review", "USD")
    assert [(row.decision, row.currency) for row in after] == [
        ("accept", "GBP"), ("accept", "GBP"), ("accept", "GBP"), ("accept", "EUR"), ("accept", "GBP"),
    ]  # fmt: skip


def test_no_money_is_counted_that_did_not_come() -> None:
    rows = records(
        read("""Who,How much,When,Ref,Stand
Tom Vance,10,2024-03-14,A1,Completed
Tom Vance,20,2024-03-15,A2,FAILED
Tom Vance,30,2024-03-16,A3,on hold
Tom Vance,40,2024-03-17,A4,
""")
    )

    assert [(row.row, row.decision) for row in rows] == [(2, "accept"), (4, "review"), (5, "review")]
    assert rows[1].reason == "The status is “on hold”: choose what it means under “Columns”."


def test_the_titles_may_stand_below_others_and_on_several_sheets() -> None:
    row = ["Tom Vance", 10, "2024-03-14", "A1", "paid"]
    book = xlsx({"North": [["A club"], [], TITLES, row], "South": [TITLES, [*row[:3], "A2", "paid"]], "Notes": [["x"]]})

    plan = read(book)

    assert [(row.sheet, row.row, row.decision) for row in plan.rows] == [
        ("North", 4, "accept"), ("South", 2, "accept"), ("Notes", 1, "ignore")
    ]  # fmt: skip


def test_a_list_of_people_says_what_they_agreed_to_and_what_bounces() -> None:
    plan = read(
        """Member,Post,Ok?,Bad?,No.
Tom Vance,tom@example.org,no,,12
Ines Vance,ines@example.org,yes,x,13
""",
        PEOPLE,
    )

    tom, ines = (row.party.told for row in plan.rows)
    assert [row.kind for row in plan.rows] == [None, None]
    assert (tom.ids, tom.consents, tom.unsubscribed) == (("club:12",), (("email", False),), ("tom@example.org",))
    assert (ines.consents, ines.bad_emails) == ((("email", True),), ("ines@example.org",))


def test_an_order_of_dates_somebody_said_holds_for_the_column() -> None:
    text = "Who,How much,When,Ref,Stand\nTom Vance,10,3/4/2024,A1,paid\n"
    day_first = Mapping(**{name: getattr(GIFTS, name) for name in GIFTS.__slots__} | {"day_first": True})

    assert [row.decision for row in read(text).rows] == ["review"]
    assert [str(row.date) for row in read(text, day_first).rows] == ["2024-04-03"]


def test_the_registry_knows_nothing_of_mappings_that_are_not_given() -> None:
    assert recognize(csv_file("Member,Post\nx,y\n"), mappings=Context().mappings) is None


PLEDGE_NIGHT = "Pledge night 2025,,,\nWho,How much,When,Wish\nTom Vance,25.50,2024-03-14,yes\n"


def test_a_person_answers_what_the_rows_of_a_file_are() -> None:
    titles = ["Who", "How much", "When", "Wish"]
    columns = {"who": "name", "how much": "amount", "when": "date"}
    asked = Mapping("3", "Pledge night", signature(titles), columns, method="check")
    answered = Mapping("3", "Pledge night", signature(titles), columns, method="check", kind="pledge")

    assert [row.decision for row in records(read(PLEDGE_NIGHT, asked))] == ["review"]
    assert [(row.decision, row.kind) for row in records(read(PLEDGE_NIGHT, answered))] == [("accept", "pledge")]


def test_a_person_says_which_columns_are_about_consent() -> None:
    titles = ["Who", "Mail", "Nope", "Gone"]
    columns = {"who": "name", "mail": "email", "nope": "mail_no", "gone": "contact_no"}
    mapping = Mapping("4", "Club", signature(titles), columns)

    rows = records(
        read("Who,Mail,Nope,Gone\nTom Vance,t@example.com,x,\nBea Vance,b@example.com,,2024-01-01\n", mapping)
    )

    assert [row.as_json()["consent"] for row in rows] == [
        {"mail": "out"}, {"email": "out", "phone": "out", "sms": "out", "mail": "out"}
    ]  # fmt: skip


def test_what_a_person_left_out_on_purpose_is_not_asked_again() -> None:
    titles = ["Who", "How much", "When", "Rec'd back"]
    mapping = Mapping("5", "x", signature(titles), {"who": "name", "how much": "amount", "when": "date"}, method="cash")

    (row,) = records(read("Who,How much,When,Rec'd back\nTom Vance,25,2024-03-14,2024-03-20\n", mapping))

    assert (row.decision, str(row.date)) == ("accept", "2024-03-14")
