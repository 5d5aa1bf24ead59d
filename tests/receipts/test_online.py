"""The letter that brings a receipt: in text and in HTML, in the donor's language."""

import re
from decimal import Decimal

import pytest

from core.mail import drain
from core.mail.services import release
from core.mail.transport import DeliveryResult
from core.models import Message, Organization
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.ledger.refunds import refund_gift
from donations.models import GiftIntent
from receipts.issuing.services import issue_receipts, void_receipt
from receipts.online import write_message
from receipts.printing.drawing import print_receipt
from tests.support.builders import TODAY, general_fund, make_gift, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")


def written(language: str, name: str = "Amina Testperson"):
    gift = make_gift(Decimal("1250"), supporter=make_supporter(name))
    receipt = issue_receipts(gifts=[gift], by=None, issued_on=TODAY).new[0]
    print_receipt(receipt)
    intent = GiftIntent(full_name=name, email="amina@example.org", language=language, amount=Decimal("1250"))
    return receipt, write_message(receipt, intent)


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [("en", "ltr", ["Dear Amina Testperson,", "with your tax records"]), ("ur", "rtl", ["محترم", "شکریہ", "منسلک"])],
)
def test_both_bodies_tell_the_same_in_the_language_of_the_donor(language, direction, words):
    receipt, letter = written(language)

    for body in (letter.text, letter.html):
        assert [word for word in [*words, receipt.number, "$1,250.00", "1 Example Street"] if word not in body] == []
    assert f'<html lang="{language}" dir="{direction}"' in letter.html
    assert list(letter.attachments.all()) == [receipt.pdf]


def test_every_style_stands_on_its_element_and_nothing_is_loaded():
    _, letter = written("en")

    cells = re.findall(r"<td[^>]*>", letter.html)
    assert len(cells) == 6
    assert all("style=" in cell and "padding: 8px 0" in cell for cell in cells)
    assert re.findall(r"""(?:src|url)\s*[=(]\s*["']?([^"')]+)""", letter.html) == []
    assert letter.html.count("<style>") == 1  # what mail programs ask of the dark theme


def test_a_name_cannot_bring_markup_into_the_letter():
    _, letter = written("en", name="Amina <b>Testperson</b>")

    assert "Dear Amina &lt;b&gt;Testperson&lt;/b&gt;," in letter.html
    assert "Dear Amina <b>Testperson</b>," in letter.text


@pytest.mark.parametrize(
    ("language", "words", "never"),
    [
        ("en", ["payment of $460.00", "Your contribution is $340.00", "$120.00"], "your gift of"),
        ("ur", ["$460.00", "$340.00", "$120.00", "ادائیگی"], "عطیے کا شکریہ"),
    ],
)
def test_a_dinner_is_thanked_for_as_its_receipt_has_it(language, words, never):
    benefit = BenefitDraft("dinner", Decimal("60"), quantity=2)
    line = LineDraft(general_fund().pk, Decimal("460"), kind="ticket", benefits=(benefit,))
    receipt = issue_receipts(gifts=[make_gift(lines=(line,))], by=None, issued_on=TODAY).new[0]

    letter = write_message(
        receipt, GiftIntent(full_name="A", email="amina@example.org", language=language, amount=Decimal("460"))
    )

    for body in (letter.text, letter.html):
        assert [word for word in words if word not in body] == []
        assert never not in body


def test_a_purchase_is_never_called_a_gift():
    benefit = BenefitDraft("dinner", Decimal("60"), quantity=2)
    line = LineDraft(general_fund().pk, Decimal("120"), kind="ticket", benefits=(benefit,))
    receipt = issue_receipts(gifts=[make_gift(lines=(line,))], by=None, issued_on=TODAY).new[0]

    letter = write_message(
        receipt, GiftIntent(full_name="A", email="amina@example.org", language="en", amount=Decimal("120"))
    )

    assert "no part of your payment is a contribution" in letter.text
    assert "gift" not in letter.text.lower().replace("gifts@", "").replace("giving@", "")
    assert "tax" not in letter.text


def test_an_email_with_a_receipt_that_is_true_no_more_never_leaves():
    by = make_user("finance")
    (voided, first), (refunded, second), (_, third) = (
        written("en", name=f"Amina {x}") for x in ("One", "Two", "Three")
    )
    gift = refunded.lines.get().gift
    void_receipt(receipt=voided, by=by, on=TODAY, reason="Entered twice")
    refund_gift(gift=gift, amount=Decimal("50"), refunded_on=TODAY, posted_on=TODAY, by=by, reason="Asked")

    count = release(messages=Message.objects.all(), by=by)

    assert count == 1
    assert {message.pk: (message.state, message.why) for message in Message.objects.all()} == {
        first.pk: ("discarded", f"Receipt {voided.number} was voided."),
        second.pk: ("discarded", f"Receipt {refunded.number} no longer matches its gift."),
        third.pk: ("ready", ""),
    }


def test_one_that_was_released_before_is_discarded_as_it_would_leave():
    receipt, message = written("en")
    release(messages=Message.objects.all(), by=(by := make_user("finance")))
    void_receipt(receipt=receipt, by=by, on=TODAY, reason="Entered twice")

    ready = drain._prepared(message, Organization.current())

    assert ready == DeliveryResult("discarded", f"Receipt {receipt.number} was voided.")
