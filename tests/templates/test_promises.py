"""What pages and letters promise the public: every sentence about what we do is one that something here keeps.

A charity's own promises stand in its settings, not in a template. Whoever adds a sentence adds what keeps it.
"""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from core.models import Organization
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PUBLIC = ("give", "events/public", "receipts/mail", "core/letters")
SAID = re.compile(r"""{% translate "([^"]+)"|{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}""", re.S)
PROMISE = re.compile(r"\b([Ww]e|[Oo]ur|us|[Ww]ithin|days|[Aa]lways|[Nn]ever|[Oo]nly|at once|guarantee|promise)\b")

#: The sentence, and what keeps it.
KEPT = {
    "One more step: please call us.": "an invitation to call, while mail is off",
    "Only our staff will see this.": "notes are shown to staff alone",
    "If you have questions, please contact us.": "an invitation to write",
    "If you still plan to attend, please contact us.": "an invitation to write",
    "We corrected the record of this gift.": "the gift was corrected",
    "You'll pay on Stripe's secure page. We never see your card number.": "the hosted payment page",
    "Email us": "a link",
    "You can download it on the confirmation page. We'll also email it to you.": "the receipt's email",
    "We'll email your receipt here.": "the receipt's email",
    "We received your gift. Your support makes this work possible.": "a gift that was paid",
    "Our staff will review your receipt, then email it to you.": "receipts held for review",
    "We'll email your receipt once your bank confirms the payment.": "the receipt's email",
    "We'll also email it to": "the receipt's email",
    "Enter your email address. We'll send your receipt there.": "the receipt's email",
    "so all of your gift supports our work.": "the fee that is covered",
    "You can still support our work.": "a link to the other page",
    "The refund is made to your original payment method. Banks usually take 5 to 10 days.": "what banks do",
    "We're holding your seats.": "the order holds them",
    "You can ask for a refund or leave your payment as a gift. Please contact us.": "refund and waiver of an order",
    "on the check so we can match it to your order.": "the order's number",
    "We'll look for a seat that opens up.": "paid orders without a seat are listed on the event's page with their wish",
    "Our goal": "a heading",
    "of our goal of": "a figure",
    "We use your location to set the date of your gift.": "the time zone of a ZIP code",
    "Our promise to you": "the heading of what the settings promise",
    "lease join us as our guest at": "a hosted invitation",
    "We hope you'll join us at": "an invitation",
    "Will you join us?": "an invitation",
    "Released seats are offered here again. Check back later, or call us.": "seats returned are free",
    "If you'd like to attend, please call us.": "an invitation to call",
    "Your name stays off public lists. Our staff can see it": "an anonymous donor is hidden from the public alone",
    "To give more, please contact us.": "the largest gift of the form",
    "Only the event team sees this.": "notes and needs are shown with the event's permissions",
    "Anything we should know?": "a label",
    "So we can reach you about the event.": "the phone number of an order",
    "If you pay by check, we'll email you a link. We hold your seats once you open it.": "the email with the link",
    "Your card is charged only when you confirm on the payment page. We hold your seats while you pay.": "the order",
    "For a party this large, please call us.": "an invitation to call",
    "Thank you. We received your answer.": "the answer is stored",
    "There aren't enough seats left for your party. Please call us.": "an invitation to call",
    "We're holding your seats at": "the order holds them",
    "We didn't receive your check in time": "the day on which held seats lapse",
    "One more step: open our email.": "the email that asks to confirm",
    "We can't send email right now. Please call or write to us to hold your seats.": "staff place orders",
    "Would you like us to hold your seats?": "a question",
    "The last seats were just taken. Please call us.": "an invitation to call",
    "We already hold as many of your seats as we can for payment by check.": "the limit of seats by check",
    "Please pay for those first, or call us.": "the limit of seats at payment pages, counted without what is paid",
    "We can't hold more seats for payment by check right now.": "the limit of seats by check",
    "We just emailed this address. Open the link in our email.": "the email that asks to confirm",
    "We couldn't reach the payment page. Nothing was charged. Please try again.": "no payment without a page",
    "The payment page didn't open. We're holding your seats. Please try again.": "the order holds them",
    "We received your payment, but no seats are left.": "an order that is paid without a seat",
    "We're confirming your payment.": "the bank's answer is on its way",
    "We'll send your receipt to": "the receipt's email",
    "We're holding your seats until": "the day on which held seats lapse",
    "We're sending a link to": "the email that asks to confirm",
    "For payment by check, we can hold up to": "the limit of seats by check",
}


def sentences():
    """Every text the public reads that speaks of us or of a time, without markup and variables: of templates, and all
    that is translated (forms and messages)."""
    for folder in PUBLIC:
        for path in sorted((TEMPLATES / folder).rglob("*")):
            for plain, block in SAID.findall(path.read_text()) if path.is_file() else ():
                text = re.sub(r"<[^>]+>|{[{%].*?[}%]}", " ", plain or block)
                text = " ".join(text.split()).replace(" .", ".").strip(" ,")
                if PROMISE.search(text):
                    yield text
    for app in ("donations", "events"):
        with (ROOT / app / "locale/ur/LC_MESSAGES/django.po").open("rb") as file:
            for message in read_po(file):
                texts = [message.id] if isinstance(message.id, str) else message.id
                yield from filter(PROMISE.search, map(_bare, texts))


def _bare(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>|%\(\w+\)s", " ", text).split())


def test_every_promise_of_a_public_page_is_kept_by_something():
    unknown = sorted({text for text in sentences() if not any(known in text for known in KEPT)})

    assert unknown == []


@pytest.mark.usefixtures("shop")
def test_a_charity_promises_donors_what_its_settings_say_and_nothing_else(client):
    silent = client.get("/give/").content.decode()
    urdu_promise = "ہم ہر خط کا جواب دیتے ہیں۔"
    Organization.objects.update(giving_promise="We answer every letter.", giving_promise_ur=urdu_promise)

    english, urdu = (client.get(f"/give/?lang={language}").content.decode() for language in ("en", "ur"))

    assert "Our promise to you" not in silent
    assert "We answer every letter." in english
    assert urdu_promise in urdu
