"""A kind of file a person explained once: its layout is a `Mapping`, its titles are known exactly.

Everything else is as in any list with column titles: rows that are no records, habits of a column, what is held.
"""

from collections.abc import Iterable
from dataclasses import replace

from imports.cells import Workbook
from imports.column_mapping import Mapping, folded, tables_of
from imports.contexts import Context
from imports.formats.generic import read_tables
from imports.formats.sheets import tables_in
from imports.formats.titled import words
from imports.plans import ACCEPT, IGNORE, REJECT, REVIEW, PlannedRow, Reference

_CAME = words(
    """ok yes done paid complete completed succeeded success successful settled captured cleared received approved
    posted deposited processed active"""
)
_DID_NOT = words(
    """no failed failure declined denied rejected pending open unpaid canceled cancelled void voided expired incomplete
    abandoned error draft"""
)


class Mapped:
    """The layout of one mapping, as the registry's modules are."""

    PERMISSION = "imports.run"

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.SLUG, self.LABEL = mapping.slug, mapping.name

    def recognizes(self, workbook: Workbook) -> float:
        """Certain: a person said so of these very titles."""
        return 1.0 if tables_of(workbook, self.mapping) else 0.0

    def read(self, workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
        """Every record of the tables of this kind; other sheets are read as in any list."""
        mapping, mine = self.mapping, tables_of(workbook, self.mapping)
        day_first = context.day_first if mapping.day_first is None else mapping.day_first
        comma = context.decimal_comma if mapping.decimal_comma is None else mapping.decimal_comma
        found = [(sheet, mine.get(sheet.name, table)) for sheet, table in tables_in(workbook)]
        told = replace(context, day_first=day_first, decimal_comma=comma)
        for row in read_tables(workbook, found, told, method=mapping.method or None, kind=mapping.kind or None,
                               currency=mapping.currency):  # fmt: skip
            if row.sheet in mine and row.decision != IGNORE:
                self._complete(row)
            yield row

    def _complete(self, row: PlannedRow) -> None:
        """Add what only a mapping knows: whose number it is, whether the money came, the fund no cell names."""
        said = {slug: self._said(row, slug) for slug in set(self.mapping.columns.values())}
        self._tell(row, said)
        if row.kind is None:
            return
        if not (row.fund_text or "").strip() and self.mapping.fund:
            row.fund_text = self.mapping.fund
        if number := said.get("external_id"):
            row.references += (Reference(self.mapping.source, "gift", number),)
        if "status" in said:
            _settle(row, said["status"])

    def _said(self, row: PlannedRow, slug: str) -> str:
        texts = (text for title, text in row.raw.items() if self.mapping.columns.get(folded(title)) == slug)
        return next((text.strip() for text in texts if text.strip()), "")

    def _tell(self, row: PlannedRow, said: dict[str, str]) -> None:
        told = row.party.told
        if number := said.get("person_id"):
            told = replace(told, ids=(f"{self.mapping.source}:{number}",))
        row.party = replace(row.party, told=told)


def _settle(row: PlannedRow, status: str) -> None:
    """No money is counted that did not come; a state nobody knows is a question."""
    word = status.casefold()
    if word in _DID_NOT:
        row.decision, row.reason = IGNORE, f"The file says “{status}”: no money came."
    elif word not in _CAME and row.decision in (ACCEPT, REJECT):
        row.decision = REVIEW if row.decision == ACCEPT else REJECT
        why = f"The file says “{status}” of the payment: did the money come?" if status else (
            "The file does not say whether the payment went through.")  # fmt: skip
        row.reason = " ".join(filter(None, [row.reason, why]))
