"""Tables in sheets: find the row of column titles, and access cells by the meaning of their columns."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from imports.cells import NO_CELL, NUMBER, TEXT, Cell, Row, Sheet, Workbook, folded
from imports.parsing.column_roles import DATES, GIVERS, PLATFORM, Column, is_title_of, letters, read_title

SEARCH_ROWS = 30
MANY_COLUMNS = 200
#: Questions of web forms become titles unchanged.
LONGEST_TITLE = 500
#: What a list of one column may be of.
LISTED_ALONE = frozenset({"name", "organization", "email", "phone"})
MOST_MERGED = 1_000_000
_MONTHS = r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
#: A whole cell that says total: “Grand total 2023”, “Total for March”. Never a part of a name.
TOTAL = re.compile(
    rf"\W*((sub|({_MONTHS}|grand|year|month|page|sheet|deposit|batch|overall|annual|report|final|running|check|cash|fund|weekly|daily)"
    r"[\w\s-]*)[\s-]*totals?|totals?|sum)"
    rf"(\W+(for|of|in|to|the|this|all|date|raised|received|collected|deposits?|amounts?|gifts?|donations?|checks?|"
    rf"cash|pledges?|income|page|sheet|fund|general|zakat|usd|gbp|year|month|week|day|\d[\d.,]*|{_MONTHS}|\([^)]*\)))*\W*"
    r"|\W*((carried|brought) (forward|over)|balance (b/?f|c/?f|forward)|[bc]/f)\b.*",
    re.I,
)


@dataclass(slots=True)
class Table:
    """A sheet's table. `merged` fills a value typed once into the rows merged with it."""

    sheet: Sheet
    columns: list[Column]
    header: int  # row number of the titles
    body: list[Row] = field(default_factory=list)
    merged: dict[tuple[int, int], Cell] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)  # headings over groups of columns, by column
    explained: bool = False  # a user said what its columns mean, so columns without a meaning are left out on purpose

    def columns_of(self, role: str) -> list[Column]:
        return [column for column in self.columns if column.role == role]

    def has(self, *roles: str) -> bool:
        return any(column.role in roles for column in self.columns)

    def cell(self, row: Row, role: str) -> Cell:
        """The first non-empty cell with that role, even a formula without a result."""
        for column in self.columns_of(role):
            cell = self.value(row, column)
            if not cell.is_blank or cell.formula:
                return cell
        return NO_CELL

    def value(self, row: Row, column: Column) -> Cell:
        """The cell of a column, or the value that is merged down to it."""
        cell = row.cell(column.index)
        return self.merged.get((row.number, column.index), cell) if cell.is_blank else cell

    def texts(self, row: Row, role: str) -> list[str]:
        """The texts of all columns with that role, without blanks."""
        found = (row.cell(column.index).text.strip() for column in self.columns_of(role))
        return [text for text in found if text]

    def text(self, row: Row, role: str) -> str:
        return self.cell(row, role).text.strip()

    def raw(self, row: Row) -> dict[str, str]:
        """Every cell by its column's title; cells beyond the titles by column letter, as is one whose title equals
        another's numbered one: “Note”, “Note”, “Note (2)”."""
        by_index = {column.index: column.title for column in self.columns}
        found: dict[str, str] = {}
        for index, cell in enumerate(row.cells):
            if not cell.is_blank:
                title = by_index.get(index) or read_title(index, "").title
                found[title if title not in found else f"{title}, column {letters(index)}"] = cell.written or cell.text
        return found

    def is_header_again(self, row: Row) -> bool:
        """Whether the row repeats the titles, as after page breaks."""
        titles = [re.sub(r" \(\d+\)$", "", column.title).casefold() for column in self.columns]
        texts = [folded(row.cell(column.index).text) for column in self.columns]
        filled = [(title, text) for title, text in zip(titles, texts, strict=True) if text]
        return len(filled) >= 2 and all(title == text for title, text in filled)


def find_table(sheet: Sheet, *, wanted: int = 2) -> Table | None:
    """The table below the row with the most known titles, including a donor, a date or an amount."""
    best: tuple[int, Row, list[Column]] | None = None
    for row in [row for row in sheet.rows if not row.is_blank][:SEARCH_ROWS]:
        if not _may_be_titles(row):
            continue
        columns = titled_columns(row)
        roles = {column.role for column in columns if column.role}
        useful = roles & (GIVERS | set(DATES) | {"amount", "email", "phone"})
        score = len(roles)
        if score >= wanted and useful and (best is None or score > best[0]):
            best = (score, row, columns)
    best = best or _one_column(sheet)
    if best is None:
        return None
    _, header, columns = best
    return Table(sheet, columns, header.number, _below(sheet, header), _merged(sheet))


