"""A verb's page as a dialog: over the page it was asked from, left by key, done like the page itself."""

import pytest
from playwright.sync_api import expect

from tests.support.builders import make_supporter

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("organization")]


def test_a_dangerous_verb_asks_in_a_dialog_that_gives_the_focus_back_and_does_it_when_told(site):
    person = make_supporter(emails=("one@example.org",))
    site.sign_in("development")
    site.open(f"/supporters/{person.pk}/")
    page = site.page
    remove, dialog = page.get_by_role("link", name="Remove"), page.get_by_role("dialog")

    remove.click()
    dialog.get_by_role("heading", name="Remove this email address").wait_for()
    expect(dialog.get_by_role("link", name="Cancel")).to_be_focused()
    assert site.accessibility_problems() == []

    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(remove).to_be_focused()
    assert person.emails.count() == 1

    remove.press("Enter")
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_have_count(0)

    remove.click()
    dialog.get_by_role("button", name="Remove email address").click()
    page.get_by_text("Email address removed.").wait_for()
    assert person.emails.count() == 0

    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone: email address restored.").wait_for()
    assert person.emails.get().address == "one@example.org"


def test_what_cannot_be_asked_over_the_page_is_asked_on_its_own(site):
    person = make_supporter(emails=("one@example.org",))
    site.sign_in("development")
    site.open(f"/supporters/{person.pk}/")
    site.page.route("**/remove/", lambda route: route.abort(), times=1)
    site.forgive("ERR_FAILED")

    site.page.get_by_role("link", name="Remove").click()

    site.page.wait_for_url(f"**/supporters/{person.pk}/email/*/remove/")
    expect(site.page.get_by_role("dialog")).to_have_count(0)
