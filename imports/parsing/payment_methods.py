"""Payment methods by the words used in files. Pure.

Money orders, cashier's and teller's checks, and bank drafts are checks by law, whatever they are called (Uniform
Commercial Code 3-104(f)). Money sent through a transfer service is neither a check nor a bank's transfer: a gift has no
method of its own for it, and its name is kept with the gift (`kept_words`). “DD” may be a demand draft, a direct debit
or a direct deposit, and is asked.
"""

import re

from donations.payment_methods import PaymentMethod

_CHECKS = (
    r"(postal |money )orders?|m\.o\.?|mo|(cashier'?s?|teller'?s?|certified|bank(er'?s)?) (check|cheque)s?|"
    r"(bank(er'?s)?|demand) drafts?|pay orders?|travell?er'?s? (check|cheque)s?"
)
_METHODS = (
    ("check", rf"ch(e(ck|que)|k|q)s?|cks?|e-?check|{_CHECKS}"),
    ("cashapp", r"cash[\s-]?app|\$?cash ?tag"),
    ("cash", r"cash(?!([\s-]?app|\s?tag)\b)|currency notes?|envelope"),
    ("card", r"(credit|debit|bank)?\s*(?<!gift )(?<!store )(?<!pledge )(?<!report )cards?|cc|visa|"
             r"master\s*card|amex|american express|discover|square|stripe|swipe"),
    ("paypal", r"pay\s?pal( giving fund)?"),
    ("venmo", r"venmo"),
    ("zelle", r"zelle|quickpay"),
    ("facebook", r"facebook|fb|meta"),
    ("transfer service",
     r"western union|money ?gram|hawala|hundi|xoom|remitly|ria money|world ?remit|easy ?paisa|jazz ?cash|"
     r"(money|cash) transfers?|sendwave|taptap( send)?"),
    ("wire", r"wire( transfer)?|swift|telegraphic transfer|tt|(bank |inward |wire )?remittances?"),
    ("ach", r"ach|e?-?transfer|(bank|direct|online)\s*(transfer|deposit)|direct debit|eft|interac|bacs|standing order"),
    ("daf", r"daf( grant)?|donor[- ]advised( fund)?|grant"),
    ("pledge", r"pledged?"),
    ("in-kind", r"in[- ]?kind|goods|gift in kind|gik|non-?cash"),
    ("stock", r"stocks?|shares|securities"),
    ("crypto", r"crypto|bitcoin|btc|eth"),
    ("eventbrite", r"eventbrite"),
    ("donorbox", r"donorbox"),
)  # fmt: skip
_BY_ANOTHER_NAME = re.compile(rf"\b({_CHECKS})(?!\w)", re.I)
#: Methods that are no gift's own, but say what a gift is.
_KINDS = frozenset({"pledge", "in-kind", "stock"})
METHODS = tuple((name, re.compile(rf"\b({pattern})\b", re.I)) for name, pattern in _METHODS)


def kept_words(text: str, method: str | None) -> str:
    """What a file calls the payment method of a gift, where the gift's own method says less: “Western Union” of Other,
    “Money order 77” of Check; else ''."""
    said = " ".join(text.split()) or method or ""
    if method == PaymentMethod.CHECK:
        return said if _BY_ANOTHER_NAME.search(said) else ""
    own = method is None or (method in PaymentMethod.values and method != PaymentMethod.OTHER) or method in _KINDS
    return "" if own or said.casefold() == PaymentMethod.OTHER else said
