"""The payment methods of gifts, and their wording in a sentence.

A new method also needs its name in the tax rules (`donations/tax_facts/facts.py`) and, to be recognized in files, its
spellings in `imports/parsing/payment_methods.py`.
"""

import re

from django.core.exceptions import ValidationError
from django.db import models


class PaymentMethod(models.TextChoices):
    CHECK = "check", "Check"
    CASH = "cash", "Cash"
    CARD = "card", "Card"
    ACH = "ach", "Bank debit (ACH)"
    WIRE = "wire", "Bank transfer or wire"
    PAYPAL = "paypal", "PayPal"
    VENMO = "venmo", "Venmo"
    ZELLE = "zelle", "Zelle"
    CASH_APP = "cashapp", "Cash App"
    FACEBOOK = "facebook", "Facebook"
    EVENTBRITE = "eventbrite", "Eventbrite"
    DONORBOX = "donorbox", "Donorbox"
    BENEVITY = "benevity", "Benevity"
    DAF = "daf", "Donor-advised fund grant"
    PAYROLL = "payroll", "Payroll deduction"
    STOCK = "stock", "Stock transfer"
    IN_KIND = "in-kind", "In kind"
    OTHER = "other", "Other"


#: Methods whose wording differs from “by” and their label.
_IN_A_SENTENCE = {
    "check": "by check",
    "cash": "in cash",
    "card": "by card",
    "ach": "by bank debit",
    "wire": "by bank transfer",
    "daf": "by grant",
    "payroll": "by payroll deduction",
    "stock": "in stock",
    "in-kind": "in kind",
    "other": "",
}


#: Longer words that may stand beside the number of a check; any other might be a name.
_BESIDE_A_NUMBER = {"bank", "cashier", "cashiers", "check", "cheque", "draft", "money", "number", "order", "teller"}
_LONGEST_ABBREVIATION = 3


def is_check_number(text: str) -> bool:
    """Whether a text is the number of a check, and no words: `1041`, `No. 77`, `A-17`, `Cashier's check 5`."""
    parts = re.findall(r"[^\W_]+", re.sub(r"['’]", "", text.casefold()))
    words = (part for part in parts if not any(sign.isdigit() for sign in part))
    plain = all(len(word) <= _LONGEST_ABBREVIATION or word in _BESIDE_A_NUMBER for word in words)
    return plain and any(sign.isdigit() for sign in text)


def validate_check_number(text: str) -> None:
    """A form field's validator: receipts print the number, so a name typed with it would reach everybody."""
    if not is_check_number(text):
        raise ValidationError("Enter only the number printed on the check, such as 1041.")


def in_a_sentence(method: str, label: str, check_number: str = "") -> str:
    """`by check 2046`, `in cash`, `by Zelle`; '' for other methods."""
    words = _IN_A_SENTENCE.get(method, f"by {label}")
    return f"{words} {check_number}".strip() if method == "check" else words
