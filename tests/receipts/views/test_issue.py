"""Issuing acknowledgments: the preview, the run, and gifts without a receipt."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages

from core.models import Message
from donations.ledger.drafts import LineDraft
from donations.models import Gift
from receipts.issuing import queue, services
from receipts.models import Receipt, ReceiptVoid
from tests.support.builders import TODAY, general_fund, make_gift

pytestmark = pytest.mark.usefixtures("organization")


def issue(*gifts: Gift) -> list[Receipt]:
    return services.issue_receipts(gifts=gifts, by=None, issued_on=TODAY).new


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_run_shows_what_it_would_do_then_issues(client_as):
    line = LineDraft(general_fund().pk, Decimal("150"), kind="ticket")
    first, second, held = make_gift(Decimal("100")), make_gift(Decimal("50")), make_gift(lines=(line,))
    client = client_as("development")
    picked = {"gift": [first.pk, second.pk, held.pk]}

    preview = client.get("/acknowledgments/issue/", picked).content.decode()
    assert "Issue 2 receipts" in preview
    assert "$150.00" in preview
    assert "Enter what the donor received and its value" in preview
    assert Receipt.objects.count() == 0

    answer = client.post("/acknowledgments/issue/", picked)

    assert list(Receipt.objects.order_by("seq").values_list("seq", "lines__gift")) == [
        (1, first.pk),
        (2, second.pk),
    ]
    assert said(answer)[0].startswith("2 receipts issued, ")
    assert said(answer)[1].startswith(f"{held.spoken_number} needs review.")
    assert {receipt.issued_by for receipt in Receipt.objects.all()} == {client.user}
    assert Message.objects.count() == 0


def test_posting_the_run_twice_issues_once(client_as):
    gift, client = make_gift(), client_as("finance")

    first, second = (client.post("/acknowledgments/issue/", {"gift": [gift.pk]}) for _ in "12")

    receipt = Receipt.objects.get()
    assert first.url == f"/receipts/{receipt.pk}/"
    assert said(second)[-1] == "1 gift already had a receipt."


def test_everything_that_waits_can_be_reviewed_at_once(client_as):
    make_gift(Decimal("10"))
    make_gift(Decimal("20"))
    make_gift(Decimal("40"), history=True)

    text = client_as("finance").get("/acknowledgments/issue/", {"pick": "all"}).content.decode()

    assert "Issue 2 receipts" in text
    assert "$30.00" in text


@pytest.mark.parametrize("query", ["", "gift=", "gift=abc", "gift=999999", "gift=1&gift=%01", "all="])
def test_a_run_of_nothing_goes_back_to_the_list(client_as, query):
    client = client_as("finance")

    for answer in (client.get(f"/acknowledgments/issue/?{query}"), client.post(f"/acknowledgments/issue/?{query}")):
        assert (answer.status_code, answer.url) == (302, "/acknowledgments/")
    assert Receipt.objects.count() == 0


def test_a_preview_of_a_gift_that_waits_no_more_says_why(client_as):
    gift = make_gift()
    issue(gift)

    text = client_as("finance").get("/acknowledgments/issue/", {"gift": gift.pk}).content.decode()

    assert "Nothing to issue" in text
    assert "Receipt 2026-0001 is already issued." in text


def test_history_waits_in_a_list_of_its_own_until_chosen(client_as):
    gift = make_gift(history=True)
    client = client_as("development")
    assert client.get("/acknowledgments/?history=1").url == "/acknowledgments/history/"
    assert gift.spoken_number not in client.get("/acknowledgments/").content.decode()
    assert gift.spoken_number in client.get("/acknowledgments/history/").content.decode()
    assert "Nothing is issued or sent yet" in client.get(
        "/acknowledgments/choose/", {"gift": gift.pk, "wanted": "1"}
    ).content.decode().replace("nothing is", "Nothing is")

    client.post("/acknowledgments/choose/", {"gift": [gift.pk], "wanted": "1"})

    assert list(queue.awaiting()) == [gift]
    assert Receipt.objects.count() == 0
    assert gift.spoken_number in client.get("/acknowledgments/").content.decode()


def test_setting_aside_needs_a_reason(client_as):
    gift = make_gift()
    client = client_as("development")

    refused = client.post("/acknowledgments/choose/", {"gift": [gift.pk], "wanted": "0"})
    assert (refused.status_code, list(queue.awaiting())) == (422, [gift])

    client.post("/acknowledgments/choose/", {"gift": [gift.pk], "wanted": "0", "reason": "The donor asked for none"})

    assert list(queue.awaiting()) == []
    assert "The donor asked for none" in client.get("/acknowledgments/set-aside/").content.decode()


def test_development_may_issue_and_not_void(client_as):
    (receipt,) = issue(make_gift())
    client = client_as("development")

    assert client.post(f"/receipts/{receipt.pk}/void/", {"reason": "x"}).status_code == 403
    assert client.post(f"/receipts/{receipt.pk}/replace/", {"reason": "x"}).status_code == 403
    assert f"/receipts/{receipt.pk}/void/" not in client.get(f"/receipts/{receipt.pk}/").content.decode()
    assert ReceiptVoid.objects.count() == 0
