"""People's pages in a real browser, under the strict policy: hints and lists that follow the typing."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import DESK, PHONE
from tests.support.builders import make_household, make_organization, make_supporter

BOTH = re.compile(r"(?=.*q=mohd)(?=.*sort=number)")


def test_who_is_on_file_already_is_shown_while_typing(site):
    make_supporter("Muhammad Misali", native_name="محمد مثالی")
    site.sign_in("development")

    site.open("/supporters/new/")
    site.page.get_by_label("Full name").press_sequentially("Mohd Misali")

    expect(site.page.locator("#similar")).to_contain_text("Muhammad Misali")
    expect(site.page.locator("#similar")).to_contain_text("Same name, spelled differently")


def test_a_list_and_its_files_follow_the_typing_and_the_sorting(site):
    make_supporter("Muhammad Misali")
    make_supporter("Zainab Farzi")
    site.sign_in("development")

    site.open("/supporters/")
    site.page.get_by_label("Name, number, email, or phone").press_sequentially("mohd")
    expect(site.page.locator("#list tbody tr")).to_have_count(1)
    site.page.get_by_role("link", name="Number").click()
    expect(site.page.locator("#list th[aria-sort]")).to_have_text("Number")

    files = site.page.locator("#list-state a")
    expect(files).to_have_count(2)
    for place in range(2):
        expect(files.nth(place)).to_have_attribute("href", BOTH)
    expect(site.page).to_have_url(BOTH)


def test_a_file_comes_with_a_reason(site):
    make_supporter("Muhammad Misali")
    site.sign_in("development")

    site.open("/supporters/?export=csv")
    site.page.get_by_label("Reason for export").fill("Labels")
    with site.page.expect_download() as download:
        site.page.get_by_role("button", name="Download CSV").click()

    assert "Muhammad Misali" in download.value.path().read_text("utf-8-sig")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_extreme_people_fit_and_can_be_read_aloud(site, size):
    make_organization()
    long = make_supporter(
        "X" * 250,
        native_name="محمد " * 20,
        emails=("a" * 60 + "@" + "b" * 60 + ".example.org",),
        addresses=({"street": "1 Fable Road", "city": "L" * 100, "country": "GB"},),
        note="y" * 2_000,
    )
    household = make_household(long, make_supporter("Rabia Farzi", protected=True), name="Z" * 200)
    site.sign_in("development")
    site.resize(size)

    found = {}
    for path in (
        "/supporters/",
        f"/supporters/{long.pk}/",
        f"/supporters/{long.pk}/edit/",
        f"/households/{household.pk}/",
    ):
        site.open(path)
        found[path] = (site.overflows(), site.accessibility_problems())

    assert found == dict.fromkeys(found, (False, []))
