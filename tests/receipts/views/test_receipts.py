"""The pages, through HTTP: reading receipts, running acknowledgments, voiding and replacing."""

from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.contrib.messages import get_messages

from core.models import AuditEntry, Message
from donations.ledger.drafts import LineDraft
from donations.ledger.refunds import refund_gift
from donations.models import Gift
from receipts.issuing import queue, services
from receipts.models import Receipt, ReceiptVoid
from receipts.verification import text_of
from tests.support.builders import TODAY, general_fund, make_gift, make_supporter
from tests.support.lists import assert_constant_queries
from tests.support.markup import one_line

pytestmark = pytest.mark.usefixtures("organization")


def issue(*gifts: Gift) -> list[Receipt]:
    return services.issue_receipts(gifts=gifts, by=None, issued_on=TODAY).new


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def refund(gift: Gift, amount: str) -> None:
    refund_gift(gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice")


def test_the_list_shows_every_state_and_adds_up_what_stands(client_as):
    standing, stale, void = issue(make_gift(Decimal("10")), make_gift(Decimal("20")), make_gift(Decimal("40")))
    refund(stale.lines.get().gift, "5")
    services.void_receipt(receipt=void, by=None, on=TODAY, reason="Misprint")
    client = client_as("finance")

    found = {
        state: [number for number in ("2026-0001", "2026-0002", "2026-0003") if number in text]
        for state in ("", "issued", "stale", "void", "replaced")
        for text in [client.get("/receipts/", {"state": state}).content.decode()]
    }

    assert found == {
        "": ["2026-0001", "2026-0002", "2026-0003"],
        "issued": ["2026-0001"],
        "stale": ["2026-0002"],
        "void": ["2026-0003"],
        "replaced": [],
    }
    # 10 + 20 as printed; the void 40 counts no more.
    assert "$30.00" in client.get("/receipts/").content.decode()
    assert standing.number == "2026-0001"


def test_receipts_are_found_by_number_and_donor(client_as):
    first, _ = issue(make_gift(supporter=make_supporter("Zainab Uncommonname")), make_gift())
    client = client_as("finance")

    for words in (first.number, "0001", "uncommonname"):
        text = client.get("/receipts/", {"q": words}).content.decode()
        assert ("2026-0001" in text, "2026-0002" in text) == (True, False)


def test_lists_ask_a_constant_number_of_queries(client_as):
    client = client_as("finance")
    issue(make_gift())
    make_gift()
    make_gift(history=True)

    assert_constant_queries(client, "/receipts/", lambda: issue(make_gift()))
    assert_constant_queries(client, "/acknowledgments/", make_gift)
    assert_constant_queries(client, "/acknowledgments/history/", lambda: make_gift(history=True))


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


def test_letters_of_protected_people_are_left_out_of_a_file_for_who_may_not_read_them(client_as):
    hidden = make_supporter("Zainab Uncommonname", protected=True)
    _, guarded = issue(make_gift(), make_gift(supporter=hidden))
    development, finance = client_as("development"), client_as("finance")

    mine, theirs = (client.get("/receipts/print/", {"year": "2026"}) for client in (development, finance))
    alone = development.get("/receipts/print/", {"q": guarded.number})

    assert ["Uncommonname" in text_of(answer.content) for answer in (mine, theirs)] == [False, True]
    printed = AuditEntry.objects.filter(act="receipts.printed").order_by("pk").values_list("data", flat=True)
    assert list(printed) == [{"count": 1, "protected": 0}, {"count": 2, "protected": 1}]
    left = "1 letter that names a protected person was left out. Open that receipt on its own page."
    assert said(alone) == [left, f"Nothing was printed. {left}"]


def test_the_letters_of_a_list_are_printed_in_one_file(client_as):
    first, second, void = issue(make_gift(), make_gift(), make_gift())
    services.void_receipt(receipt=void, by=None, on=TODAY, reason="Misprint")

    answer = client_as("finance").get("/receipts/print/", {"year": "2026"})

    text = text_of(answer.content)
    assert [number in text for number in (first.number, second.number, void.number)] == [True, True, False]
    assert answer["Content-Disposition"] == 'inline; filename="receipts-2026-0001-to-2026-0002.pdf"'


def test_nothing_to_print_is_said(client_as):
    answer = client_as("finance").get("/receipts/print/")

    assert (answer.status_code, said(answer)) == (302, ["Nothing was printed. No active receipts match."])


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


def test_development_may_issue_and_not_void(client_as):
    (receipt,) = issue(make_gift())
    client = client_as("development")

    assert client.post(f"/receipts/{receipt.pk}/void/", {"reason": "x"}).status_code == 403
    assert client.post(f"/receipts/{receipt.pk}/replace/", {"reason": "x"}).status_code == 403
    assert f"/receipts/{receipt.pk}/void/" not in client.get(f"/receipts/{receipt.pk}/").content.decode()
    assert ReceiptVoid.objects.count() == 0


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


@pytest.mark.parametrize("query", ["sort=__class__", "page=999999", "state=x", "year=x", "issued_on=never"])
def test_a_hostile_address_of_a_list_does_no_harm(client_as, query):
    issue(make_gift())
    make_gift()
    client = client_as("finance")

    assert client.get(f"/receipts/?{query}").status_code == 200
    assert client.get(f"/acknowledgments/?{query}").status_code == 200
