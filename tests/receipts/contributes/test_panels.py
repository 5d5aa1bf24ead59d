"""What receipts add to the pages of gifts and supporters and to the home page."""

from datetime import date
from decimal import Decimal

import pytest

from donations.ledger.refunds import refund_gift
from donations.models import Gift
from receipts.issuing import services
from receipts.models import Receipt
from tests.support.builders import TODAY, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


def issue(*gifts: Gift) -> list[Receipt]:
    return services.issue_receipts(gifts=gifts, by=None, issued_on=TODAY).new


def refund(gift: Gift, amount: str) -> None:
    refund_gift(gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")


def test_the_gifts_page_says_how_it_stands_with_its_receipt(client_as):
    waiting, history, done = make_gift(), make_gift(history=True), make_gift()
    (receipt,) = issue(done)
    client = client_as("finance")

    texts = [client.get(f"/gifts/{gift.pk}/").content.decode() for gift in (waiting, history, done)]

    assert f"/acknowledgments/issue/?gift={waiting.pk}" in texts[0]
    assert "imported history" in texts[1]
    assert f"/acknowledgments/choose/?gift={history.pk}&amp;wanted=1" in texts[1]
    assert f"/receipts/{receipt.pk}/" in texts[2]


def test_the_supporters_page_and_the_search_lead_to_receipts(client_as):
    person = make_supporter("Zainab Uncommonname")
    (receipt,) = issue(make_gift(supporter=person))
    client = client_as("finance")

    assert f"/receipts/{receipt.pk}/" in client.get(f"/supporters/{person.pk}/").content.decode()
    assert f"/receipts/{receipt.pk}/" in client.get("/search/", {"q": "2026-0001"}).content.decode()


def test_home_says_what_waits(client_as):
    (receipt,) = issue(make_gift(Decimal("300")))
    refund(receipt.lines.get().gift, "100")
    make_gift(gift_on=date(2026, 4, 1))

    text = client_as("finance").get("/").content.decode()

    assert "Receipts to issue" in text
    assert "Receipts that no longer match their gifts" in text
