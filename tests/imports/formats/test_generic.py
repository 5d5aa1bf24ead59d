from decimal import Decimal

from tests.imports.files import planned, records, told


def test_a_list_of_gifts_is_read_by_its_titles() -> None:
    plan = planned("Full Name,Gift Amount,Gift Date,Designation\nTom Vance,25.50,2024-03-14,wells\n")

    assert [told(row) for row in records(plan)] == [
        (2, "accept", "gift", "2024-03-14", "25.50", "USD", "WELL", None)
    ]  # fmt: skip


def test_a_list_without_amounts_is_contacts() -> None:
    plan = planned(
        "First Name,Last Name,E-mail,City\nTom,Vance,Tom@Example.org,Toledo\n,,,\n,,ines@example.org,\n,,,Toledo\n"
    )

    assert [(row.row, row.decision, row.kind, row.supporter) for row in records(plan)] == [
        (2, "accept", None, "new:1"), (4, "accept", None, "new:2"), (5, "reject", None, None)
    ]  # fmt: skip
    assert plan.people["new:1"].emails == ["tom@example.org"]
    assert (plan.people["new:2"].name.full, plan.people["new:2"].nameless) == ("ines@example.org", True)


def test_gifts_without_a_date_column_are_held() -> None:
    (row,) = records(planned("Name,Amount\nTom Vance,10\n"))

    assert (row.decision, row.amount) == ("review", Decimal("10.00"))
    assert "no date column" in row.reason


def test_a_platform_export_is_held_rather_than_taken_for_gifts() -> None:
    plan = planned("Name,Amount,Date,Status,Fee\nTom Vance,10,2024-03-14,Failed,0.30\n")

    assert [row.decision for row in records(plan)] == ["review"]


def test_two_amounts_in_a_row_are_a_question_and_both_are_kept() -> None:
    plan = planned("Name,Amount,Amount,Date\nTom Vance,10,20,2024-03-14\n")

    (row,) = records(plan)
    assert row.decision == "review"
    assert (row.raw["Amount"], row.raw["Amount (2)"]) == ("10", "20")
    assert "“Amount”" in plan.warnings[0]


def test_rows_of_another_width_are_said() -> None:
    plan = planned("Name,Amount,Date\nTom Vance,10,2024-03-14,extra\nGul Orakzai,10\n")

    assert plan.warnings == ["Row 2, 3 has more or fewer cells than there are column titles."]
    assert plan.rows[0].raw["column D"] == "extra"


def test_european_lists_are_read_by_column_and_say_so() -> None:
    plan = planned("Name;Betrag;Datum\nUlf Beispiel;1.250,50;14.03.2024\nEva Beispiel;20,00;03.04.2024\n")

    assert [(str(row.amount), str(row.date)) for row in records(plan)] == [
        ("1250.50", "2024-03-14"),
        ("20.00", "2024-04-03"),
    ]
    assert len(plan.warnings) == 2


def test_a_table_nobody_can_read_is_held_row_by_row() -> None:
    plan = planned("q1,q2,q3\n1,2,3\n4,5,6\n")

    assert [row.decision for row in plan.rows] == ["ignore", "review", "review"]
    assert "no recognizable row of column titles" in plan.warnings[0]


def test_numbers_under_unknown_titles_are_not_dropped_for_contacts() -> None:
    plan = planned("Date,Name,Sadaqah,Masjid\n2024-03-14,Tom Vance,10,\n2024-03-15,Gul Orakzai,,20\n")

    assert [(row.decision, row.raw.get("Sadaqah"), row.raw.get("Masjid")) for row in records(plan)] == [
        ("review", "10", None), ("review", None, "20")
    ]  # fmt: skip
    assert all(f"“{title}” holds money" in records(plan)[0].reason for title in ("Sadaqah", "Masjid"))
