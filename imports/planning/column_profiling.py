"""The columns of an unknown file: sample values, and a guess of their meaning. Pure.

A guess is only the page's initial value: a user confirms every column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from crm.contact_details.values import read_emails, read_phone
from imports.cells import DATE, NUMBER, TEXT, Cell, Row, Sheet, Workbook, folded
from imports.column_mapping import MEANINGS, top_of
from imports.contexts import Context
from imports.formats.habits import Habits, amount_of, date_of
from imports.formats.parties import read_country
from imports.parsing import amounts, dates
from imports.parsing.amounts import AmountError
from imports.parsing.column_roles import role_of
from imports.parsing.header_detection import LONGEST_TITLE, Table, table_at, titled_columns
from imports.parsing.months import month_of
from imports.parsing.payment_methods import METHODS

SAMPLES, LOOKED_AT, MOST_COLUMNS = 3, 500, 200
#: How many cells are checked for dates.
TRIED = 200
LONGEST_SAMPLE = 60
#: Meanings of titles whose name differs from their role.
_BY_ROLE = {
    **{meaning.role: slug for slug, meaning in MEANINGS.items()},
    **dict.fromkeys(("deposit_date", "check_date"), "date"),
    "place": "city",
    "external_id": "external_id",
    "status": "status",
}
_TITLE_WORDS = (
    ("external_id", r"(transaction|gift|donation|payment|charge|receipt)\W*(id|no|number|#)"),
    ("person_id", r"(donor|contact|constituent|supporter|member|person|account)\W*(id|no|number|#)"),
    ("first_name", r"first|given|forename|vorname|pr[eé]nom"),
    ("last_name", r"last|family|surname|nachname"),
    ("title", r"prefix|salutation"),
    ("amount", r"amount|amt|betrag|importe|montant|sum\b|total|pledged|donated"),
    ("date", r"date|datum|fecha|when|day"),
    ("email", r"e-?mail"),
    ("phone", r"phone|mobile|cell|tel\b"),
    ("zip", r"zip|postal|postcode|plz"),
    ("city", r"city|town|ort\b|ville"),
    ("address_2", r"(address|street|line)\W*2"),
    ("address", r"address|street"),
    ("country", r"country|land\b"),
    ("state", r"states?\b|province|region"),
    ("fund", r"fund|purpose|designat|program"),
    ("check", r"check|cheque"),
    ("method", r"method|paid by|payment type|tender"),
    ("note", r"note|comment|memo|remark|bemerk"),
    ("employer", r"employer|workplace"),
    ("organization", r"company|organi[sz]ation|business"),
    ("name", r"name|donor|contributor|giver|supporter|spender|contact"),
)
#: Meanings no other column can have beside month columns: totals, other dates.
_NOT_MONTHLY = {"amount", "date", "net"}
_TWO_WAYS = re.compile(r"\D*(\d{1,3}[.,]\d{3}|\d+,\d{1,2})\D*")
_CODE = re.compile(r"(?=.*\d)[\w-]{3,40}")
_ZIP = re.compile(r"\d{5}(-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}")
_NAME = re.compile(r"[^\W\d_][^\d@]*[\s,][^\d@]*[^\W\d_.]\.?")


@dataclass(frozen=True)
class Profile:
    """One column: its title, sample values, number of filled rows, and most likely meaning."""

    index: int
    title: str
    samples: tuple[str, ...]
    filled: int
    rows: int
    guess: str = ""

    @property
    def key(self) -> str:
        """The folded title, the key in a mapping."""
        return folded(self.title)


@dataclass(frozen=True)
class Place:
    """A possible row of titles: the row of a sheet, and its label for the page."""

    sheet: int
    row: int
    label: str

    @property
    def value(self) -> str:
        return f"{self.sheet}:{self.row}"


def places(workbook: Workbook) -> list[Place]:
    """Possible rows of titles, the most likely of each sheet first; [] when there are none."""
    found = []
    for number, sheet in enumerate(workbook.sheets):
        rows = [] if sheet.hidden else _may_be_titles(sheet)
        found += [Place(number, row.number, _label(sheet, row)) for row in rows]
    return found


def table_of(workbook: Workbook, place: Place) -> Table:
    """The table with these titles; no column has a meaning yet."""
    sheet = workbook.sheets[place.sheet]
    return table_at(sheet, next(row for row in sheet.rows if row.number == place.row), {})


def profile(table: Table, context: Context, private: frozenset[int] = frozenset()) -> list[Profile]:
    """Every column with samples and a guess. A meaning only one column can have goes to the first likely one. Rows in
    `private` (row numbers) are never sampled."""
    body = [row for row in table.body if not row.is_blank]
    shown = [row for row in body if row.number not in private]
    found, taken = [], set()
    monthly = sum(month_of(column.title) is not None for column in table.columns) > 1
    for column in table.columns[:MOST_COLUMNS]:
        cells = [cell for row in body if not (cell := row.cell(column.index)).is_blank]
        likely = _guesses(column.title, cells[:LOOKED_AT], context, monthly=monthly)
        guess = next((slug for slug in likely if slug not in taken), "")
        if guess and not MEANINGS[guess].many:
            taken.add(guess)
        texts = (row.cell(column.index).text.strip() for row in shown[:LOOKED_AT])
        samples = tuple(_short(text) for text in dict.fromkeys(texts) if text)
        found.append(Profile(column.index, column.title, samples[:SAMPLES], len(cells), len(body), guess))
    return found


def ambiguous_dates(cells: Sequence[Cell]) -> bool:
    """Whether a column has dates with two readings, and none that settles the order."""
    if not any(map(is_date, cells[:TRIED])):  # not a column of dates
        return False
    texts = {cell.text for cell in cells if cell.kind == TEXT}
    return dates.day_first(texts) is None and any(map(dates.is_ambiguous, texts))


def ambiguous_amounts(cells: Sequence[Cell], *, likely: bool) -> bool:
    """Whether a column has amounts such as 1.234, and nothing that tells whether the period is a decimal sign."""
    texts = {cell.text for cell in cells if cell.kind == TEXT}
    if not any(map(_TWO_WAYS.fullmatch, texts)):
        return False
    return amounts.uses_decimal_comma(texts, likely=likely) is None


def likely_comma(workbook: Workbook) -> bool:
    """Whether the file probably has decimal commas: it is separated by semicolons."""
    return any("semicolons" in warning for warning in workbook.warnings)


def is_date(cell: Cell) -> bool:
    """Whether a cell holds a date, even one with two readings."""
    return any(isinstance(date_of(cell, Habits(day_first=order)), date) for order in (False, True))


def is_amount(cell: Cell) -> bool:
    """Whether a cell holds an amount, in either notation."""
    return any(_reads_amount(cell, comma=comma) for comma in (False, True))


def _reads_amount(cell: Cell, *, comma: bool) -> bool:
    try:
        amount_of(cell, Habits(decimal_comma=comma))
    except AmountError as error:
        return error.ask and bool(re.search(r"\d", cell.text)) and cell.kind in (TEXT, NUMBER)
    return True


def _guesses(title: str, cells: Sequence[Cell], context: Context, *, monthly: bool) -> Iterable[str]:
    """Possible meanings of a column, most likely first: by title where values agree, else by values; `monthly` in a
    table with several month columns."""
    if not cells or (monthly and not month_of(title) and {role_of(title), *_title_guesses(title)} & _NOT_MONTHLY):
        return
    if monthly and month_of(title) and role_of(title) in (None, "amount") and any(map(is_amount, cells)):
        yield "month"
    for slug in (_BY_ROLE.get(role_of(title) or "", ""), *_title_guesses(title)):
        if slug and _agree(slug, cells):
            yield slug
    yield from (slug for slug, fits in _tests(context) if _mostly(cells, fits))


def _title_guesses(title: str) -> Iterable[str]:
    return (slug for slug, words in _TITLE_WORDS if re.search(rf"\b({words})", title, re.I))


def _agree(slug: str, cells: Sequence[Cell]) -> bool:
    """Whether values can have the title's meaning; words are always accepted."""
    tests = {"date": is_date, "amount": is_amount, "email": is_email, "phone": _has_digits, "status": _is_word}
    return slug not in tests or _mostly(cells, tests[slug])


