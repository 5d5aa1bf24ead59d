import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.support.browser import DESK, PHONE

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
USED_ELSEWHERE = {"bulk-bar", "table"}  # shown by list pages


def test_every_component_is_shown_and_described(client_as):
    shown = "".join(page.read_text() for page in (COMPONENTS.parent / "core" / "styleguide").glob("*.html"))
    described = (COMPONENTS / "README.md").read_text()
    names = {page.stem.replace("_", "-") for page in COMPONENTS.glob("*.html")}

    missing = {name for name in names - USED_ELSEWHERE if f"<c-{name}" not in shown}
    assert missing == set()
    assert {name for name in names if f"`{name}`" not in described} == set()


def test_every_component_that_a_template_names_is_there():
    pages = [page.read_text() for page in COMPONENTS.parent.rglob("*.html")]
    named = {name.replace("-", "_") for page in pages for name in re.findall(r"<c-([a-z-]+)", page)}

    assert named - {"slot", "vars"} == {page.stem for page in COMPONENTS.glob("*.html")} - {"table"}


def test_production_does_not_have_one(client_as, settings):
    settings.LOCAL = False

    assert client_as("admin").get("/styleguide/").status_code == 404


def test_sorting_keeps_the_rest_of_the_address(client_as):
    page = client_as("admin").get("/styleguide/", {"sort": "-left", "q": "a"}).text

    assert 'aria-sort="descending"' in page
    assert re.search(r'hx-get="\?sort=left&amp;q=a"', page)


@pytest.mark.long  # two of the four looks are among `tests/stories/looks/test_pages_look.py`
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_style_guide_is_accessible_and_fits(site, size, dark):
    site.resize(size)
    site.dark(dark)
    site.sign_in("admin")

    site.open("/styleguide/")

    assert site.accessibility_problems() == []
    assert site.overflows() is False


def test_slash_finds_and_j_k_enter_walk_a_list(site):
    site.sign_in("admin")
    site.open("/styleguide/")
    page = site.page

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("tr.cursor .strong")).to_have_text("Hollis & Amna Sample")

    page.keyboard.press("/")
    expect(page.locator("#palette")).to_be_visible()
    site.type("j")
    expect(page.locator("#palette [role=combobox]")).to_have_value("j")


def test_a_list_is_sorted_in_place_and_the_address_follows(site):
    site.sign_in("admin")
    site.open("/styleguide/")

    site.page.get_by_role("link", name="Outstanding").click()

    expect(site.page.locator("#pledges th[aria-sort]")).to_contain_text("Outstanding")
    expect(site.page).to_have_url(re.compile("sort=left"))
    expect(site.page.locator("#pledges")).to_have_count(1)


def test_a_dialog_opens_and_closes_by_key(site):
    site.sign_in("admin")
    site.open("/styleguide/")
    dialog = site.page.locator("#reveal")

    site.page.get_by_role("link", name="Reveal name").click()
    expect(dialog).to_be_visible()

    site.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
