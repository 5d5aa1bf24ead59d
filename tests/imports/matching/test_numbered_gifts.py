"""What rows that name a gift, and not its donor, take from gifts on record."""

from datetime import date
from decimal import Decimal

from crm.names.people import parse_names
from imports.formats.parties import party_named
from imports.matching.known_records import KnownGift, KnownPerson, KnownRecords
from imports.matching.numbered_gifts import NO_GIFT, OTHER_AMOUNT, explain_bank_lines, take_from_gifts
from imports.plans import PlannedRow, Reference

DAY = date(2024, 3, 14)
CHARGE, CHECK = Reference("stripe", "charge", "ch_3Made0001"), Reference("check", "number", "41")


def records(reference: Reference = CHARGE) -> KnownRecords:
    gift = KnownGift("g1", "ticket", DAY, Decimal(50), "USD", "7", method="card", fund="WELL", references=(reference,))
    return KnownRecords(people=[KnownPerson("7", parse_names("Ines Vance").people[0])], gifts=[gift])


def row(**values) -> PlannedRow:
    usual = {
        "kind": "gift",
        "date": DAY,
        "amount": Decimal(50),
        "currency": "USD",
        "references": (CHARGE,),
        "is_of_gift": True,
    }
    return PlannedRow("", 2, **{**usual, **values})


def test_a_row_without_a_donor_takes_donor_kind_fund_and_method_of_its_gift() -> None:
    bare = row()

    take_from_gifts([bare], records())

    assert (bare.gift, bare.supporter, bare.kind, bare.fund, bare.method) == ("g1", "7", "ticket", "WELL", "card")


def test_a_row_without_such_a_gift_is_held() -> None:
    strange, other, by_check = row(references=(Reference("stripe", "charge", "ch_9"),)), row(amount=Decimal(49)), row()
    by_check.references = (CHECK,)

    take_from_gifts([strange, other], records())
    take_from_gifts([by_check], records(CHECK))

    assert [(one.decision, one.reason) for one in (strange, other, by_check)] == [
        ("review", NO_GIFT), ("review", OTHER_AMOUNT), ("review", NO_GIFT),
    ]  # fmt: skip


def test_a_row_that_names_its_donor_is_left_alone() -> None:
    named = row(party=party_named("Tom Vance"), is_of_gift=False)

    take_from_gifts([named], records())

    assert (named.gift, named.supporter, named.kind) == (None, None, "gift")


def test_no_more_is_taken_back_than_was_given() -> None:
    part, more = row(kind="refund", amount=Decimal(-20)), row(kind="refund", amount=Decimal(-51))

    take_from_gifts([part, more], records())

    assert [(one.decision, one.gift) for one in (part, more)] == [("accept", "g1"), ("review", None)]


def test_a_line_of_the_bank_is_explained_only_by_a_gift_of_its_payer() -> None:
    payer, other = (
        row(party=party_named(name), references=(), decision="review", is_bank_line=True)
        for name in ("Ines Vance", "Palwasha Orakzai")
    )

    explain_bank_lines([payer, other], records())

    assert [one.decision for one in (payer, other)] == ["ignore", "review"]
