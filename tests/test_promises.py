"""What pages and letters promise the public: every sentence about what we do is one that something here keeps.

A charity's own promises stand in its settings, not in a template. Whoever adds a sentence adds what keeps it.
"""

import re
from pathlib import Path

import pytest

from core.models import Organization
from tests.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]

TEMPLATES = Path(__file__).parents[1] / "templates"
PUBLIC = ("give", "events/public", "receipts/mail", "core/letters")
SAID = re.compile(r"""{% translate "([^"]+)"|{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}""", re.S)
PROMISE = re.compile(r"\b([Ww]e|[Oo]ur|us|[Ww]ithin|days|[Aa]lways|[Nn]ever|at once|guarantee|promise)\b")

#: The sentence, and what keeps it.
KEPT = {
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
    "Ordered already? Your order is at the link we gave you then.": "the order's address",
}


def sentences():
    """Every translated text of the public templates that speaks of us or of a time, without markup and variables."""
    for folder in PUBLIC:
        for path in sorted((TEMPLATES / folder).rglob("*")):
            for plain, block in SAID.findall(path.read_text()) if path.is_file() else ():
                text = re.sub(r"<[^>]+>|{[{%].*?[}%]}", " ", plain or block)
                text = " ".join(text.split()).replace(" .", ".").strip(" ,")
                if PROMISE.search(text):
                    yield text


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
