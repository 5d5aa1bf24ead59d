"""The palette in a browser: opened by key, walked by arrows, announced, remembered, and a page without scripts."""

from tests.builders import make_supporter


def test_the_palette_finds_walks_opens_and_remembers(site, organization):
    person = make_supporter("Iqbal Namoona")
    make_supporter("Iqbal Misali")
    site.sign_in("development")
    site.open("/")
    page = site.page

    page.keyboard.press("Control+k")
    site.type("iqbal")
    page.locator("#palette [role=option]").first.wait_for()
    page.wait_for_function("document.querySelector('#palette [role=status]').textContent.includes('result')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert site.accessibility_problems() == []
    first = page.locator("#palette [aria-selected=true]")
    assert first.get_attribute("id") == page.locator("#palette [role=combobox]").get_attribute("aria-activedescendant")
    page.locator("#palette [role=option]", has_text="Namoona").first.click()
    page.wait_for_url(f"**/supporters/{person.pk}/")

    page.keyboard.press("/")
    last = page.locator("#palette [role=group]").first
    last.get_by_text("Iqbal Namoona").wait_for()
    assert last.get_attribute("aria-label") == "Opened last"
    assert "Namoona" not in page.evaluate("JSON.stringify(localStorage)")

    page.keyboard.press("Escape")
    assert page.locator("#palette").is_hidden()


def test_enter_with_nothing_chosen_opens_the_search_as_a_page(site, organization):
    site.sign_in("development")
    site.open("/")

    site.page.keyboard.press("/")
    site.type("nobody at all")
    site.page.locator("#palette .none").wait_for()
    site.page.keyboard.press("Enter")

    site.page.wait_for_url("**/search/?q=nobody+at+all")
    site.page.get_by_text("Nothing fits “nobody at all”").wait_for()
