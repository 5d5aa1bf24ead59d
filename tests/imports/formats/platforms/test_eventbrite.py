"""Eventbrite's list of attendees: seats, their guests and who paid."""

from typing import Any

import pytest

from imports.formats import recognize
from imports.plans import Plan, PlannedRow
from tests.imports.files import csv_file, planned, told
from tests.imports.formats.platforms.tables import table

TITLES = (
    "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,Order Type,"
    "Currency,Total Paid,Fees Paid,Eventbrite Fees,Attendee Status,Home Address 1,"
    "Home City,Home State,Home Zip,Home Country,"
    "Vegetarian?"
)
USUAL = {
    "Order #": "77001", "Order Date": "11/29/24 22:28", "First Name": "Ines", "Last Name": "Vance",
    "Email": "ines@vance.example", "Quantity": "1", "Ticket Type": "General Admission", "Attendee #": "501",
    "Order Type": "Eventbrite Completed", "Currency": "USD", "Total Paid": "60.00", "Fees Paid": "3.10",
    "Attendee Status": "Attending", "Home City": "Toledo", "Vegetarian?": "no",
}  # fmt: skip
NAME = "Library Dinner attendees 2024-12-01.csv"


def plan_of(*seats: dict[str, str], name: str = NAME, titles: str = TITLES, **settings: Any) -> Plan:
    rows = [{**USUAL, "Attendee #": str(501 + number), **seat} for number, seat in enumerate(seats)]
    return planned(table(titles, *rows).encode(), name, **settings)


def one(**cells: str) -> PlannedRow:
    return plan_of({name.replace("_", " "): text for name, text in cells.items()}).rows[0]


def test_a_paid_seat_is_a_ticket_of_its_buyer() -> None:
    row = one()

    assert told(row)[:6] == (2, "accept", "ticket", "2024-11-29", "60.00", "USD")
    assert (row.method, row.fund_text, row.payer) == ("eventbrite", "Library Dinner", None)
    assert row.supporter


@pytest.mark.parametrize("day", ["11/29/24 22:28", "2024-11-29 18:00", "Nov 29, 2024 7:05 PM"])
def test_orders_are_dated_in_several_ways(day: str) -> None:
    assert str(one(Order_Date=day).date) == "2024-11-29"


@pytest.mark.parametrize(
    ("ticket", "kind"),
    [("General Admission", "ticket"), ("Table Sponsor (10 seats)", "sponsorship"), ("Gold Sponsorship", "sponsorship"),
     ("Donation", "gift")],
)  # fmt: skip
def test_the_ticket_says_what_was_bought(ticket: str, kind: str) -> None:
    assert one(Ticket_Type=ticket).kind == kind


def test_titles_count_in_any_order_and_spelling() -> None:
    titles = ",".join(reversed(TITLES.split(",")))
    text = table(titles, USUAL).replace("Attendee Status", "ATTENDEE STATUS").replace("Total Paid", "total paid")

    (row,) = planned(text.encode(), NAME).rows

    assert (row.decision, row.kind) == ("accept", "ticket")


@pytest.mark.parametrize("missing", ["Total Paid", "Attendee Status", "Order #"])
def test_a_file_without_a_needed_column_is_not_read_as_attendees(missing: str) -> None:
    titles = ",".join(name for name in TITLES.split(",") if name != missing)

    form = recognize(csv_file(table(titles, USUAL)))

    assert form is None or form.SLUG != "eventbrite"


def test_a_guest_is_named_and_the_buyer_pays() -> None:
    buyer, guest = plan_of({}, {"First Name": "Tom", "Last Name": "Okafor", "Email": "tom@okafor.example"}).rows

    assert (guest.decision, guest.kind, guest.payer) == ("accept", "ticket", buyer.supporter)
    assert guest.supporter not in (None, buyer.supporter)


@pytest.mark.parametrize(
    "names", [("Information Requested", "Information Requested"), ("INES", "VANCE"), ("Ines", "Vance")]
)
def test_a_guest_under_the_buyers_name_is_unknown(names: tuple[str, str]) -> None:
    buyer, guest = plan_of({}, {"First Name": names[0], "Last Name": names[1]}).rows

    assert (guest.decision, guest.supporter, guest.payer) == ("accept", None, buyer.supporter)


