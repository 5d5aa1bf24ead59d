from decimal import Decimal
from typing import Any

from imports.matching.payers import name_payers
from imports.plans import PlannedRow


def seat(number: int, **more: Any) -> PlannedRow:
    return PlannedRow("", number, kind="ticket", amount=Decimal(60), **more)


def test_the_buyer_pays_for_guests_and_not_for_the_own_seat() -> None:
    buyer, guest, own = seat(2, supporter="new:1"), seat(3, supporter="new:2", paid_in=2), seat(4, paid_in=2)
    own.supporter = "new:1"

    name_payers([buyer, guest, own])

    assert [row.payer for row in (buyer, guest, own)] == [None, "new:1", None]


def test_an_organization_that_bought_gives_all_seats() -> None:
    buyer, guest = seat(2, organization="new:9"), seat(3, supporter="new:2", paid_in=2)

    name_payers([buyer, guest])

    assert (guest.organization, guest.payer) == ("new:9", None)


def test_seats_of_an_unknown_buyer_are_held() -> None:
    buyer, guest = seat(2), seat(3, supporter="new:2", paid_in=2)

    name_payers([buyer, guest])

    assert (buyer.decision, guest.decision) == ("accept", "review")
