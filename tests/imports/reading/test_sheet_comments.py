"""Comments attached to cells: notes, and threads with their answers."""

from imports.reading.workbooks import read_xlsx
from tests.imports.files import raw_xlsx

_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="a" Type="{_LINK}/comments" Target="../comments1.xml"/>'
    '<Relationship Id="b" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
    'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
).encode()
NOTES = (
    b'<comments><commentList><comment ref="A1"><text><r><t>a </t></r><r><t>typo</t></r></text></comment>'
    b'<comment ref="B1"><text><t>[Threaded comment] Yours cannot. Comment: ask Ann</t></text></comment>'
    b"</commentList></comments>"
)
THREADS = (
    b'<ThreadedComments><threadedComment ref="B1" id="1"><text>ask Ann</text></threadedComment>'
    b'<threadedComment ref="B1" id="2" parentId="1"><text>she says 40</text></threadedComment></ThreadedComments>'
)
ROW = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'


def test_notes_and_threads_are_read_with_every_answer_once():
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": LINKS,
        "xl/comments1.xml": NOTES,
        "xl/threadedComments/threadedComment1.xml": THREADS,
    }

    (row,) = read_xlsx("gifts.xlsx", raw_xlsx(ROW, extra=extra)).sheets[0].rows

    assert [cell.comment for cell in row.cells] == ["a typo", "ask Ann / she says 40"]


def test_without_its_thread_the_note_that_stands_for_it_says_what_it_says():
    extra = {"xl/worksheets/_rels/sheet1.xml.rels": LINKS.split(b"<Relationship Id=\"b\"")[0] + b"</Relationships>",
             "xl/comments1.xml": NOTES}  # fmt: skip

    (row,) = read_xlsx("gifts.xlsx", raw_xlsx(ROW, extra=extra)).sheets[0].rows

    assert [cell.comment for cell in row.cells] == ["a typo", "ask Ann"]
