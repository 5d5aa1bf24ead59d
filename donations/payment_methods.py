"""How a gift was paid, as a part of a sentence."""

#: Ways that a sentence calls otherwise than their label does.
WAYS = {
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
    """`by check 2046`, `in cash`, `by Zelle`; nothing where the way has no name."""
    words = WAYS.get(method, f"by {label}")
    return f"{words} {check_number}".strip() if method == "check" else words
