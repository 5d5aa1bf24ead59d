"""What kind of file the bytes are, by content; the name must agree."""

import zipfile
from io import BytesIO

import pytest

from imports.cells import Refused
from imports.reading import containers
from tests.imports.files import xlsx

BOOK = xlsx({"Gifts": [["Name", "Amount"], ["Ann Example", 5]]})


def archive(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return out.getvalue()


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        containers.kind_of(name, data)
    return str(refused.value)


def test_content_decides_the_kind():
    assert containers.kind_of("list.xlsx", BOOK) == containers.XLSX
    assert containers.kind_of("list.csv", b"Name,Amount\n") == containers.TEXT
    assert containers.kind_of("list", BOOK) == containers.XLSX  # a name without an ending contradicts nothing


def test_a_name_that_contradicts_the_content_is_refused():
    assert "the file is an Excel workbook" in refusal("list.csv", BOOK)
    assert "plain text file, not a workbook" in refusal("list.xlsx", b"Name,Amount\n")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xef\xbb\xbf\r\n , ;", "The file is empty"),
        (b"%PDF-1.7", "a PDF document, not a spreadsheet"),
        (b"\x1f\x8b123", "a compressed archive"),
        (b"  <HTML><table>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "not a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password protected"),
        (BOOK[:200], "damaged or was cut off"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_by_name(data, sentence):
    assert sentence in refusal("list.csv", data)


def test_an_archive_without_sheets_is_refused():
    assert "unpack it" in refusal("lists.zip", archive(**{"a.csv": b"Name\n"}))


def test_a_small_file_that_unpacks_to_very_much_is_not_opened():
    bomb = archive(**{"xl/workbook.xml": b"0" * (containers.SMALL * 2)})

    assert "unpacks to far more data" in refusal("list.xlsx", bomb)


def test_too_many_parts_or_two_of_a_name_are_not_opened(monkeypatch):
    monkeypatch.setattr(containers, "MAX_ENTRIES", 1)

    assert "far more parts" in refusal("list.xlsx", archive(a=b"1", b=b"2"))
