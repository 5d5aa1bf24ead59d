"""The pages, through HTTP: reading receipts, running acknowledgments, voiding and replacing."""

from decimal import Decimal
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages
from django.utils.html import strip_tags

from core.models import AuditEntry
from donations.ledger.refunds import refund_gift
from donations.models import Gift
from receipts.issuing import services
from receipts.models import Receipt, ReceiptVoid
from receipts.verification import text_of
from tests.support.builders import TODAY, make_gift, make_supporter
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")


def issue(*gifts: Gift) -> list[Receipt]:
    return services.issue_receipts(gifts=gifts, by=None, issued_on=TODAY).new


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def refund(gift: Gift, amount: str) -> None:
    refund_gift(gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")


def test_a_receipt_shows_what_was_printed_and_why(client_as):
    (receipt,) = issue(make_gift(Decimal("250")))

    text = client_as("development").get(f"/receipts/{receipt.pk}/").content.decode()

    assert "No goods or services were provided in exchange for this contribution." in text
    assert "$250.00 is at least $250.00 (IRC 170(f)(8))" in text
    assert receipt.lines.get().gift.spoken_number in text


def test_the_pdf_is_named_by_its_number_only(client_as):
    (receipt,) = issue(make_gift(supporter=make_supporter("Zainab Uncommonname")))
    client = client_as("finance")

    shown, taken = client.get(f"/receipts/{receipt.pk}/pdf/"), client.get(f"/receipts/{receipt.pk}/pdf/?download=1")

    assert (shown["Content-Type"], shown["Content-Disposition"]) == (
        "application/pdf",
        'inline; filename="receipt-2026-0001.pdf"',
    )
    assert taken["Content-Disposition"] == 'attachment; filename="receipt-2026-0001.pdf"'
    assert taken.content == shown.content == bytes(receipt.pdf.content)
    assert "Zainab Uncommonname" in text_of(shown.content)


def test_a_pdf_that_is_missing_is_drawn_when_asked_for(client_as, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(services.drawing, "print_or_leave", lambda receipt: None)
        (receipt,) = issue(make_gift())
    assert receipt.pdf is None

    answer = client_as("finance").get(f"/receipts/{receipt.pk}/pdf/")

    assert answer.content.startswith(b"%PDF-")
    assert Receipt.objects.get(pk=receipt.pk).pdf is not None


def test_a_protected_donor_is_named_in_the_pdf_alone_and_opening_it_is_kept(client_as):
    hidden = make_supporter("Zainab Uncommonname", protected=True)
    (receipt,) = issue(make_gift(supporter=hidden))
    client = client_as("finance")

    pages = ["/receipts/", f"/receipts/{receipt.pk}/", f"/receipts/{receipt.pk}/void/", f"/gifts/{receipt.pk}/"]
    texts = [client.get(page).content.decode() for page in pages if "gifts" not in page]
    pdf = client.get(f"/receipts/{receipt.pk}/pdf/")

    assert all("Uncommonname" not in text for text in texts)
    assert "Zainab Uncommonname" in text_of(pdf.content)
    assert AuditEntry.objects.filter(act="receipt.opened", object_id=receipt.pk).count() == 1


def test_development_reads_a_protected_name_on_a_receipt_once_it_is_revealed_for_a_reason(client_as):
    hidden = make_supporter("Zainab Uncommonname", protected=True)
    (receipt,) = issue(make_gift(supporter=hidden))
    client, pdf = client_as("development"), f"/receipts/{receipt.pk}/pdf/"
    file = receipt.pdf.get_absolute_url()

    page, asked, download = client.get(f"/receipts/{receipt.pk}/"), client.get(pdf), client.get(file)
    kept = (AuditEntry.objects.filter(act="receipt.opened").exists(), "Reveal and open PDF" in page.text)
    revealed = client.post(asked.url, {"reason": "She asked for a copy"})
    opened = client.get(revealed.url)

    assert (asked.status_code, asked.url) == (302, f"/supporters/{hidden.pk}/reveal/?next={quote(pdf, safe='')}")
    assert (download.status_code, kept) == (404, (False, True))
    assert revealed.url == pdf
    assert "Zainab Uncommonname" in text_of(opened.content)
    assert list(AuditEntry.objects.filter(act__in=["supporter.revealed", "receipt.opened"]).values_list("act")) == [
        ("receipt.opened",),
        ("supporter.revealed",),
    ]


def test_who_gave_jointly_with_a_protected_person_has_a_guarded_receipt_too(client_as):
    hidden = make_supporter("Zainab Uncommonname", protected=True)
    (receipt,) = issue(make_gift(joint_with_id=hidden.pk))

    pages = {role: client_as(role).get(f"/receipts/{receipt.pk}/").text for role in ("development", "finance")}
    pdfs = {role: client_as(role).get(f"/receipts/{receipt.pk}/pdf/").status_code for role in pages}
    files = {role: client_as(role).get(receipt.pdf.get_absolute_url()).status_code for role in pages}

    assert ["Uncommonname" in page for page in pages.values()] == [False, False]
    assert pdfs == {"development": 302, "finance": 200}
    assert files == {"development": 404, "finance": 200}


def test_voiding_needs_a_reason_and_is_told(client_as):
    (receipt,) = issue(make_gift())
    client = client_as("finance")

    refused = client.post(f"/receipts/{receipt.pk}/void/", {"reason": " "})
    assert (refused.status_code, ReceiptVoid.objects.count()) == (422, 0)

    answer = client.post(f"/receipts/{receipt.pk}/void/", {"reason": "Printed for the wrong person"})

    assert answer.url == f"/receipts/{receipt.pk}/"
    assert list(ReceiptVoid.objects.values_list("receipt", "by", "reason")) == [
        (receipt.pk, client.user.pk, "Printed for the wrong person")
    ]
    assert "Printed for the wrong person" in client.get(f"/receipts/{receipt.pk}/").content.decode()


def test_the_history_of_a_gift_whose_receipt_was_voided_says_that_it_was_removed(client_as):
    gift = make_gift()
    (receipt,) = issue(gift)
    client = client_as("finance", "admin")
    client.post(f"/receipts/{receipt.pk}/void/", {"reason": "Printed for the wrong person"})

    pages = [client.get(page).text for page in (f"/gifts/{gift.pk}/", "/audit/?act=receipt.voided")]

    for page in pages:
        told = " ".join(strip_tags(page).split())
        assert f"was {receipt.number} removed" in told
        assert "nothing" not in told.split(receipt.number, 1)[1][:20]


def test_after_a_refund_the_page_proposes_the_replacement_and_makes_it(client_as):
    gift = make_gift(Decimal("300"))
    (receipt,) = issue(gift)
    refund(gift, "100")
    client = client_as("finance")

    detail = client.get(f"/receipts/{receipt.pk}/").content.decode()
    before = client.get(f"/receipts/{receipt.pk}/replace/").content.decode()
    answer = client.post(f"/receipts/{receipt.pk}/replace/", {"reason": "Refunded in part"})

    new = Receipt.objects.get(replaces=receipt)
    assert "no longer matches its gift" in detail
    assert "Corrected receipt" in before
    assert "$200.00" in before
    assert answer.url == f"/receipts/{new.pk}/"
    assert (
        f'Replaced by <a class="link" href="/receipts/{new.pk}/">'
        in client.get(f"/receipts/{receipt.pk}/").content.decode()
    )


@pytest.mark.parametrize("receipted", [True, False])
@pytest.mark.parametrize("verb", ["refund", "correct"])
def test_what_changes_a_gift_says_which_receipt_is_out_of_date_where_there_is_one(client_as, receipted, verb):
    gift, client = make_gift(Decimal("300")), client_as("finance")
    numbers = [receipt.number for receipt in issue(gift)] if receipted else []
    fund = gift.lines.get().fund_id
    reversed_entry = {"take_back": "1", "gift_on": gift.gift_on, "method": gift.method, "fund": fund, "version": "1"}
    values = {"refund": {"refunded_on": gift.gift_on}, "correct": reversed_entry}[verb]

    answer = client.post(f"/gifts/{gift.pk}/{verb}/", {**values, "amount": "300", "reason": "Paid twice"}, follow=True)

    assert answer.redirect_chain
    said = one_line(answer.text)
    assert [f"Receipt {number} is out of date: void or replace it." in said for number in numbers] == [True] * len(
        numbers
    )
    assert ("is out of date: void" in said) is receipted


def test_what_cannot_be_replaced_is_said_and_nothing_is_written(client_as, monkeypatch):
    (receipt,) = issue(make_gift())
    line = "receipts.issuing.assessment.for_decision"
    monkeypatch.setattr(line, lambda kind: None)

    answer = client_as("finance").post(f"/receipts/{receipt.pk}/replace/", {"reason": "Misprint"})

    assert answer.status_code == 422
    assert "Void the receipt instead" in answer.content.decode()
    assert (Receipt.objects.count(), ReceiptVoid.objects.count()) == (1, 0)
