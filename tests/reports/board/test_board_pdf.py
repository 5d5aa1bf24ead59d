"""The board's page on paper."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from core.clock import organization_today
from core.organization.forms import STATES
from core.pdf.document import Document
from core.pdf.reading import tree, walk
from donations.models import Gift
from tests.core.pdf.checks import fonts, text_outside_marks
from tests.support.builders import make_fund, make_gift, make_pledge, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


def test_the_paper_says_the_same_on_two_sheets(client_as):
    today = organization_today()
    make_gift(Decimal("4321"), gift_on=today, today=today, fund=make_fund(name="Wells", restricted=True))

    answer = client_as("board").get("/board/page.pdf")

    reader = PdfReader(BytesIO(answer.content))
    text = reader.pages[0].extract_text()
    assert answer["Content-Type"] == "application/pdf"
    assert len(reader.pages) == 2
    assert "$4,321" in text
    assert "Wells" in text


def test_twenty_funds_still_fit_the_page(client_as):
    today = organization_today()
    for number in range(20):
        fund = make_fund(name=f"A fund with a very long name indeed, number {number}")
        make_gift(Decimal("9999999.99"), gift_on=today, today=today, fund=fund)

    reader = PdfReader(BytesIO(client_as("board").get("/board/page.pdf").content))

    assert len(reader.pages) == 2
    assert "13 more funds" in reader.pages[0].extract_text()


@pytest.mark.parametrize("amount", [Decimal("0"), Decimal("3.50"), Decimal("999999999.99")])
def test_no_two_words_of_the_paper_stand_on_each_other(client_as, monkeypatch, amount):
    drawn = []

    def noted(self, x, y, text, style, *, align="left"):
        wide = draw(self, x, y, text, style, align=align)
        start = x - (wide if align == "right" else wide / 2 if align == "center" else 0)
        drawn.append((y + 1000 * self._page_number, start, start + wide, text))
        return wide

    draw = Document.text
    monkeypatch.setattr(Document, "text", noted)
    _extremes(amount)
    client_as("board").get("/board/page.pdf")

    lines = defaultdict(list)
    for y, start, end, text in sorted(drawn):
        lines[y].append((start, end, text))
    assert [row for line in lines.values() for row in line if row[0] < 47 or row[1] > 565] == []
    assert [pair for line in lines.values() for pair in pairwise(line) if pair[0][1] > pair[1][0]] == []
    assert [(one[3], other[3]) for one in drawn for other in drawn if _touch(one, other)] == []
    assert max(y % 1000 for y in lines) < 760


def _touch(one, other):
    """Whether the second text stands too close under the first one."""
    return 0 < other[0] - one[0] < 8 and one[1] < other[2] and other[1] < one[2]


def _extremes(amount):
    """A gift to each of twelve long-named funds in each of twelve ways, this year and last, from a dozen states."""
    today = organization_today()
    for n, (method, region) in enumerate(zip(list(Gift.Method.values)[:12], list(STATES)[:12], strict=True)):
        address = {"street": "1 Example Street", "region": region}
        donor = make_supporter(addresses=[address])
        fund = make_fund(name=f"A fund for the relief of {'families ' * 5}{n}", restricted=n % 2 == 0)
        for day in (today, today - timedelta(days=364)) if amount else ():
            make_gift(amount, supporter=donor, method=method, fund=fund, gift_on=day, today=today)
    if amount:
        make_pledge(amount)


def test_the_paper_embeds_every_face_and_is_tagged(client_as):
    _extremes(Decimal("250"))

    content = client_as("board").get("/board/page.pdf").content

    found = {node.tag for node in walk(tree(content))}
    assert {"H1", "H2", "Table", "TR", "TH", "TD", "Figure"} <= found
    assert fonts(content) == {"Inter-Regular", "Inter-SemiBold", "Inter-Bold"}
    assert text_outside_marks(content) == 0
