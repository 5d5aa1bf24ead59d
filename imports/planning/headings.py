"""Questions that the words around rows raise, each answered once for all rows it holds. Pure.

A title, a heading, the name of a sheet or of the file may say that rows are no plain gifts, or how their people may be
treated; a sheet may repeat another. Each row beneath is held with the same sentence. An answer to that sentence,
`{question: answer}` as the file keeps it, is applied to all these rows each time the file is planned; other reasons to
hold a row stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from imports import questions
from imports.column_mapping import KINDS_OF_ROWS, SKIP
from imports.formats.consents import Leave, with_leave
from imports.formats.parties import NAMELESS, party_nameless
from imports.parsing.statements import BAD, EMAIL, MAIL, PHONE, TEXT, Consent
from imports.plans import ACCEPT, IGNORE, IN_KIND, NEGATIVE, PLEDGE, REFUND, REVIEW, PlannedRow

#: The words around rows change nothing: gifts are gifts, people may be contacted, currencies are those of the rows.
USUAL = "usual"
_QUOTED = "“[^“”]*”"
_OF_PEOPLE = (questions.MAY_BE_CONTACTED, questions.MAY_BE_RECORDED)
_OF_MONEY = (
    questions.NO_GIFTS,
    questions.NOT_RECEIVED,
    questions.WENT_BACK,
    questions.PLEDGES_OR_MONEY,
    questions.SEVERAL_TYPES,
    questions.WHICH_TYPE,
)
_ANY = "|".join(map(re.escape, (*_OF_PEOPLE, *_OF_MONEY, questions.NO_AMOUNTS)))
_ASKED = re.compile(
    rf"{_QUOTED} (?:{_ANY})|"
    rf"{_QUOTED} is the heading above these rows, in a list of another type \(‘[^“”]*’\): "
    rf"{re.escape(questions.OTHER_TYPE_AROUND)}|"
    rf"Row \d+ says {_QUOTED}: {re.escape(questions.WHAT_IT_CHANGES)}|"
    rf"{_QUOTED} repeats rows of {_QUOTED}: {re.escape(questions.SAME_GIFTS)}|"
    rf"The titles name [A-Z]{{3}}(?: and [A-Z]{{3}})+: {re.escape(questions.WHICH_CURRENCY)}|"
    rf"{_QUOTED} names [A-Z]{{3}}: {re.escape(questions.OTHER_CURRENCY)}"
)
_CODE = re.compile(r"\b[A-Z]{3}\b")
#: What people may be treated like, and the contact preferences it means.
_CLOSINGS: Mapping[str, tuple[str, Consent]] = {
    "contact_no": ("Don't contact these people at all", (None, False)),
    "email_no": ("Don't email them", (EMAIL, False)),
    "email_bad": ("Their email addresses bounce", (EMAIL, BAD)),
    "mail_no": ("Don't send them mail", (MAIL, False)),
    "phone_no": ("Don't call them", (PHONE, False)),
    "text_no": ("Don't text them", (TEXT, False)),
}
_PEOPLE_CHOICES = (
    (USUAL, "Add these people as usual"),
    *((slug, label) for slug, (label, _) in _CLOSINGS.items()),
    (SKIP, "Skip these rows"),
)
_MONEY_CHOICES = (*KINDS_OF_ROWS, (REFUND, "Refunds: money returned"), (SKIP, "Not gifts: skip these rows"))
_SAME_CHOICES = ((USUAL, "Different gifts: record both"), (SKIP, "The same gifts: skip these rows"))
_METHODS = {PLEDGE: "pledge", IN_KIND: "in-kind"}
#: Payment methods that say that money was received.
_PAID = frozenset({"check", "cash", "card"})


@dataclass(frozen=True)
class Heading:
    """One question, the sheets and the number of rows it holds, and whether any of these rows is a gift."""

    question: str
    rows: int
    sheets: tuple[str, ...] = ()
    money: bool = False

    def as_json(self) -> dict[str, Any]:
        """The question as the import document prints it, with the values an answer may have."""
        answers = [value for value, _ in self.choices]
        return {"question": self.question, "sheets": list(self.sheets), "rows": self.rows, "answers": answers}

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What may be answered: each value with its label."""
        if self.question.endswith((questions.WHICH_CURRENCY, questions.OTHER_CURRENCY)):
            codes = dict.fromkeys(_CODE.findall(self.question.rpartition(" name")[2]))
            return ((USUAL, "The currency each row has"), *((code, code) for code in codes))
        if self.question.endswith(questions.SAME_GIFTS):
            return _SAME_CHOICES
        if self.question.endswith(_OF_PEOPLE) or not self.money:
            return _PEOPLE_CHOICES
        if self.question.endswith(questions.WHAT_IT_CHANGES):
            return ((USUAL, "Nothing"), *_MONEY_CHOICES, *_PEOPLE_CHOICES[1:-1])
        return _MONEY_CHOICES


def headings_of(rows: Iterable[PlannedRow]) -> list[Heading]:
    """Every question that one answer settles, in the file's order; read it before answers are applied."""
    counts: Counter[str] = Counter()
    sheets: dict[str, dict[str, None]] = {}
    money: set[str] = set()
    for row in rows:
        for question in asked_in(row):
            counts[question] += 1
            sheets.setdefault(question, {})[row.sheet] = None
            money |= {question} if row.kind else set()
    return [Heading(text, counts[text], tuple(sheets[text]), text in money) for text in counts]


def asked_in(row: PlannedRow) -> list[str]:
    """The questions of one row that are about all rows beneath the same words."""
    return list(dict.fromkeys(_ASKED.findall(row.reason))) if row.decision not in (ACCEPT, IGNORE) else []


def put_in(rows: Iterable[PlannedRow], answers: Mapping[str, str]) -> None:
    """Apply the answers to every row that asks these questions."""
    for row in rows if answers else ():
        for question in asked_in(row):
            if answer := answers.get(question):
                _apply(row, question, answer)


def _apply(row: PlannedRow, question: str, answer: str) -> None:
    if answer == SKIP:
        row.decision, row.reason = IGNORE, f"Skipped, as you chose: {question}"
        return
    row.reason = " ".join(row.reason.replace(question, " ").split())
    if answer in _CLOSINGS:
        row.party = with_leave(row.party, Leave(said=[_CLOSINGS[answer][1]]), None)
    elif _CODE.fullmatch(answer):
        row.currency = answer
    elif answer != USUAL:
        _put_kind(row, answer)
    if row.decision == REVIEW and not row.reason:
        _accept(row)


def _put_kind(row: PlannedRow, kind: str) -> None:
    """The kind of gift a person chose for all these rows. Amounts that are negative stay refunds."""
    if row.kind in NEGATIVE or row.amount is None:
        return
    if kind == PLEDGE and (row.method in _PAID or row.references):
        asked = "You chose pledges, but the row has a payment method: choose the type."
        row.reason = f"{row.reason} {asked}".strip()
    row.kind = kind
    row.amount = -abs(row.amount) if kind == REFUND else row.amount
    row.method = _METHODS.get(kind, row.method)


def _accept(row: PlannedRow) -> None:
    row.decision = ACCEPT
    if row.kind is None and not row.party:
        row.party = party_nameless(row.party)
        row.note = " ".join(filter(None, [NAMELESS, row.note]))