def test_free_seats_are_no_gifts_but_name_their_guests() -> None:
    free = {"Total Paid": "0.00", "Order Type": "Free Order"}
    rows = plan_of(
        {"Ticket Type": "Table Sponsor", "Total Paid": "900.00"},
        {**free, "First Name": "Tom", "Last Name": "Okafor", "Email": "tom@okafor.example"},
        {**free, "First Name": "Information Requested", "Last Name": "Information Requested"},
        {**free, "Order #": "77002", "First Name": "Ama", "Last Name": "Quist", "Email": "ama@quist.example"},
    ).rows

    assert [(row.decision, row.kind) for row in rows] == [("accept", "sponsorship"), *[("ignore", None)] * 3]
    assert [bool(row.supporter) for row in rows] == [True, True, False, True]
    assert len({row.supporter for row in rows}) == 4


def test_a_free_first_seat_still_names_who_paid_the_others() -> None:
    buyer, guest = plan_of(
        {"Total Paid": "0.00"}, {"First Name": "Tom", "Last Name": "Okafor", "Email": "tom@okafor.example"}
    ).rows

    assert (buyer.decision, guest.decision, guest.payer) == ("ignore", "accept", buyer.supporter)


def test_a_refunded_seat_is_a_ticket_and_its_refund() -> None:
    seat, back = plan_of({"Attendee Status": "Refunded"}).rows

    assert [(row.part, row.kind, str(row.amount), row.decision) for row in (seat, back)] == [
        (1, "ticket", "60.00", "accept"),
        (2, "refund", "-60.00", "accept"),
    ]
    assert (back.gift, back.date) == (seat.gift, seat.date)


def test_a_negative_line_takes_back_the_seat_with_its_number() -> None:
    first, second, back = plan_of({}, {"Order #": "77002"}, {"Attendee #": "502", "Total Paid": "-60.00"}).rows

    assert (back.decision, back.kind, back.gift) == ("accept", "refund", second.gift)
    assert first.gift != second.gift


@pytest.mark.parametrize(
    "cells",
    [{"Attendee Status": "Transferred"}, {"Order Type": "Unpaid"}, {"Currency": "XQX"}, {"Total Paid": "sixty"}],
)
def test_what_is_not_documented_is_no_ticket(cells: dict[str, str]) -> None:
    assert plan_of(cells).rows[0].decision in ("review", "reject")


def test_seats_of_a_buyer_nobody_decided_wait() -> None:
    buyer, guest = plan_of(
        {"Currency": "XQX"}, {"First Name": "Tom", "Last Name": "Okafor", "Email": "tom@okafor.example"}
    ).rows

    assert (buyer.decision, guest.decision) == ("review", "review")
    assert "row 2" in guest.reason


def test_a_firm_that_bought_the_table_pays_for_its_guests() -> None:
    buyer, guest = plan_of(
        {"First Name": "", "Last Name": "Falcon Tools LLC"},
        {"First Name": "Tom", "Last Name": "Okafor", "Email": "tom@okafor.example"},
    ).rows

    assert (guest.organization, guest.payer) == (buyer.organization, None)
    assert buyer.organization


def test_what_was_paid_at_the_door_has_its_own_method() -> None:
    assert one(Order_Type="Paid with Cash").method == "cash"


@pytest.mark.parametrize(
    ("name", "fund"),
    [
        (NAME, "Library Dinner"),
        ("Well Drilling Walk_attendees (1).csv", "Well Drilling Walk"),
        ("report-2024-12-01.csv", None),
    ],
)
def test_the_file_names_the_event(name: str, fund: str | None) -> None:
    assert plan_of({}, name=name).rows[0].fund_text == fund


def test_a_column_of_the_event_counts_more_than_the_file() -> None:
    (row,) = plan_of({"Event Name": "Well Drilling"}, titles=f"Event Name,{TITLES}").rows

    assert row.fund == "WELL"


def test_a_seat_pasted_twice_counts_once() -> None:
    first, second = plan_of({"Attendee #": "501"}, {"Attendee #": "501"}).rows

    assert (first.decision, second.decision, second.gift) == ("accept", "duplicate", first.gift)
