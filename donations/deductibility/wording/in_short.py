"""What a document says, in one sentence: for the letter that brings it, on any page that speaks of it (English, Urdu).

    told = in_short(decision)                      paid, given, and what it is: a gift, partly a gift, a purchase, …
    told.sentence(on=date(2027, 2, 12), language="en")

It comes from the decision the document was made from, so that no letter calls a gift what its receipt does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from donations.deductibility.decision import Decision
from donations.deductibility.facts import ZERO, dollars
from donations.deductibility.wording.exemption_status import long_date

GIFT, PARTLY, PURCHASE, VOID, GRANT, THING = "gift", "partly", "purchase", "void", "grant", "thing"
BY_KIND = {"purchase_confirmation": PURCHASE, "void_notice": VOID, "institutional_acknowledgment": GRANT}

SENTENCES = {
    "en": {
        GIFT: "Thank you for your gift of {paid} on {on}.",
        PARTLY: "Thank you for your payment of {paid} on {on}. {given} of it is a contribution; {value} is the value "
        "of what is given in return.",
        PURCHASE: "We received your payment of {paid} on {on}. It is a purchase: no part of it is a contribution.",
        VOID: "A receipt for your payment of {on} counts no more.",
        GRANT: "Thank you for the grant of {paid} on {on}.",
        THING: "Thank you for what you gave on {on}.",
    },
    "ur": {
        GIFT: "{on} کو {paid} کے عطیے کا شکریہ۔",
        PARTLY: "{on} کو {paid} کی ادائیگی کا شکریہ۔ اس میں سے {given} عطیہ ہے؛ "
        "{value} اس چیز کی قیمت ہے جو بدلے میں دی جاتی ہے۔",
        PURCHASE: "ہمیں {on} کو آپ کی {paid} کی ادائیگی ملی۔ یہ خریداری ہے: اس کا کوئی حصہ عطیہ نہیں۔",
        VOID: "{on} کی ادائیگی کی ایک رسید اب معتبر نہیں رہی۔",
        GRANT: "{on} کو {paid} کی گرانٹ کا شکریہ۔",
        THING: "{on} کو جو آپ نے دیا اس کا شکریہ۔",
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


class InShort(NamedTuple):
    """What a document is about: `paid` in all, `given` of it as a contribution, `taxed` whether a return may use it."""

    what: str
    paid: Decimal
    given: Decimal
    taxed: bool

    def sentence(self, *, on: date, language: str) -> str:
        """The one sentence, in English or Urdu, with its amounts."""
        day = on.isoformat() if language == "ur" else long_date(on)
        words = {"paid": dollars(self.paid), "given": dollars(self.given), "value": dollars(self.paid - self.given)}
        return SENTENCES[language][self.what].format(on=day, **words)

    def amounts(self, language: str) -> list[tuple[str, Decimal]]:
        """The amounts with their labels, as a table shows them; none where none may be stated."""
        labels = LABELS[language]
        if self.what not in labels:
            return []
        rows = [(labels[self.what], self.paid)]
        return [*rows, (labels["given"], self.given)] if self.what == PARTLY else rows

    def to_json(self) -> dict[str, Any]:
        return {"what": self.what, "paid": str(self.paid), "given": str(self.given), "taxed": self.taxed}


def in_short(decision: Decision) -> InShort:
    """What a decision's document says in short."""
    paid = decision.payment_amount
    given = sum((part.contribution for part in decision.parts), ZERO)
    what = BY_KIND.get(decision.receipt_kind) or (THING if paid is None else PARTLY if given < paid else GIFT)
    taxed = decision.deductibility_status == "deductible" and what in (GIFT, PARTLY)
    return InShort(what, paid or ZERO, given if what in (GIFT, PARTLY) else ZERO, taxed)


def from_json(stored: Mapping[str, Any]) -> InShort:
    """What `to_json` kept with a document."""
    return InShort(stored["what"], Decimal(stored["paid"]), Decimal(stored["given"]), stored["taxed"])
