"""The parts of a workbook: found by relationships, whatever they are called."""

import zipfile
from io import BytesIO

import pytest

from imports.reading.packages import BadPackage, Package, folded

TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def package(**parts: str) -> Package:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return Package(zipfile.ZipFile(out))


def relations(*links: tuple[str, str, str]) -> str:
    nodes = "".join(f'<Relationship Id="{key}" Type="{TYPE}{kind}" Target="{target}"/>' for key, kind, target in links)
    return f"<Relationships>{nodes}</Relationships>"


def test_the_list_of_sheets_is_where_the_relationship_leads():
    odd = package(
        **{"_rels/.rels": relations(("r1", "officeDocument", "/Book/main.xml")), "book/MAIN.xml": "<workbook/>"}
    )

    assert (odd.book, odd.is_workbook) == ("Book/main.xml", True)
    assert package().book == "xl/workbook.xml"
    assert package(**{"_rels/.rels": relations(), "word/document.xml": ""}).has("word/Document.xml") is True


def test_targets_are_read_from_the_parts_own_place():
    found = package(**{"xl/_rels/workbook.xml.rels": relations(("r1", "worksheet", "../sheets/1.xml"))}).links(
        "xl/workbook.xml"
    )

    assert found["r1"] == ("worksheet", "sheets/1.xml")


def test_what_lies_outside_the_file_is_no_part():
    external = (
        '<Relationships><Relationship Id="r1" TargetMode="External" Target="http://example.org/"/></Relationships>'
    )

    assert package(**{"_rels/.rels": external}).links("") == {}


def test_a_part_nothing_leads_to_is_taken_from_its_usual_place():
    parts = {"xl/_rels/workbook.xml.rels": relations(), "xl/styles.xml": "<a/>"}

    assert package(**parts).beside("xl/workbook.xml", "styles") == "xl/styles.xml"
    assert package(**parts).beside("xl/workbook.xml", "sharedStrings") == ""


def test_missing_parts_and_two_of_one_name_are_bad():
    with pytest.raises(BadPackage, match="is missing"):
        package().read("xl/a.xml")
    with pytest.raises(BadPackage, match="two parts are called"):
        _ = package(**{"xl/a.xml": "", "XL/A.xml": ""}).parts
    assert folded("\\XL\\A.xml") == "xl/a.xml"
