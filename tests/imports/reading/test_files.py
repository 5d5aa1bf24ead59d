import zipfile
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Book

from imports.cells import DATE, ERROR, NUMBER
from imports.reading.files import Refused, read_file
from tests.imports.files import SAMPLES, raw_xlsx, refusal, samples, xlsx

TITLES = b"Name,Amount,Date\r\n"


def outcome(name: str, data: bytes) -> str:
    """Nothing when the file is read, else the sentence with which it is refused."""
    try:
        read_file(name, data)
    except Refused as refused:
        return str(refused)
    return ""


def texts(data: bytes, name: str = "list.csv") -> list[list[str]]:
    return [row.texts for row in read_file(name, data).sheets[0].rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_files_are_read_with_and_without_their_mark(encoding: str) -> None:
    assert texts("Name,City\nZoë Ärmel,Łódź\n".encode(encoding)) == [["Name", "City"], ["Zoë Ärmel", "Łódź"]]


def test_lines_of_two_encodings_are_read_and_named() -> None:
    workbook = read_file("list.csv", b"Name,City\nJos\xc3\xa9,Lima\nRen\xe9,Lyon\n")

    assert [row.texts for row in workbook.sheets[0].rows][1:] == [["José", "Lima"], ["René", "Lyon"]]
    assert "line 3" in workbook.warnings[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(delimiter: str) -> None:
    data = delimiter.join(["Name", "Amount"]) + "\n" + delimiter.join(["Ann Lee", "5"]) + "\n"

    assert texts(data.encode()) == [["Name", "Amount"], ["Ann Lee", "5"]]


def test_semicolons_with_decimal_commas_are_not_cut_at_the_commas() -> None:
    assert texts(b"Name;Betrag\nUlf Beispiel;1.250,50\nEva Beispiel;20,00\n")[1:] == [
        ["Ulf Beispiel", "1.250,50"],
        ["Eva Beispiel", "20,00"],
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_records_are_counted_as_the_user_sees_them(end: str) -> None:
    data = end.join(["Name,Note", 'Ann,"two', 'lines"', "", "Bo,x"]) + end
    rows = read_file("list.csv", data.encode()).sheets[0].rows

    assert [row.number for row in rows if not row.is_blank] == [1, 2, 4]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "empty.csv", "empty"),
        (b"\r\n,,,\r\n", "blank.csv", "empty"),
        (TITLES, "titles.csv", "no rows"),
        (TITLES + b"Ann\x00,5,2020-01-02\n", "nul.csv", "characters that no spreadsheet writes"),
        (TITLES + b'Ann,"5,2020-01-02\nBo,5,2020-01-02\n', "quote.csv", "quotation mark"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "scan.csv", "picture"),
        (bytes(range(1, 256)) * 20, "noise.csv", "not text"),
        (b"%PDF-1.7 whatever", "letter.xlsx", "PDF"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "export.xls", "web page"),
        (TITLES + b"Ann,5,2020-01-02\n", "text.xlsx", "plain text"),
        (xlsx({"2020": [["Name", "Amount", "Date"], ["Ann Lee", 5, "2020-01-02"]]}), "book.csv", "Excel workbook"),
        (xlsx({"2020": [["Name", "Amount"], ["Ann Lee", 5]]})[:-400], "cut.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked.xlsx", "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "letter.xls", "not a workbook"),
    ],
)  # fmt: skip
def test_what_must_not_be_read_is_refused_with_a_plain_sentence(data: bytes, name: str, says: str) -> None:
    sentence = refusal(data, name)

    assert says in sentence
    assert sentence.endswith(".")


def test_a_quote_that_swallows_whole_records_is_refused() -> None:
    lines = [f"Person {number},5,2020-01-02" for number in range(6)]
    data = TITLES + '"'.join(["", "\n".join(lines) + "\n", ""]).encode() + b",5,2020-01-02\n"

    assert "quotation mark" in refusal(data, "list.csv")


def test_archives_that_unpack_to_too_much_are_not_opened() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (8 * 1024 * 1024))

    assert "overload" in refusal(out.getvalue(), "bomb.xlsx")


def test_archives_of_thousands_of_parts_are_not_opened() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(2001):
            archive.writestr(f"part{number}", b"")

    assert "parts" in refusal(out.getvalue(), "many.xlsx")


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_entities_are_refused_and_never_resolved(before: str) -> None:
    data = raw_xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>', before=before)

    assert "harm" in refusal(data, "entity.xlsx")


ROWS = (
    '<row r="3"><c r="A3" t="inlineStr"><is><t>Name</t></is></c>'
    '<c r="B3" t="inlineStr"><is><t>Amount</t></is></c></row>'
    '<row r="7"><c r="A7" t="inlineStr"><is><t>Ann Lee</t></is></c><c r="B7"><f>20+5</f><v>25</v></c>'
    '<c r="C7" t="e"><v>#REF!</v></c><c r="D7"><v>0.30000000000000004</v></c></row>'
)


def test_a_false_dimension_is_not_believed() -> None:
    sheet = read_file("log.xlsx", raw_xlsx(ROWS, dimension="A1:XFD1048576")).sheets[0]

    assert [row.number for row in sheet.rows] == [3, 7]


def test_cells_tell_formulas_errors_and_exact_numbers() -> None:
    row = read_file("log.xlsx", raw_xlsx(ROWS)).sheets[0].rows[1]

    assert (row.cell(1).number, row.cell(1).formula, row.cell(1).kind) == (Decimal(25), "20+5", NUMBER)
    assert (row.cell(2).text, row.cell(2).kind) == ("#REF!", ERROR)
    assert row.cell(3).number == Decimal("0.3")


