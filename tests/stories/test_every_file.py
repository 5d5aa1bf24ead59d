"""Every file the product hands out, opened again: whoever adds a list or a report has them kept to the same promises.

People have their supporter number; amounts, counts and days are numbers and dates with their formats; columns fit; the
head stays in view; amounts have a total that neither sorting nor filtering moves; nothing runs.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db.models import ForeignKey
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from core.listing import spreadsheets
from core.listing.files import workbooks
from core.listing.pages import TablePage
from crm.models import Household, Supporter
from reports.catalog.base import RowsPage
from tests.stories.addresses import addresses
from tests.stories.furnished import furnish
from tests.support.builders import make_gift
from tests.test_access import routes

#: Columns whose digits are names of things, not numbers to reckon with: as text they keep their leading zeros.
NAMES = {"Check number", "Postal code", "Phone", "Table", "Row", "Receipt", "Number"}
#: Models of people without a foreign key to one.
PEOPLE = {Supporter, Household}
#: Columns of amounts that are not added up, and why.
NOT_ADDED: dict[tuple[str, str], str] = {
    ("give:payout-list", "Deposit"): "in several currencies",
    ("give:payout-list", "Gifts less fees"): "in several currencies",
    ("give:unmatched-list", "Amount"): "in several currencies",
    ("give:unmatched-list", "Refunded"): "in several currencies",
    ("give:unmatched-refund-list", "Amount"): "in several currencies",
    ("imports:batch-detail", "Amount"): "in several currencies",
}
NUMBER = re.compile(r"^'?[-+(]?[$€£¥]?\s?-?[\d٠-٩][\d,.]*\)?%?$")
DAY = re.compile(r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\b")


def pages() -> Iterator[tuple[str, type]]:
    """Every page that hands out files, by the name of its route."""
    for name, pattern in routes():
        page = getattr(pattern.callback, "view_class", None)
        if page and issubclass(page, TablePage | RowsPage):
            yield name, page


@pytest.fixture
def client(database, client_as):
    """Somebody with every role, over a charity with at least one of everything."""
    user, rows = furnish()
    make_gift(Decimal("25.50"), supporter=Supporter.objects.get(pk=rows["hidden"]), check_number="0071")
    client = client_as(user=user)
    client.rows = rows
    return client


def file_of(client, name: str, form: str = "xlsx") -> bytes:
    """The file of a list or report, for a reason where it asks for one."""
    address = address_of(client, name)
    url = f"{address}{'&' if '?' in address else '?'}export={form}"
    answer = client.post(url, {"reason": "A test"})
    answer = client.get(url) if answer.status_code == 405 else answer
    assert answer.status_code == 200, (name, answer.status_code)
    return b"".join(answer.streaming_content)


def address_of(client, name: str) -> str:
    return addresses()[name].format(**client.rows)


class Opened:
    """A workbook: its titles, the cells of each row, and what stands beneath the rows."""

    def __init__(self, content: bytes) -> None:
        self.sheet = load_workbook(BytesIO(content)).worksheets[0]
        self.lines = list(self.sheet.iter_rows())
        self.titles = [cell.value for cell in self.lines[0]]
        _, _, _, last = range_boundaries(self.sheet.auto_filter.ref)
        self.rows, self.beneath = self.lines[1:last], self.lines[last:]

    def columns(self) -> Iterator[tuple[str, list]]:
        for place, title in enumerate(self.titles):
            yield title, [row[place] for row in self.rows if row[place].value is not None]


def shown(cell) -> str:
    """A cell as a spreadsheet shows it."""
    if cell.number_format == workbooks.MOMENT_FORMAT:
        return f"{cell.value:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell.value, datetime):
        return f"{cell.value:%Y-%m-%d}"
    formats = {workbooks.AMOUNT_FORMAT: ",.2f", workbooks.COUNT_FORMAT: ","}
    return format(cell.value, formats.get(cell.number_format, ""))


FORMATS = {
    "n": {workbooks.AMOUNT_FORMAT, workbooks.COUNT_FORMAT},
    "d": {workbooks.DAY_FORMAT, workbooks.MOMENT_FORMAT},
}


def untyped(book: Opened) -> Iterator[str]:
    """Numbers and days that are text or without their format, and cells that run."""
    for title, cells in book.columns():
        for cell in cells:
            text = cell.value if isinstance(cell.value, str) else ""
            if cell.data_type == "f" or text.startswith(("=", "+", "-", "@")):
                yield f"{title}: {text} runs"
            elif title not in NAMES and (NUMBER.match(text) or DAY.match(text)):
                yield f"{title}: {text} is text"
            elif not text and cell.number_format not in FORMATS[cell.data_type]:
                yield f"{title}: {cell.value} is shown as {cell.number_format}"


def unfit(book: Opened) -> Iterator[str]:
    """Columns too narrow for what they hold, a head that scrolls away, titles that are missing or double."""
    for title, cells in book.columns():
        for cell in cells:
            width = book.sheet.column_dimensions[cell.column_letter].width
            if not min(len(shown(cell)), spreadsheets.WIDEST) <= width <= spreadsheets.WIDEST:
                yield f"{title}: {shown(cell)} in {width}"
    if (book.sheet.freeze_panes, book.lines[0][0].font.bold) != ("A2", True):
        yield "the head does not stay in view"
    if len(set(book.titles)) < len(book.titles) or not all(book.titles):
        yield f"titles: {book.titles}"


def unadded(book: Opened, name: str) -> Iterator[str]:
    """Columns of amounts without their sum in a row of its own beneath the rows, one empty row away."""
    amounts = {
        place: sum((Decimal(str(row[place].value or 0)) for row in book.rows), Decimal(0))
        for place, title in enumerate(book.titles)
        if (name, title) not in NOT_ADDED
        and any(row[place].number_format == workbooks.AMOUNT_FORMAT for row in book.rows)
    }
    if not amounts:
        return
    empty, total, *_ = [*book.beneath, (), ()]
    if not any(str(cell.value).startswith(("Total of ", "To date", "All funds")) for cell in total):
        yield "amounts without a total"
    elif {place: Decimal(str(total[place].value or 0)) for place in amounts} != amounts:
        yield f"totals: {[cell.value for cell in total]} for {amounts}"
    elif {total[place].number_format for place in amounts} != {workbooks.AMOUNT_FORMAT}:
        yield "totals that are no amounts"
    if any(cell.value is not None for cell in empty):
        yield "rows and totals are not apart"


def unnumbered(book: Opened, model: type | None) -> Iterator[str]:
    """Files about people without their numbers, or with a protected name."""
    if "Parveen" in " ".join(str(cell.value) for line in book.lines for cell in line):
        yield "a protected name"
    if not is_about_people(model):
        return
    numbers = [title for title in book.titles if title.startswith("Supporter number")]
    found = {cell.value for title, cells in book.columns() if title in numbers for cell in cells}
    if not found or not all(re.fullmatch(r"S-\d+(, S-\d+)*", str(number)) for number in found):
        yield f"people without numbers: {found}"


def is_about_people(model: type | None) -> bool:
    if model is None:
        return False
    return model in PEOPLE or any(
        isinstance(field, ForeignKey) and field.related_model is Supporter for field in model._meta.get_fields()
    )


def model_of(client, name: str, page: type) -> type | None:
    """What a list's rows are; None for a report of figures."""
    if issubclass(page, RowsPage):
        return None
    return client.get(address_of(client, name)).context["table"].data.data.model


def test_every_file_has_numbers_types_widths_and_totals(client):
    """One world for all of them: it takes longer to furnish than to walk."""
    wrong = {}

    for name, page in pages():
        book = Opened(file_of(client, name))
        faults = [*untyped(book), *unfit(book), *unadded(book, name), *unnumbered(book, model_of(client, name, page))]
        if not book.rows:
            faults.append("nothing to look at: furnish a row")
        if b"Total of" in file_of(client, name, "csv"):
            faults.append("a CSV file holds rows alone")
        if faults:
            wrong[name] = sorted(set(faults))[:6]

    assert wrong == {}, "\n".join(f"{name}: {faults}" for name, faults in wrong.items())
