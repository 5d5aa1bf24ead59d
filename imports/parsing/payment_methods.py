"""Payment methods by the words used in files. Pure."""

import re

_METHODS = (
    ("check", r"ch(e(ck|que)|k|q)s?|cks?|e-?check"),
    ("cashapp", r"cash[\s-]?app|\$?cash ?tag"),
    ("cash", r"cash(?!([\s-]?app|\s?tag)\b)|currency notes?|envelope"),
    ("card", r"(credit|debit|bank)?\s*(?<!gift )(?<!store )(?<!pledge )(?<!report )cards?|cc|visa|"
             r"master\s*card|amex|american express|discover|square|stripe|swipe"),
    ("paypal", r"pay\s?pal( giving fund)?"),
    ("venmo", r"venmo"),
    ("zelle", r"zelle|quickpay"),
    ("facebook", r"facebook|fb|meta"),
    ("wire", r"wire( transfer)?|swift|telegraphic transfer|tt"),
    ("ach", r"ach|e?-?transfer|(bank|direct|online)\s*(transfer|deposit)|direct debit|eft|interac|bacs|standing order"),
    ("money order", r"money order|m\.?o\.?|cashier'?s? check|bank draft|demand draft|dd"),
    ("daf", r"daf( grant)?|donor[- ]advised( fund)?|grant"),
    ("pledge", r"pledged?"),
    ("in-kind", r"in[- ]?kind|goods|gift in kind|gik|non-?cash"),
    ("stock", r"stocks?|shares|securities"),
    ("crypto", r"crypto|bitcoin|btc|eth"),
    ("eventbrite", r"eventbrite"),
    ("donorbox", r"donorbox"),
    ("remittance", r"western union|moneygram|hawala|remittance|xoom|easypaisa|jazzcash"),
)  # fmt: skip
METHODS = tuple((name, re.compile(rf"\b({pattern})\b", re.I)) for name, pattern in _METHODS)