def test_macros_and_strange_paths_are_said_and_left_alone() -> None:
    extra = {"xl/vbaProject.bin": b"x", "../../../evil.txt": b"x"}
    workbook = read_file("log.xlsx", raw_xlsx(ROWS, extra=extra))

    assert [word for word in ("macros", "unusual path") if any(word in text for text in workbook.warnings)] == [
        "macros",
        "unusual path",
    ]


def test_dates_formats_hidden_sheets_and_merged_cells_are_told() -> None:
    book = Book()
    sheet = book.active
    sheet.title = "2021"
    sheet.append(["Deposit", "Amount"])
    sheet.append([None, 12.5])
    sheet["A2"] = datetime(2021, 5, 6)
    sheet["B2"].number_format = "[$£-809]#,##0.00"
    sheet.merge_cells("A2:A4")
    book.create_sheet("old").sheet_state = "veryHidden"
    out = BytesIO()
    book.save(out)

    workbook = read_file("log.xlsx", out.getvalue())

    cells = workbook.sheets[0].rows[1].cells
    assert (cells[0].kind, cells[0].text) == (DATE, "2021-05-06")
    assert (cells[1].number, cells[1].number_format) == (Decimal("12.5"), "[$£-809]#,##0.00")
    assert workbook.sheets[0].merged == [(2, 0, 4, 0)]
    assert [sheet.hidden for sheet in workbook.sheets] == [False, True]


def test_a_cell_longer_than_excel_allows_is_cut_and_said() -> None:
    workbook = read_file("list.csv", b"Name,Amount\n" + b"x" * 200_000 + b",5\n")

    assert len(workbook.sheets[0].rows[1].cells[0].text) == 32767
    assert "longer" in workbook.warnings[0]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.xls", "a.ods", "a"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    assert outcome(name, data)[-1:] in ("", ".")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_workbook_with_a_byte_changed_is_read_or_refused(place: int, value: int) -> None:
    data = bytearray(xlsx({"2020": [["Name", "Amount", "Date"], ["Ann Lee", 5, "2020-01-02"]]}))
    data[place % len(data)] = value

    assert outcome("log.xlsx", bytes(data))[-1:] in ("", ".")


@samples
def test_only_samples_called_bad_are_refused() -> None:
    said = {path: outcome(path.name, path.read_bytes()) for path in (SAMPLES / "files").rglob("*.*")}

    assert {path.parent.name for path, sentence in said.items() if sentence} == {"bad"}
    assert {sentence[-1] for sentence in said.values() if sentence} == {"."}


STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Ann Lee</t></si></sst>'
SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def repacked(data: bytes, change) -> bytes:
    """The same archive with its parts renamed (None: left out) or their text changed by `change(name, text)`."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if (told := change(name, old.read(name).decode())) is not None:
                new.writestr(*told)
    return out.getvalue()


def moved(name: str, text: str) -> tuple[str, str]:
    return name.replace("xl/", "book/").replace("sheets/sheet1", "pages/First"), text.replace("/xl/", "/book/").replace(
        "sheets/sheet1", "pages/First"
    ).replace('"xl/', '"book/')


@pytest.mark.parametrize(
    "change",
    [
        moved,
        lambda name, text: (name.upper() if name.startswith("xl/") else name, text),
        lambda name, text: (name.replace("sharedStrings", "SharedStrings"), text),
        lambda name, text: (name.replace("/", "\\") if name.startswith("xl/") else name, text),
        lambda name, text: (f"/{name}", text),
    ],
)
def test_parts_of_a_workbook_are_found_by_their_relationships(change) -> None:
    data = xlsx({"Gifts": [["Name", "Amount"], ["Ann Lee", 50]]})

    (sheet,) = read_file("list.xlsx", repacked(data, change)).sheets

    assert (sheet.name, [row.texts for row in sheet.rows]) == ("Gifts", [["Name", "Amount"], ["Ann Lee", "50"]])


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/"])
def test_a_workbook_that_lacks_a_part_is_refused(part: str) -> None:
    data = xlsx({"Gifts": [["Name", "Amount"], ["Ann Lee", 50]]})

    said = outcome("list.xlsx", repacked(data, lambda name, text: None if name.startswith(part) else (name, text)))

    assert "damaged" in said


@pytest.mark.parametrize(
    "rows",
    [
        SHARED.replace(">0<", ">1<"),
        SHARED.replace(">0<", ">-1<"),
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="99999999"><c r="A1"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" s="7"><v>45000</v></c></row>',
    ],
    ids=["shared text", "negative text", "row 0", "row beyond Excel", "row twice", "cell twice", "style"],
)
def test_a_sheet_that_says_what_no_sheet_can_say_is_refused(rows: str) -> None:
    data = raw_xlsx(rows, extra={"xl/sharedStrings.xml": STRINGS})

    assert "damaged" in outcome("list.xlsx", data)


def test_a_workbook_whose_texts_are_missing_is_refused() -> None:
    assert "damaged" in outcome("list.xlsx", raw_xlsx(SHARED))


def test_half_a_letter_in_a_cell_becomes_a_sign_that_can_be_stored() -> None:
    data = raw_xlsx('<row r="1"><c r="A1" t="str"><v>Ann_xD800_ Lee_x0000_</v></c></row>')

    assert texts(data, "list.xlsx") == [["Ann\ufffd Lee"]]


def test_two_sheets_of_one_name_stay_two() -> None:
    data = xlsx({"Gifts": [["a", "b"]], "Pledges": [["c", "d"]]})

    sheets = read_file("l.xlsx", repacked(data, lambda name, text: (name, text.replace('"Pledges"', '"Gifts"')))).sheets

    assert [sheet.name for sheet in sheets] == ["Gifts", "Gifts (2)"]
