"""The small inputs kept beside the samples, read as their list says is right."""

from datetime import date

import pytest

from imports.plans import ACCEPT, REVIEW
from tests.imports.files import SAMPLES, planned, refusal

INPUTS = SAMPLES.parents[1] / "repro"
pytestmark = pytest.mark.skipif(not INPUTS.is_dir(), reason="the inputs of ../shared/repro are not here")


def read(name):
    return planned((INPUTS / name).read_bytes(), name)


def rows(name):
    return [row for row in read(name).rows if row.decision != "ignore"]


def test_a_damaged_workbook_is_refused_and_one_with_other_part_names_is_read():
    (row,) = rows("hand-SharedStrings.xlsx")

    assert "damaged" in refusal((INPUTS / "hand-nosst.xlsx").read_bytes(), "hand-nosst.xlsx")
    assert (row.date, str(row.amount), row.currency, row.party.written) == (
        date(2024, 3, 5), "50.00", "USD", "Ali Example",
    )  # fmt: skip


def test_two_sponsors_of_one_address_are_two():
    found = rows("daf-same-email.csv")

    assert [(str(row.amount), row.party.organization) for row in found] == [
        ("500.00", "Fidelity Charitable"), ("700.00", "Schwab Charitable"),
    ]  # fmt: skip
    assert len({row.organization for row in found}) == 2


def test_people_are_told_from_organizations():
    found = rows("people-or-bodies.csv")

    assert [len(row.party.people) for row in found[:4]] == [1, 1, 2, 1]
    assert all(row.party.organization or row.decision == REVIEW for row in found[4:])


def test_names_are_read_or_held():
    found = rows("names.csv")

    assert [row.decision for row in found] == [ACCEPT] * 4 + [REVIEW] + [ACCEPT] * 2 + [REVIEW] + [ACCEPT] * 2
    assert [[person.full for person in row.party.people] for row in found if row.decision == ACCEPT] == [
        ["Stewart Example", "Lynda Example"], ["Ali Example"], ["Ali Example"], ["Jason Example III"],
        ["Van Maximilian Carlson"], ["Mary Ann Example", "John Example"], ["Na Li"], ["Jennifer Null"],
    ]  # fmt: skip
    assert found[5].party.people[0].family == "Carlson"


def test_withdrawals_are_read_from_columns_and_from_the_name_of_a_list():
    first, second = rows("optout-columns.csv")
    (listed,) = rows("unsubscribed_audience_example.csv")

    assert dict(first.party.told.consents) == {"email": False, "mail": False}
    assert dict(second.party.told.consents) == {"email": False, "phone": False, "text": False, "mail": False}
    assert (dict(listed.party.told.consents), listed.party.told.consent_on) == ({"email": False}, "2024-02-01")
    assert listed.party.told.unsubscribed == listed.party.contact.emails != ()


def test_ways_to_reach_somebody_are_read():
    contacts = [row.party.contact for row in rows("reach.csv")]

    assert [contact.emails for contact in contacts[:2]] == [("sara@example.com",), ("zara@example.com",)]
    assert [contact.phones for contact in contacts] == [
        ("+13175550143",), ("+13175550144",), ("+13175550145", "+13175550146"), (), ("5550148",),
        ("+13175550142 ext. 12",),
    ]  # fmt: skip
    assert contacts[3].unread == ("3.17556E+09",)
    assert {contact.postal_code for contact in contacts[:2]} == {"46032-1234"}


def test_money_that_went_back_finds_its_gift_and_times_their_year():
    gift, other, back = rows("refund-exact.csv")

    assert (back.gift, back.gift != other.gift, str(back.amount)) == (gift.gift, True, "-50.00")
    assert {row.date for row in rows("utc-year-end.csv")} == {date(2024, 12, 31)}
    assert [row.date for row in rows("recd-on.csv")] == [date(2024, 12, 30)]


def test_persons_households_pounds_and_pledges():
    assert len({row.supporter for row in rows("digits-in-names.csv")}) == 4
    assert [row.decision for row in rows("household-greeting.csv")] == [ACCEPT, ACCEPT]
    assert [(row.currency, str(row.amount)) for row in rows("pounds.csv")] == [
        ("GBP", "20.00"), ("GBP", "20.00"), ("GBP", "35.00"),
    ]  # fmt: skip
    assert [row.decision for row in rows("eid-pledge-drive.csv")] == [REVIEW]
