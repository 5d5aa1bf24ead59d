"""Pages on paper: what can only be clicked is gone, nothing is wider than the sheet, rows stay whole."""

from decimal import Decimal

import pytest
from pypdf import PdfReader

from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_gift, make_supporter

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("organization")]

CLICKED = (".side", ".top", ".filters", ".toasts", ".pager", ".btn", "[data-picked]")
#: What of a page can be seen of these, and what is wider than it.
SEEN = """names => names.filter(name => [...document.querySelectorAll(name)].some(one => one.checkVisibility()))"""
WIDER = """() => [...document.querySelectorAll("main *")].filter(one => one.checkVisibility()
    && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(one => one.outerHTML)"""


def test_a_page_on_paper_leaves_out_what_is_clicked_and_fits_the_sheet(site):
    person = make_supporter("Muhammad Abdul Rahman Ibn-e-Khaldun Example", native_name="محمد عبدالرحمان")
    gift = make_gift(Decimal("9999999.99"), supporter=person, check_number="1" * 30)
    event = make_event()
    make_order(make_ticket(event), 2)
    site.sign_in("finance", "events")
    site.resize({"width": 688, "height": 971})  # A4 less the margins, the narrower of the two papers

    seen, wider, opened = {}, {}, []
    for path in (
        "/",
        "/gifts/",
        f"/gifts/{gift.pk}/",
        f"/supporters/{person.pk}/",
        "/board/",
        f"/events/{event.slug}/orders/",
    ):
        opened.append(site.open(path).status)
        site.page.emulate_media(media="print")  # of the page that is there: a slowed browser forgets it on the way
        seen |= {path: found} if (found := site.page.evaluate(SEEN, list(CLICKED))) else {}
        wider |= {path: found} if (found := site.page.evaluate(WIDER)) else {}

    assert (set(opened), seen, wider) == ({200}, {}, {})


def test_a_long_list_repeats_its_head_on_every_sheet(site, tmp_path):
    person = make_supporter()
    for day in range(60):
        make_gift(Decimal("25"), supporter=person, check_number=str(1000 + day))
    site.sign_in("finance")
    site.open("/gifts/")

    site.page.pdf(path=tmp_path / "gifts.pdf", format="Letter")

    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "gifts.pdf").pages]
    assert len(sheets) >= 2
    assert all("Date of gift" in text and f"{place} of {len(sheets)}" in text for place, text in enumerate(sheets, 1))