def _one_column(sheet: Sheet) -> tuple[int, Row, list[Column]] | None:
    """The title of a sheet that is nothing but one column, of names, email addresses or phone numbers."""
    filled = [row for row in sheet.rows if not row.is_blank]
    places = {index for row in filled for index, cell in enumerate(row.cells) if not cell.is_blank}
    if len(places) != 1:
        return None
    index = places.pop()
    for row in filled[:-1][:SEARCH_ROWS]:
        column = read_title(index, row.cell(index).text)
        if column.role in LISTED_ALONE and is_title_of(row.cell(index).text, column.role):
            return 1, row, titled_columns(row)
    return None


def warn_about(workbook: Workbook, table: Table) -> None:
    """Warn about the table's shape: repeated titles, very many columns, rows of other widths."""
    place = f"Sheet “{table.sheet.name}”: " if table.sheet.name else ""
    repeated = [column.title.rsplit(" (", 1)[0] for column in table.columns if re.search(r" \(\d+\)$", column.title)]
    if repeated:
        names = ", ".join(f"“{name}”" for name in dict.fromkeys(repeated))
        workbook.warnings.append(f"{place}More than one column is called {names}; all of them were kept, numbered.")
    if len(table.columns) > MANY_COLUMNS:
        workbook.warnings.append(
            f"{place}The table has {len(table.columns):,} columns; check that it is the right file."
        )
    if workbook.is_text and (ragged := ragged_rows(table)):
        where = ", ".join(map(str, ragged[:10])) + (" …" if len(ragged) > 10 else "")
        workbook.warnings.append(f"Row {where} has more or fewer cells than there are column titles.")


def ragged_rows(table: Table) -> list[int]:
    """Record numbers of rows whose width differs from the titles'; one extra empty cell is allowed, as banks
    write it."""
    width = len(table.columns)
    found = []
    for row in table.body:
        extra = row.cells[width:]
        if not row.is_blank and (len(row.cells) < width or any(not cell.is_blank for cell in extra) or len(extra) > 1):
            found.append(row.number)
    return found


def is_platform_export(table: Table) -> bool:
    """Whether the table has columns only a payment platform or a bank writes."""
    return len({column.role for column in table.columns} & PLATFORM) >= 1


def total_label(cells: Iterable[Cell]) -> str:
    """The text that makes a row a total ("Sub-total", "GRAND TOTAL 2023"), or ''."""
    return next((cell.text.strip() for cell in cells if cell.kind == TEXT and TOTAL.fullmatch(cell.text.strip())), "")


def _may_be_titles(row: Row) -> bool:
    filled = [cell for cell in row.cells if not cell.is_blank]
    return len(filled) >= 2 and all(cell.kind in (TEXT, NUMBER) and len(cell.text) < LONGEST_TITLE for cell in filled)


def table_at(sheet: Sheet, header: Row, roles: Mapping[str, str]) -> Table:
    """The table below a row of titles with known meanings: roles by title, ignoring case and spacing."""
    columns = [replace(column, role=roles.get(folded(column.title))) for column in titled_columns(header)]
    return Table(sheet, columns, header.number, _below(sheet, header), _merged(sheet), explained=True)


def titled_columns(row: Row) -> list[Column]:
    """The columns of a row of titles, repeated ones numbered."""
    seen: Counter[str] = Counter()
    columns = []
    for index, cell in enumerate(row.cells):
        plain = folded(cell.text)
        if plain:
            seen[plain] += 1
        columns.append(read_title(index, cell.text, seen[plain] if plain else 1))
    while columns and columns[-1].role is None and not row.cell(columns[-1].index).text.strip():
        columns.pop()
    return columns


def _below(sheet: Sheet, header: Row) -> list[Row]:
    return [row for row in sheet.rows if row.number > header.number]


def _merged(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """Cells below a value merged downward. Only ranges one column wide, as a title merged across belongs to no row."""
    rows = {row.number: row for row in sheet.rows}
    found: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, right in sheet.merged:
        if left == right and bottom - top < 10_000 and top in rows and len(found) < MOST_MERGED:
            value = rows[top].cell(left)
            found.update({(number, left): value for number in range(top + 1, bottom + 1)})
    return found
