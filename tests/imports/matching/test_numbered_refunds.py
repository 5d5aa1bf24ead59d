from datetime import date
from decimal import Decimal
from typing import Any

from imports.matching.known_records import KnownGift, KnownRecords
from imports.matching.numbered_refunds import find_numbered
from imports.plans import PlannedRow, Reference

NUMBER = Reference("paypal", "transaction", "5TX01")


def row(kind: str, amount: str, **more: Any) -> PlannedRow:
    return PlannedRow("", 2, kind=kind, amount=Decimal(amount), currency="USD", **{"references": (NUMBER,), **more})


def known() -> KnownRecords:
    gift = KnownGift(
        key="gift:4", kind="gift", date=date(2024, 3, 1), amount=Decimal("50.00"), currency="USD", supporter=None,
        organization=None, method="paypal", fund="LIB", references=(NUMBER,),
    )  # fmt: skip
    return KnownRecords(gifts=[gift])


def test_a_refund_gets_the_gift_and_fund_of_its_number() -> None:
    back = row("refund", "-20.00")

    find_numbered([back], known())

    assert (back.decision, back.gift, back.fund) == ("accept", "gift:4", "LIB")


def test_a_number_that_names_no_gift_holds_the_refund() -> None:
    back = row("chargeback", "-20.00", references=(Reference("paypal", "transaction", "other"),))

    find_numbered([back], known())

    assert (back.decision, back.gift) == ("review", None)


def test_a_refund_follows_the_question_whether_its_gift_is_another() -> None:
    gift, back = row("gift", "50.00", gift="new:1", same_as="gift:9", fund="WELL"), row("refund", "-50.00")

    find_numbered([gift, back], KnownRecords())

    assert (back.gift, back.same_as, back.fund) == ("new:1", "gift:9", "WELL")


def test_check_numbers_are_left_to_other_evidence() -> None:
    back = row("refund", "-20.00", references=(Reference("check", "number", "101"),))

    find_numbered([back], known())

    assert (back.decision, back.gift) == ("accept", None)
