"""What a document says, in one sentence: for the email it is attached to and for pages about it (English, Urdu).

    told = in_short(decision)                      paid, given, and what it is: a gift, partly a gift, a purchase, …
    told.sentence(on=date(2027, 2, 12), language="en")

It is made from the document's own decision, so that no email calls a gift what its receipt does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from babel.dates import format_date

from donations.deductibility.decision import Decision
from donations.deductibility.facts import ZERO, dollars
from donations.deductibility.wording.exemption_status import long_date

GIFT, PARTLY, PURCHASE, VOID, GRANT, THING = "gift", "partly", "purchase", "void", "grant", "thing"
BY_KIND = {"purchase_confirmation": PURCHASE, "void_notice": VOID, "institutional_acknowledgment": GRANT}

SENTENCES = {
    "en": {
        GIFT: "Thank you for your gift of {paid} on {on}.",
        PARTLY: "Thank you for your payment of {paid} on {on}. Your contribution is {given}; the other {value} is the "
        "value of what you receive in return.",
        PURCHASE: "We received your payment of {paid} on {on}. This is a purchase, and no part of your payment is a "
        "contribution.",
        VOID: "A receipt for your payment on {on} is no longer valid.",
        GRANT: "Thank you for the grant of {paid} on {on}.",
        THING: "Thank you for what you gave on {on}.",
    },
    "ur": {
        GIFT: "{on} کو دیے گئے {paid} کے عطیے کا شکریہ۔",
        PARTLY: "{on} کو {paid} کی ادائیگی کا شکریہ۔ اس میں سے {given} آپ کا عطیہ ہے؛ "
        "باقی {value} اس چیز کی قیمت ہے جو آپ کو بدلے میں ملتی ہے۔",
        PURCHASE: "ہمیں {on} کو آپ کی {paid} کی ادائیگی ملی۔ یہ خریداری ہے اور اس رقم کا کوئی حصہ عطیہ نہیں۔",
        VOID: "{on} کی ادائیگی کی ایک رسید اب کارآمد نہیں رہی۔",
        GRANT: "{on} کو دی گئی {paid} کی گرانٹ کا شکریہ۔",
        THING: "{on} کو آپ نے جو کچھ دیا اس کا شکریہ۔",
    },
}
LABELS = {
    "en": {GIFT: "Your gift", PARTLY: "You paid", PURCHASE: "You paid", GRANT: "Grant", "given": "Your contribution"},
    "ur": {
        GIFT: "آپ کا عطیہ",
        PARTLY: "آپ نے ادا کیا",
        PURCHASE: "آپ نے ادا کیا",
        GRANT: "گرانٹ",
        "given": "اس میں سے عطیہ",
    },
}


def long_date_in_urdu(day: date) -> str:
    """`21 اگست 2012`, with non-breaking spaces."""
    return format_date(day, "d MMMM y", locale="ur").replace(" ", "\u00a0")


class InShort(NamedTuple):
    """Total `paid`, the part `given` as a contribution, and whether it may be deducted (`taxed`)."""

    what: str
    paid: Decimal
    given: Decimal
    taxed: bool

    def sentence(self, *, on: date, language: str) -> str:
        """The summary sentence in English or Urdu, with its amounts."""
        day = long_date_in_urdu(on) if language == "ur" else long_date(on)
        words = {"paid": dollars(self.paid), "given": dollars(self.given), "value": dollars(self.paid - self.given)}
        return SENTENCES[language][self.what].format(on=day, **words)

    def amounts(self, language: str) -> list[tuple[str, Decimal]]:
        """The labeled amounts, as a table shows them; empty where none may be stated."""
        labels = LABELS[language]
        if self.what not in labels:
            return []
        rows = [(labels[self.what], self.paid)]
        return [*rows, (labels["given"], self.given)] if self.what == PARTLY else rows

    def to_json(self) -> dict[str, Any]:
        return {"what": self.what, "paid": str(self.paid), "given": str(self.given), "taxed": self.taxed}


def in_short(decision: Decision) -> InShort:
    """The summary of a decision's document."""
    paid = decision.payment_amount
    given = sum((part.contribution for part in decision.parts), ZERO)
    what = BY_KIND.get(decision.receipt_kind) or (THING if paid is None else PARTLY if given < paid else GIFT)
    taxed = decision.deductibility_status == "deductible" and what in (GIFT, PARTLY)
    return InShort(what, paid or ZERO, given if what in (GIFT, PARTLY) else ZERO, taxed)


def from_json(stored: Mapping[str, Any]) -> InShort:
    """The inverse of `to_json`."""
    return InShort(stored["what"], Decimal(stored["paid"]), Decimal(stored["given"]), stored["taxed"])
