"""The palette in a browser: opened by key, walked by arrows, announced, remembered, and a page without scripts."""

import re

from playwright.sync_api import expect

from tests.support.builders import make_supporter


def test_the_palette_finds_walks_opens_and_remembers(site, organization):
    person = make_supporter("Iqbal Namoona")
    make_supporter("Iqbal Misali")
    site.sign_in("development")
    site.open("/")
    page = site.page

    page.keyboard.press("Control+k")
    site.type("iqbal")
    expect(page.locator("#palette [role=option]").first).to_contain_text("Iqbal")
    expect(page.locator("#palette [role=status]")).to_have_text(re.compile(r"^\d+ results$"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    first = page.locator("#palette [role=option]").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(page.locator("#palette [role=combobox]")).to_have_attribute(
        "aria-activedescendant", first.get_attribute("id")
    )
    assert site.accessibility_problems() == []
    page.locator("#palette [role=option]", has_text="Namoona").first.click()
    page.wait_for_url(f"**/supporters/{person.pk}/")

    page.keyboard.press("/")
    last = page.locator("#palette [role=group]").first
    last.get_by_text("Iqbal Namoona").wait_for()
    expect(last).to_have_attribute("aria-label", "Recently opened")
    assert "Namoona" not in page.evaluate("JSON.stringify(localStorage)")

    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_enter_with_nothing_chosen_opens_the_search_as_a_page(site, organization):
    site.sign_in("development")
    site.open("/")

    site.page.keyboard.press("/")
    site.type("nobody at all")
    site.page.locator("#palette .none").wait_for()
    site.page.keyboard.press("Enter")

    site.page.wait_for_url("**/search/?q=nobody+at+all")
    site.page.get_by_text("No matches for “nobody at all”").wait_for()
