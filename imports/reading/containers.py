"""What type of file the bytes are, and whether it is safe to open. Detected by content; the name must then agree.

Nothing is inflated before the zip directory is checked: a few kilobytes can expand to gigabytes.
"""

import zipfile
from io import BytesIO
from pathlib import PurePath

from imports.cells import Refused
from imports.reading.packages import BROKEN, Package

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_INFLATED = 200 * 1024 * 1024
MAX_RATIO = 100
SMALL = 1024 * 1024  # below this a ratio means nothing: short XML compresses very well

XLSX, XLSB, ODS, XLS, TEXT = "xlsx", "xlsb", "ods", "xls", "text"
EXTENSIONS = {
    XLSX: {".xlsx", ".xlsm", ".xltx", ".xltm"},
    XLSB: {".xlsb"},
    ODS: {".ods"},
    XLS: {".xls", ".xlt"},
    TEXT: {".csv", ".txt", ".tsv", ".tab", ".asc", ".prn", ""},
}
LABELS = {XLSX: "an Excel workbook", XLSB: "an Excel binary workbook", ODS: "an OpenDocument spreadsheet",
          XLS: "an old Excel workbook (.xls)", TEXT: "a text file"}  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"{\\rtf", "a Word or other text document"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
)


def kind_of(name: str, data: bytes) -> str:
    """One of XLSX, XLSB, ODS, XLS, TEXT. Raises Refused for anything else, or when name and content disagree."""
    if len(data) > MAX_BYTES:
        raise Refused(
            f"The file is larger than {MAX_BYTES // 2**20} MB. Split it into smaller files and import them one by one."
        )
    if not data.strip(b"\x00\r\n\t ,;\xef\xbb\xbf"):
        raise Refused(
            "The file is empty: there is nothing to import. Export or save it again and check that it has rows."
        )
    kind = _by_content(data)
    suffix = PurePath(name).suffix.casefold()
    if kind == TEXT and suffix in _all_extensions() - EXTENSIONS[TEXT]:
        raise Refused(
            f"The name ends in {suffix} but the file is a plain text file, not a workbook. "
            "Rename it to end in .csv and upload it again, or save it from Excel as .xlsx."
        )
    if kind != TEXT and suffix not in EXTENSIONS[kind] and suffix:
        better = sorted(EXTENSIONS[kind])[0] if kind != XLSX else ".xlsx"
        raise Refused(
            f"The name ends in {suffix} but the file is {LABELS[kind]}. "
            f"Rename it to end in {better}, or open it in Excel and "
            "save it as CSV, and upload it again."
        )
    return kind


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive of a workbook, with its directory checked. Raises `Refused`."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise damaged() from error
    if len(entries) > MAX_ENTRIES or len({entry.filename for entry in entries}) < len(entries):
        raise Refused(
            "The workbook has far more parts than a spreadsheet needs, so it was not opened. "
            "Open it in Excel, save it under a new name as .xlsx and upload that."
        )
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise locked()
    if sum(entry.file_size for entry in entries) > MAX_INFLATED or any(map(_too_dense, entries)):
        raise Refused(
            "The workbook unpacks to far more data than its size "
            "suggests, so it was not opened: it may be made "
            "to overload the computer. Open it in Excel, delete empty "
            "rows and columns, and save it as CSV."
        )
    return archive


def damaged() -> Refused:
    return Refused("The workbook is damaged or was cut off while downloading. "
                   "Download or copy it again; if it opens in Excel, "
                   "save it there as a new .xlsx file.")  # fmt: skip


def locked() -> Refused:
    return Refused(
        "The workbook is password protected. Open it in Excel, save a copy without a password and upload that."
    )


def _by_content(data: bytes) -> str:
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Refused(
                f"The file is {what}, not a spreadsheet, even if its name says so. Upload a CSV or .xlsx file."
            )
    head = data[:4096].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")):
        raise Refused(
            "The file is a web page that only carries a spreadsheet's name. "
            "Open it in Excel, choose Save As, and save it as .xlsx or .csv."
        )
    if head.startswith(b"<?xml"):
        raise Refused("The file is an XML document, not a spreadsheet. Open it in Excel and save it as .xlsx or .csv.")
    return TEXT


def _kind_of_zip(data: bytes) -> str:
    package = Package(open_zip(data))
    try:
        if package.has("content.xml") and package.has("mimetype"):
            return ODS
        if package.book.casefold().endswith(".bin") or package.has("xl/workbook.bin"):
            return XLSB
        if package.is_workbook:
            return XLSX
    except BROKEN as error:  # including DefusedXmlException, a ValueError
        raise damaged() from error
    raise Refused(
        "The file is an archive or another kind of document, not a spreadsheet. "
        "If it is a .zip with files inside, unpack it and upload the files one by one."
    )


def _kind_of_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise locked()
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return XLS
    raise Refused("The file is an old Office document but not a workbook. Save the table from Excel as .xlsx or .csv.")


def _too_dense(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _all_extensions() -> set[str]:
    return set().union(*EXTENSIONS.values())
