"""The format of a saved column mapping: its titles are known exactly.

Everything else works as in any list with column titles: which rows are records, conventions of a column, what is held.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from crm.names.text import name_key
from imports.cells import Workbook, folded
from imports.column_mapping import HOLD, PROMISED, SKIP, VALUED, Mapping, tables_of
from imports.contexts import Context
from imports.formats.generic import read_tables
from imports.formats.sheets import tables_in
from imports.formats.titled import words
from imports.plans import ACCEPT, IGNORE, PLEDGE, REJECT, REVIEW, PlannedRow, Reference

_CAME = words(
    """ok yes done paid complete completed succeeded success successful settled captured cleared received approved
    posted deposited processed active"""
)
_DID_NOT = words(
    """no failed failure declined denied rejected pending open unpaid canceled cancelled void voided expired incomplete
    abandoned error draft"""
)


class Mapped:
    """The format of one mapping; same interface as the modules in the registry."""

    PERMISSION = "imports.run"

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.SLUG, self.LABEL = mapping.slug, mapping.name

    def recognizes(self, workbook: Workbook) -> float:
        """Certain when the titles match, as a user confirmed them."""
        return 1.0 if tables_of(workbook, self.mapping) else 0.0

    def read(self, workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
        """Every record of the matching tables; other sheets are read as in any list."""
        mapping, mine = self.mapping, tables_of(workbook, self.mapping)
        day_first = context.day_first if mapping.day_first is None else mapping.day_first
        comma = context.decimal_comma if mapping.decimal_comma is None else mapping.decimal_comma
        found = [(sheet, mine.get(sheet.name, table)) for sheet, table in tables_in(workbook)]
        told = replace(context, day_first=day_first, decimal_comma=comma, giver=mapping.giver)
        cells = Counter[tuple[str, ...]]()
        for row in read_tables(workbook, found, told, method=mapping.method or None, kind=mapping.kind or None,
                               currency=mapping.currency, month_day=mapping.month_day,
                               meanings=mapping.values_by_role()):  # fmt: skip
            if row.sheet in mine and row.decision != IGNORE:
                self._complete(row, cells)
            yield row

    def _complete(self, row: PlannedRow, cells: Counter[tuple[str, ...]]) -> None:
        """Add what only the mapping knows: the system of a reference, the payment status, the default fund."""
        said = {slug: self._text_of(row, slug) for slug in set(self.mapping.columns.values())}
        self._add_facts(row, said)
        if row.kind is None:
            return
        if not (row.fund_text or "").strip() and self.mapping.fund:
            row.fund_text = self.mapping.fund
        if "month" in said:
            row.references += (Reference(self.mapping.source, "month", self._cell(row, cells)),)
        elif number := said.get("external_id"):
            row.references += (Reference(self.mapping.source, "gift", number),)
        if "status" in said:
            _apply_status(row, said["status"], self._meaning("status", said["status"]))
        for slug in VALUED:
            _put_aside(row, said.get(slug, ""), self._meaning(slug, said.get(slug, "")))

    def _meaning(self, slug: str, text: str) -> str:
        """What a user said a value of such a column means."""
        titles = (title for title, meaning in self.mapping.columns.items() if meaning == slug)
        return next((told for title in titles if (told := self.mapping.values.get(title, {}).get(folded(text)))), "")

    def _cell(self, row: PlannedRow, cells: Counter[tuple[str, ...]]) -> str:
        """The reference of one month's gift, unchanged when the sheet is imported again with more months or rows."""
        title = next(title for title in row.raw if self.mapping.columns.get(folded(title)) == "month")
        told = (name_key(row.party.written), folded(title), str(row.date), str(row.amount), str(row.currency))
        cells[told] += 1
        return sha256("\n".join([*told, str(cells[told])]).encode()).hexdigest()[:32]

    def _text_of(self, row: PlannedRow, slug: str) -> str:
        texts = (text for title, text in row.raw.items() if self.mapping.columns.get(folded(title)) == slug)
        return next((text.strip() for text in texts if text.strip()), "")

    def _add_facts(self, row: PlannedRow, said: dict[str, str]) -> None:
        told = row.party.told
        if number := said.get("person_id"):
            told = replace(told, ids=(f"{self.mapping.source}:{number}",))
        row.party = replace(row.party, told=told)


def is_known_status(text: str) -> bool:
    """Whether a status is understood without a user's answer."""
    return text.casefold() in _CAME | _DID_NOT


def _apply_status(row: PlannedRow, status: str, meaning: str) -> None:
    """Leave out payments that did not succeed; ask about an unknown status."""
    word = status.casefold()
    if meaning == PROMISED:
        row.kind, row.method = PLEDGE, "pledge"
    elif not meaning and word in _DID_NOT:
        row.decision, row.reason = IGNORE, f"The file says “{status}”: no money was received."
    elif not meaning and word not in _CAME and row.decision in (ACCEPT, REVIEW, REJECT):
        row.decision = REJECT if row.decision == REJECT else REVIEW
        why = f"The status is “{status}”: choose what it means under “Columns”." if status else (
            "The file doesn't say whether the payment succeeded.")  # fmt: skip
        row.reason = " ".join(filter(None, [row.reason, why]))


def _put_aside(row: PlannedRow, text: str, meaning: str) -> None:
    """Leave out or hold a row, as a user said for all rows with this value."""
    if meaning == SKIP:
        row.decision, row.reason = IGNORE, f"Skipped, as you chose for all rows with “{text or 'no value'}”."
    elif meaning == HOLD and row.decision in (ACCEPT, REVIEW):
        why = f"You asked to review each row with “{text or 'no value'}”."
        row.decision, row.reason = REVIEW, " ".join(filter(None, [row.reason, why]))