def _tests(context: Context) -> tuple[tuple[str, Callable[[Cell], bool]], ...]:
    return (
        ("email", is_email),
        ("date", lambda cell: cell.kind == DATE or (cell.kind == TEXT and is_date(cell))),
        ("amount", _shows_money),
        (
            "phone",
            lambda cell: bool(re.search(r"[\s()+.-]", cell.text)) and bool(read_phone(cell.text, context.country)),
        ),
        ("zip", lambda cell: bool(_ZIP.fullmatch(cell.text.strip()))),
        ("method", lambda cell: any(pattern.fullmatch(cell.text.strip()) for _, pattern in METHODS)),
        ("fund", lambda cell: context.funds.code_for(cell.text) is not None),
        ("currency", lambda cell: bool(amounts.currency_code(cell.text))),
        ("country", lambda cell: len(cell.text.strip()) > 2 and bool(read_country(cell.text))),
        ("external_id", lambda cell: bool(_CODE.fullmatch(cell.text.strip())) and not cell.text.strip().isdigit()),
        ("name", lambda cell: len(cell.text) < 60 and bool(_NAME.fullmatch(cell.text.strip()))),
    )


def _mostly(cells: Sequence[Cell], fits: Callable[[Cell], bool]) -> bool:
    return 3 * sum(map(fits, cells)) >= 2 * len(cells)


