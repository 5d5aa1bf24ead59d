"""The payment methods of gifts, and their wording in a sentence.

A new method also needs its name in the tax rules (`donations/tax_facts/facts.py`) and, to be recognized in files, its
spellings in `imports/parsing/payment_methods.py`.
"""

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


def in_a_sentence(method: str, label: str, check_number: str = "") -> str:
    """`by check 2046`, `in cash`, `by Zelle`; '' for other methods."""
    words = _IN_A_SENTENCE.get(method, f"by {label}")
    return f"{words} {check_number}".strip() if method == "check" else words
