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

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
PUBLIC = ("give", "events/public", "receipts/mail", "core/letters")
SAID = re.compile(r"""{% translate "([^"]+)"|{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}""", re.S)
PROMISE = re.compile(r"\b([Ww]e|[Oo]ur|us|[Ww]ithin|days|[Aa]lways|[Nn]ever|[Oo]nly|at once|guarantee|promise)\b")

#: The sentence, and what keeps it.
KEPT = {
    "One more step: please call us.": "an invitation to call, while mail is off",
    "Only we read it.": "notes are shown to staff alone",
    "If you have a question about it, please contact us.": "an invitation to write",
    "If you still plan to attend, please contact us.": "an invitation to write",
    "We corrected the record of this gift.": "the gift was corrected",
    "Where you live, a word to us": "a heading",
    "You pay on Stripe’s page. Your card number never reaches us.": "the hosted payment page",
    "Write to us": "a link",
    "Not there tomorrow? Look in spam, or write to us.": "an invitation to write",
    "The money goes back the way it came; banks take five to ten days.": "what banks do, after a refund was sent",
    "We hold your seats.": "the order holds them",
    "You may ask for your money back, or leave it as a gift: please write or call us.": "refund and waiver of an order",
    "on it, so that we know your seats.": "the order's number",
    "Your payment came in after your seats had been released. Nothing is lost; choose what we should do.": "the wish",
    "We look whether a seat comes back.": "paid orders without a seat stand on the event's page with their wish",
    "By check: we hold your seats, and the next page tells you where to send it.": "the order holds them",
    "Our goal": "a heading",
    "of our goal of": "a figure",
    "It tells us which day it is where you are: that day is the date of your gift.": "the time zone of a ZIP code",
    "Why you can rely on us": "the heading of what the settings promise",
    "lease be our guests:": "a hosted invitation",
    "e would be glad to see you:": "an invitation",
    "Send our answer": "a button",
    "You are our guests; there is nothing to pay.": "a hosted invitation costs nothing",
    "Seats that are given back are offered here again: please look in later, or call us.": "seats returned are free",
    "Please call us if you would like to come.": "an invitation to call",
    "Staff still see it, and it stands on your receipt.": "an anonymous donor is hidden from the public alone",
    "Online we take up to": "the largest gift of the form",
    "Only the event team reads it.": "notes and needs are shown with the event's permissions",
    "Anything we should know?": "a label",
    "By check: we send a link to your e-mail, and hold your seats once you open it.": "the letter that asks to confirm",
    "For a party this large please call us.": "an invitation to call",
    "No, we cannot": "an answer to choose",
    "Choose “by check”, and we hold your seats.": "the order holds them",
    "Thank you, we have your answer.": "the answer is stored",
    "There are not enough seats left for all of you. Please call us.": "an invitation to call",
    "We hold your seats at": "the order holds them",
    "No check came in time, so others may have your seats now.": "the day on which held seats lapse",
    "One more step: open our letter.": "the letter that asks to confirm",
    "We cannot send mail just now. Please call us or write to us, and we hold your seats.": "staff place orders",
    "Shall we hold your seats?": "a question",
    "Meanwhile the last seats were taken. Please call us.": "an invitation to call",
    "We hold as many seats for your checks as we can.": "the limit of seats by check",
    "Please pay for those first, or call us.": "the limit of seats at payment pages, counted without what is paid",
    "Too many seats wait for checks just now. Please pay by card, or call us.": "the limit of seats by check",
    "We wrote to this address just now: open the link in our letter.": "the letter that asks to confirm",
    "We hold your seats until": "the day on which held seats lapse",
    "Open it, and we hold your seats.": "the letter that asks to confirm",
    "By check we hold up to": "the limit of seats by check",
    "is at another time or place than we wrote.": "the letter to guests of a changed event",
    "A word to us": "a label",
    "Ordered already? Your order is at the link we gave you then.": "the order's address",
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

    assert "rely on us" not in silent
    assert "We answer every letter." in english
    assert urdu_promise in urdu
