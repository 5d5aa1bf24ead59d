"""Read workbooks. `.xlsx` is read part by part, for what only its XML has: number formats, formulas, errors, merged
cells.

The stated dimension of a sheet is ignored. DTDs and entities are refused (defusedxml). Other workbooks (`.xls`,
`.xlsb`, `.ods`) are read by calamine, which returns only values.
"""

import re
from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import count

import python_calamine
from defusedxml.common import DefusedXmlException

from imports.cells import BOOL, DATE, NUMBER, Cell, Refused, Row, Sheet, Workbook, text_cell
from imports.parsing.dates import iso_text
from imports.reading import sheet_xml
from imports.reading.containers import damaged, locked, open_zip
from imports.reading.packages import BROKEN, Package
from imports.reading.sheet_comments import read_comments
from imports.reading.sheet_xml import Style

_REL = re.compile(r"\{.*relationships\}id$")


def read_xlsx(name: str, data: bytes) -> Workbook:
    """A workbook with all its sheets, including hidden ones. Raises `Refused`."""
    archive = open_zip(data)
    try:
        return _read_parts(name, Package(archive))
    except DefusedXmlException:
        raise Refused(
            "The workbook holds instructions (XML entities) that no "
            "spreadsheet needs and that can be used to do harm, "
            "so it was not opened. Open it in Excel and save it again as a new .xlsx file."
        ) from None
    except (*BROKEN, sheet_xml.BadSheet) as error:
        raise damaged() from error


def read_other(name: str, data: bytes) -> Workbook:
    """`.xls`, `.xlsb` and `.ods`. A currency in a number format is lost, with a warning. Raises `Refused`."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [_calamine_sheet(book, told) for told in book.sheets_metadata]
    except python_calamine.PasswordError:
        raise locked() from None
    except (python_calamine.CalamineError, *BROKEN) as error:
        raise damaged() from error
    except BaseException as error:  # a panic in Rust code, whose class can't be imported
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from error
    told = (
        "From this kind of workbook only values can be read: currencies shown "
        "by formats of cells, comments and struck-through text are not seen. Save it as .xlsx."
    )
    return Workbook(name, sheets, warnings=[told])


def _read_parts(name: str, package: Package) -> Workbook:
    part = package.book
    book, links = package.xml(part), package.links(part)
    strings, styles = (package.beside(part, name) for name in ("sharedStrings", "styles"))
    date1904 = any(node.get("date1904") in ("1", "true") for node in book.iter() if _tag(node) == "workbookPr")
    shared = sheet_xml.read_strings(package.read(strings)) if strings else []
    formats = _styles(package.xml(styles)) if styles else []
    workbook = Workbook(name, [], date1904=date1904, warnings=_part_warnings(set(package.parts), date1904))
    for node in book.iter():
        if _tag(node) != "sheet":
            continue
        title = _unused(node.get("name", ""), workbook)
        link = links[next((value for key, value in node.attrib.items() if _REL.match(key)), "")]
        if link.kind != "worksheet":
            workbook.warnings.append(f"The sheet “{title}” is a chart or a dialog: it has no rows to read.")
            continue
        comments = read_comments(package, link.target)
        rows, merged = sheet_xml.read_sheet(package.read(link.target), shared, formats, date1904, comments)
        workbook.warnings += _alone(title, comments, rows)
        workbook.sheets.append(Sheet(title, rows, node.get("state", "visible") != "visible", merged))
    return workbook


def _unused(title: str, workbook: Workbook) -> str:
    """The sheet's name, numbered if another has it."""
    taken = {sheet.name for sheet in workbook.sheets}
    names = (title[:90] if n == 1 else f"{title[:90]} ({n})" for n in count(1))
    return next(name for name in names if name not in taken)


def _alone(title: str, comments: dict[str, str], rows: list[Row]) -> list[str]:
    """A warning about comments on cells that do not exist."""
    held = Counter(cell.comment for row in rows for cell in row.cells if cell.comment)
    left = Counter(comments.values()) - held
    return [f"The sheet “{title}” has a comment on an empty cell: “{text[:200]}”." for text in left]


def _part_warnings(names: set[str], date1904: bool) -> list[str]:
    warnings = []
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        warnings.append("The workbook contains macros (a program). Only its cells were read; nothing in it was run.")
    if any(".." in name.split("/") or name.startswith(("/", "\\")) for name in names):
        warnings.append("The workbook has a part with an unusual path. It was left alone; only the sheets were read.")
    if any("/externallinks/" in name for name in names):
        warnings.append("Some cells look into other workbooks; the values last saved in this one were used.")
    if date1904:
        warnings.append("The workbook counts days from 1904 (old Macintosh); its dates were read that way.")
    return warnings


def _styles(root) -> list[Style]:
    """Cell styles by index, from the root of the styles part."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # noqa: PLC0415 - slow to import, rarely needed

    own = {node.get("numFmtId"): node.get("formatCode", "") for node in root.iter() if _tag(node) == "numFmt"}
    cell_styles = next((node for node in root if _tag(node) == "cellXfs"), ())
    fonts = next((node for node in root if _tag(node) == "fonts"), ())
    struck = [
        any(_tag(one) == "strike" and one.get("val", "1") not in ("0", "false") for one in font) for font in fonts
    ]
    styles = []
    for style in cell_styles:
        code = style.get("numFmtId", "0")
        text = own.get(code) or BUILTIN_FORMATS.get(int(code), "General")
        font = style.get("fontId", "")
        crossed = font.isdecimal() and int(font) < len(struck) and struck[int(font)]
        styles.append(Style(text, bool(is_date_format(text)), crossed))
    return styles


def _tag(node) -> str:
    return node.tag.rsplit("}", 1)[-1]


def _calamine_sheet(book, told) -> Sheet:
    grid = book.get_sheet_by_name(told.name)
    top = grid.start[0] if grid.start else 0
    left = grid.start[1] if grid.start else 0
    rows = []
    for number, values in enumerate(grid.iter_rows(), start=1) if grid.start else ():
        number = number if grid.height == grid.total_height else number + top
        rows.append(Row(number, [Cell()] * left + [_calamine_cell(value) for value in values]))
    hidden = told.visible != python_calamine.SheetVisibleEnum.Visible
    return Sheet(told.name, [row for row in rows if not row.is_blank], hidden)


def _calamine_cell(value) -> Cell:
    if isinstance(value, bool):
        return Cell(str(value).upper(), BOOL)
    if isinstance(value, int | float):
        number = Decimal(f"{value:.15g}")
        return Cell(f"{number:f}", NUMBER, number)
    if isinstance(value, datetime):
        return Cell(iso_text(value), DATE, moment=value)
    if isinstance(value, date):
        moment = datetime.combine(value, time())
        return Cell(iso_text(moment), DATE, moment=moment)
    return text_cell(str(value))
