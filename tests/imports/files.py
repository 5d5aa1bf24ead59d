"""Small files for tests, and where larger samples are kept when there are any."""

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Book

from imports.cells import Workbook
from imports.contexts import Context, FundAliases
from imports.matching.known_records import KnownRecords
from imports.planning.planner import plan_file
from imports.plans import Plan, PlannedRow
from imports.reading.files import read_file

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "imports"
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples of ../shared/data are not here")

FUNDS = FundAliases.from_pairs(
    [("General", "GEN"), ("", "GEN"), ("Well Drilling", "WELL"), ("wells", "WELL"), ("Library", "LIB")]
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(
    sheets: dict[str, list[list[Any]]], *, hidden: Iterable[str] = (), formats: dict[str, str] | None = None
) -> bytes:
    """A workbook; `formats` gives number formats by place, as in {"2021!C4": '[$£-809]#,##0.00'}."""
    book = Book()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for place, number_format in (formats or {}).items():
        name, cell = place.split("!")
        book[name][cell].number_format = number_format
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def raw_xlsx(
    rows_xml: str,
    *,
    dimension: str = "A1",
    extra: dict[str, bytes] | None = None,
    before: str = "",
    date1904: bool = False,
) -> bytes:
    """A workbook of one sheet written by hand, for what no library writes."""
    sheet = f'{before}<worksheet {_MAIN}><dimension ref="{dimension}"/><sheetData>{rows_xml}</sheetData></worksheet>'
    properties = '<workbookPr date1904="1"/>' if date1904 else ""
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": (
            f'<workbook {_MAIN} xmlns:r="{_REL}">{properties}<sheets>'
            '<sheet name="Gifts" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
        **(extra or {}),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def csv_file(text: str, name: str = "list.csv") -> Workbook:
    """A text file as read."""
    return read_file(name, text.encode())


def planned(data: bytes | str, name: str = "log.xlsx", *, known: KnownRecords | None = None, **settings: Any) -> Plan:
    """The plan of a file under the funds above."""
    if isinstance(data, str):
        data, name = data.encode(), "list.csv" if name == "log.xlsx" else name
    context = Context(**{"funds": FUNDS, **settings})
    file = plan_file(name, data, known if known is not None else KnownRecords(), context)
    assert file.refusal is None
    return file.plan


def refusal(data: bytes, name: str) -> str:
    """The sentence with which a file is refused."""
    file = plan_file(name, data, KnownRecords(), Context())
    assert (file.state, file.plan.rows) == ("refused", [])
    return file.refusal or ""


def told(row: PlannedRow) -> tuple[Any, ...]:
    """What a row says, for comparing whole lists."""
    return (row.row, row.decision, row.kind, str(row.date), str(row.amount), row.currency, row.fund, row.method)


def records(plan: Plan) -> list[PlannedRow]:
    """The rows that are not ignored."""
    return [row for row in plan.rows if row.decision != "ignore"]
