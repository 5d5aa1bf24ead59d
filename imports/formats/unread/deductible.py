"""What columns nobody reads say against an ordinary receipt: “Deductible”, “Benefits”, “Item”. Pure.

A gift with “No” under “Deductible” may have no receipt; one with “tote bag” under “Benefits” has another. What was
given is then asked: a person chooses its type, or leaves the row out.
"""

import re

from imports.cells import Row
from imports.formats.unread import titles
from imports.formats.words import is_known_type, says_sold
from imports.parsing.column_roles import Column
from imports.parsing.header_detection import Table
from imports.plans import GIFT, PlannedRow

_RECEIPT = r"(tax[- ]?|irs |donation |gift |charitable )*receipts?"
#: Titles under which a “no” means that no receipt may be given; in a column of marks, a blank means it, too.
_MAY_BE = re.compile(
    rf"deductib\w*|receiptable|receipt[- ]?worthy|\bcharitable( (gift|donation|contribution|part|portion))?\W*$|"
    rf"\b(ok|okay|may|can|could|should|eligible|qualif\w+|entitled|allowed|good|valid) (we |to |for |have |get |an? |"
    rf"issue |give |send )*{_RECEIPT}|"
    rf"\b{_RECEIPT} (is )?(ok(ay)?|allowed|eligib\w*|permitted|possible|due|entitled|qualif\w+|valid)\b|"
    r"^\W*(is |gets? (a )?|for )?tax[- ]?receipts?\W*$|\btax[- ]?(exempt|eligible|creditable|relief) (gift|donation)|"
    r"\b(gift|donation) for tax|\bcounts? for tax(es)?\b|\bwrite[- ]?off (ok|allowed)\b",
    re.I,
)
#: Titles under which anything but a “no” means it, or that something was given in return.
_IS_NOT = re.compile(
    rf"\b(non?|not|in|un)[- ]?(a )?(tax[- ]?)?(deductib\w*|receiptable|charitable)|"
    rf"\b(no|without|do not|don['’]?t|never) (issue |send |give |print )*(an? |any )?{_RECEIPT}|"
    r"\bgoods( (and|or|&) services)?( (given|provided|received|value))?\b|^\W*(donor )?benefits?( (given|"
    r"provided|sent|level|"
    r"description))?\W*$|\bquid pro quo\b|\b(in|something in) return\b|^\W*(thank[- ]?you )?(premiums?|perks?|"
    r"incentives?|"
    r"rewards?|giveaways?|gift bag|tote( bag)?)( (sent|given|chosen|selected|item|name))?\W*$",
    re.I,
)
#: Titles of what became of a receipt.
_RECORD = re.compile(r"#|\b(no|nos|num|number|date|id|sent|issued|mailed|printed|by|on)\W*$", re.I)
#: Titles of what was sold. An ordinary type under them (“Donation”) asks nothing.
_GOODS = re.compile(
    r"\W*((auction|raffle|sale|merch|merchandise|store|shop|order(ed)?|purchased?|sold) )?"
    r"(items?|products?|merch(andise)?|lots?|prizes?|goods|sku|variant|winning bid|bid(der)?|paddle)"
    r"( (name|description|bought|purchased|sold|ordered|won|no|number|#|id))?\W*|"
    r"\W*((t-?)?shirt|hoodie|hat) ?(size|color|colour)s?\W*",
    re.I,
)
#: Under these titles a number only counts the lines.
_LINES = re.compile(r"\W*items?( (no|number|#|id))?\W*", re.I)
_SHORT = 3
#: Titles of what says nothing about the gift itself.
_AROUND = re.compile(
    r"source|heard|refer|interest|volunt|employ|occupation|\bjob\b|work|school|compan|organi[sz]|address|city|"
    r"name|thank|"
    r"ackn|letter|member|group|segment|\btags?\b|\blist|website|email|solicit|contact|location|venue|place|bank|"
    r"deposit",
    re.I,
)
_YES = re.compile(
    r"y(es)?|t(rue)?|1|x+|✓|✔|☑|ok(ay)?|all|full(y)?|in full|100 ?%|(fully )?(tax[- ]?)?deductible|eligible|"
    r"receipt(able)?|"
    r"charitable|gift|donation|ہاں|جی( ہاں)?|s[ií]|oui|ja",
    re.I,
)


def is_mark_of_receipts(column: Column) -> bool:
    """Whether a “no” in a column means that no receipt may be given; a blank cell does, where others have a mark."""
    title = _title(column)
    return bool(_MAY_BE.search(title)) and not (_IS_NOT.search(title) or _RECORD.search(title))


def asks_what_was_given(planned: PlannedRow, table: Table, row: Row, watched: tuple[Column, ...],
                        marked: tuple[Column, ...]) -> list[str]:  # fmt: skip
    """The questions what was given, of a gift's cells in the columns nobody reads. `marked` are those of them with a
    mark in some row, of which a blank cell is asked, too."""
    if not table.has("amount", "amount_in_cents") or planned.kind not in (GIFT, None):
        return []
    found = []
    for column in watched:
        text = " ".join(row.cell(column.index).text.split())
        if column.role not in (None, "serial", *_own_names(column)):
            continue
        if text and _speaks_against(column, text):
            found.append(f"“{column.title}” says “{text[:60]}”: choose what was given, or leave the row out.")
        elif not text and column in marked:
            found.append(f"“{column.title}” is blank: choose what was given, or leave the row out.")
    return found


def _own_names(column: Column) -> tuple[str, ...]:
    """The role a platform's table gives a column it does not know: its title in snake case."""
    return (re.sub(r"[^a-z0-9]+", "_", column.title.casefold()).strip("_"),)


def _title(column: Column) -> str:
    return " ".join(re.sub(r"\([^)]*\)|_", " ", column.title).split())


def _speaks_against(column: Column, text: str) -> bool:
    title, said = _title(column), text.strip(" .!?")
    if _IS_NOT.search(title):
        return not titles.says_no(said)
    if is_mark_of_receipts(column):
        return not _YES.fullmatch(said)
    counted = bool(_LINES.fullmatch(title)) and said.lstrip("#").isdecimal()
    if says_sold(said) and len(said.split()) <= _SHORT and not _AROUND.search(title):
        return True
    return bool(_GOODS.fullmatch(title)) and not (counted or titles.says_no(said) or is_known_type(said))
