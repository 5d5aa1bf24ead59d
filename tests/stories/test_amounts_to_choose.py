"""Amounts to choose from on public pages: of one height, whole in one line, and no row has a hole, however many a page
offers and however long they are."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from donations.models import GivingPage
from tests.events.builders import make_event, make_ticket
from tests.support.browser import DESK, PHONE
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]
NARROW = {"width": 320, "height": 640}
OFFERS = ["50", "25, 100", "25, 50, 100", "25, 50, 100, 250", "1000, 2500, 10000, 12345.67, 25000", "10.50, 25"]
#: What is wrong with the amounts of a page: heights, lines of text, and where each row ends.
FLAWS = """() => {
  const chips = document.querySelector(".chips"), box = chips.getBoundingClientRect(), flaws = [];
  const labels = [...chips.querySelectorAll("label")], rows = new Map();
  for (const label of labels) {
    const own = label.getBoundingClientRect(), text = document.createRange();
    text.selectNodeContents(label.querySelector("bdi"));
    const lines = new Set([...text.getClientRects()].filter(each => each.width > 1).map(each => Math.round(each.top)));
    if (lines.size > 1) flaws.push(`${label.innerText} stands on ${lines.size} lines`);
    if (text.getBoundingClientRect().width > own.width) flaws.push(`${label.innerText} is wider than its place`);
    rows.set(Math.round(own.top), [...(rows.get(Math.round(own.top)) ?? []), own]);
  }
  const heights = new Set(labels.map(label => Math.round(label.getBoundingClientRect().height)));
  if (heights.size > 1) flaws.push(`heights ${[...heights]}`);
  for (const row of rows.values()) {
    const left = Math.min(...row.map(each => each.left)), right = Math.max(...row.map(each => each.right));
    if (left - box.left > 1 || box.right - right > 1) flaws.push("a row has a hole");
  }
  return flaws;
}"""


@pytest.fixture
def pages(shop) -> list[str]:
    """An event that takes gifts, and a giving page of every length."""
    make_ticket(make_event(slug="dinner", starts_at=timezone.now() + timedelta(days=40)), Decimal("150"))
    for number, amounts in enumerate(OFFERS):
        page = GivingPage(slug=f"page-{number}", title="Give", amounts=amounts)
        page.full_clean()
        page.save()
    return ["/e/dinner/", *(f"/give/page-{number}/" for number in range(len(OFFERS)))]


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["320", "390", "1280"])
def test_amounts_are_of_one_height_whole_and_without_a_hole(pages, site, size):
    site.resize(size)
    found = {}
    for page in pages:
        for language in ("en", "ur"):
            site.open(f"{page}?lang={language}")
            found[page, language] = site.page.evaluate(FLAWS)

    assert {where: flaws for where, flaws in found.items() if flaws} == {}


def test_an_amount_is_never_rounded(pages, site):
    site.open(f"/give/page-{len(OFFERS) - 1}/")

    expect(site.page.locator(".chips bdi")).to_have_text(["$10.50", "$25", "Other"])


@pytest.mark.parametrize("path", ["/e/dinner/", "/give/page-1/"])
def test_the_field_for_another_amount_appears_with_its_choice(pages, site, path):
    site.open(path)
    field = site.page.locator("[data-own-amount]")
    expect(field).to_be_hidden()

    site.page.locator("[data-own-pick]").check(force=True)

    expect(field).to_be_visible()
