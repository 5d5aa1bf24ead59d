"""A morning with the list of gifts by keyboard alone: from a filter to a saved view, and from picked rows to a verb."""

import re
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from core.models import SavedView
from donations.models import Gift
from donations.views.lists import GiftList
from tests.support.browser import Site, tab_to, type_text
from tests.support.builders import make_campaign, make_gift, make_organization, make_supporter


class Keys:
    """The keyboard: what it cannot reach fails the test."""

    def __init__(self, site: Site) -> None:
        self.page = site.page

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def type(self, text: str) -> None:
        type_text(self.page, text)

    def tab_to(self, selector: str, text: str = "") -> None:
        tab_to(self.page, selector, text)

    def go(self, selector: str, text: str = "") -> None:
        """Tab to a link or button that leads to another page, and follow it."""
        self.tab_to(selector, text)
        with self.page.expect_navigation():
            self.press("Enter")

    def shows(self, selector: str, count: int) -> None:
        """Wait until the page shows so many of something."""
        expect(self.page.locator(selector)).to_have_count(count)


@pytest.fixture
def keys(site):
    make_organization()
    zainab = make_supporter("Zainab Uncommonname")
    for day, method in enumerate((Gift.Method.CASH, Gift.Method.CHECK, Gift.Method.CASH), start=1):
        make_gift(Decimal("100"), supporter=zainab, method=method, gift_on=date(2026, 3, day))
    make_gift(Decimal("7"))
    make_campaign("Wells")
    site.sign_in("finance")
    site.open("/gifts/")
    return Keys(site)


ROW = "[data-list] tbody tr:not(.group)"


def test_a_list_is_filtered_arranged_kept_walked_and_worked_on_without_a_mouse(keys, site):
    page = keys.page

    keys.press("f")
    keys.type("zainab")
    keys.shows(ROW, 3)

    keys.tab_to("summary", "Columns")
    keys.press("Enter")
    keys.tab_to("input[name=col][value=check_number]")
    keys.press("Space")
    keys.go("button", "Show columns")
    expect(page.locator("th", has_text="Check number")).to_be_visible()

    keys.tab_to("summary", "Group")
    keys.press("Enter")
    keys.go("a.opt", "Payment method")
    heads = page.locator("tr.group")
    expect(heads).to_have_text(
        [
            "Cash 2 $200.00 cash and stock, less refunds",  # 100 + 100
            "Check 1 $100.00 cash and stock, less refunds",
        ],
        use_inner_text=True,
    )

    keys.go("a", "Save view")
    page.locator("input[name=name]").wait_for()
    keys.tab_to("input[name=name]")
    keys.type("Zainab by method")
    with page.expect_navigation():
        keys.press("Enter")
    view = SavedView.objects.get()
    site.open("/gifts/")
    keys.go("a", "Zainab by method")
    expect(page).to_have_url(re.compile(f"view={view.pk}"))
    keys.shows(ROW, 3)
    expect(page.locator("th", has_text="Check number")).to_be_visible()
    expect(heads).to_have_count(2)

    keys.press("j", "j", "j", "k")
    rows = page.locator(ROW)
    expect(page.locator(f"{ROW}.cursor")).to_have_count(1)
    expect(rows.nth(1)).to_contain_class("cursor")
    keys.press("x", "k", "Shift+X")
    expect(page.locator("[data-bulk] [data-count]")).to_have_text("2")

    keys.go("[data-picked] button", "Set campaign")
    keys.tab_to("select[name=campaign]")
    keys.type("Wells")
    keys.go("button", "Set campaign")
    page.get_by_text("2 gifts updated: campaign set to Wells.").wait_for()
    assert sorted(Gift.objects.filter(campaign__name="Wells").values_list("method", flat=True)) == ["cash", "cash"]


def test_from_page_to_page_the_focus_stays_where_it_is(keys, monkeypatch):
    page = keys.page
    monkeypatch.setattr(GiftList, "per_page", 2)
    page.reload()

    keys.tab_to(".pager a", "Next")
    keys.press("Enter")
    expect(page.locator(".pager")).to_contain_text("3–4")
    expect(page.locator(".pager a", has_text="Next")).to_be_focused()
    keys.press("Shift+Tab", "Shift+Tab")
    keys.press("Enter")
    expect(page.locator(".pager")).to_contain_text("1–2")
    expect(page.locator(".pager a", has_text="First")).to_be_focused()