def is_email(cell: Cell) -> bool:
    """Whether a cell holds an email address."""
    return bool(read_emails(cell.text).found)


def _is_word(cell: Cell) -> bool:
    return bool(re.fullmatch(r"[^\d$£€]+", cell.text))


def _has_digits(cell: Cell) -> bool:
    return bool(re.search(r"\d{2}", cell.text))


def _shows_money(cell: Cell) -> bool:
    """Whether a cell looks like money: with cents or a currency sign, not a bare number."""
    told = bool(re.search(r"[.,]\d{2}\b|[$£€₨]", cell.text)) or bool(amounts.currency_of_format(cell.number_format))
    return told and is_amount(cell)


def _may_be_titles(sheet: Sheet) -> list[Row]:
    """Rows of words with rows below them, the widest first."""
    top = top_of(sheet)
    last = max((row.number for row in sheet.rows if not row.is_blank), default=0)
    rows = [row for row in top if row.number < last and _all_words(row)]
    return sorted(rows, key=lambda row: (-len(titled_columns(row)), row.number))[:SAMPLES]


def _all_words(row: Row) -> bool:
    """Whether a row holds only words: no numbers, dates or email addresses."""
    filled = [cell for cell in row.cells if not cell.is_blank]
    months = sum(cell.kind != TEXT and month_of(cell.text) is not None for cell in filled)
    words = [cell for cell in filled if months < 2 or cell.kind == TEXT or month_of(cell.text) is None]
    return all(cell.kind == TEXT and len(cell.text) < LONGEST_TITLE and not _is_value(cell.text) for cell in words)


@lru_cache(maxsize=1_000)
def _is_value(text: str) -> bool:
    cell = Cell(text, TEXT)
    if month_of(text):
        return False
    return is_email(cell) or is_date(cell) or (bool(re.match(r"\W*\d", text)) and is_amount(cell))


def _label(sheet: Sheet, row: Row) -> str:
    titles = " | ".join(_short(text) for text in row.texts if text.strip())
    where = f"{sheet.name}, row {row.number}" if sheet.name else f"Row {row.number}"
    return f"{where}: {titles if len(titles) < 100 else titles[:99] + '…'}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SAMPLE else text[: LONGEST_SAMPLE - 1] + "…"
