"""Signing in as a person does: the app's code by keyboard, a recovery code, a passkey; every page looked at by axe.

The site is opened as localhost: passkeys belong to a name, and browsers take this one for safe.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.models import User
from tests.core.sign_in.ways import code_of, give_app
from tests.support.browser import DESK, PHONE, Site, texts_of, value_of
from tests.support.builders import PASSWORD, make_organization, make_user

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(site: Site) -> Site:
    """The site under a name, and a computer that can hold passkeys."""
    make_organization()
    site.url = site.url.replace("127.0.0.1", "localhost")
    session = site.page.context.new_cdp_session(site.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return site


def type_password(site: Site, user: User) -> None:
    site.open("/sign-in/")
    site.type(user.email, into="login")  # the first field has the focus
    site.page.keyboard.press("Tab")
    site.type(PASSWORD, into="password")
    with site.page.expect_navigation():
        site.page.keyboard.press("Enter")


def sign_out(site: Site) -> None:
    site.page.context.clear_cookies()


def looks(site: Site) -> Iterator[tuple[str, list[str]]]:
    """What axe finds, and whether the page scrolls sideways, in both themes and at both widths."""
    for size in (PHONE, DESK):
        site.resize(size)
        for dark in (True, False):
            site.dark(dark)
            found = site.accessibility_problems() + (["scrolls sideways"] if site.overflows() else [])
            if found:
                yield f"{site.page.url} {size['width']} {'dark' if dark else 'light'}", found


def test_the_app_is_set_up_and_then_signs_in_by_keyboard(named):
    user = make_user("finance")
    problems = dict(looks(named)) if named.open("/sign-in/") else {}
    type_password(named, user)
    named.page.wait_for_url("**/account/second-factor/**")
    problems |= dict(looks(named))

    named.page.get_by_role("link", name="Set up the app").press("Enter")
    seed = value_of(named.page.get_by_label("Can't scan the code?"))
    problems |= dict(looks(named))
    named.page.get_by_label("Six-digit code from the app").focus()
    named.type(code_of(seed), into="code")
    named.page.keyboard.press("Enter")
    named.page.wait_for_url("**/codes/")
    codes = texts_of(named.page.locator(".codes code"))
    problems |= dict(looks(named))
    with named.page.expect_download() as download:
        named.page.get_by_role("button", name="Download codes").click()
    assert codes[0] in download.value.path().read_text()

    sign_out(named)
    type_password(named, user)
    named.page.wait_for_url("**/sign-in/code/")
    problems |= dict(looks(named))
    named.type(codes[0], into="code")
    named.page.keyboard.press("Enter")
    named.page.wait_for_url(named.url + "/")

    assert len(codes) == 10
    assert problems == {}


def test_a_code_of_the_app_signs_in_by_keyboard_alone(named):
    user = make_user("finance")
    give_app(user)
    type_password(named, user)
    named.page.wait_for_url("**/sign-in/code/")

    named.type(code_of(), into="code")
    named.page.keyboard.press("Enter")

    named.page.wait_for_url(named.url + "/")
    expect(named.page.locator("summary.me")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_alone_and_after_a_password(named):
    user = make_user("finance")
    type_password(named, user)
    named.page.get_by_role("link", name="Add a passkey").click()
    named.page.wait_for_url("**/passkeys/add/**")
    named.page.get_by_label("Name").fill("Work laptop")
    problems = dict(looks(named))
    named.page.get_by_role("button", name="Add passkey").click()
    named.page.wait_for_url("**/codes/")
    named.open("/account/")
    expect(named.page.get_by_text("Work laptop").first).to_be_visible()
    problems |= dict(looks(named))

    sign_out(named)
    named.open("/sign-in/?next=/gifts/")
    named.page.get_by_role("button", name="Use a passkey").press("Enter")
    named.page.wait_for_url(named.url + "/gifts/")

    sign_out(named)
    type_password(named, user)
    named.page.wait_for_url("**/sign-in/code/")
    named.page.get_by_role("button", name="Use a passkey").click()
    named.page.wait_for_url(named.url + "/")
    named.open("/sign-in/again/passkey/?next=/account/")
    problems |= dict(looks(named))
    named.page.get_by_role("button", name="Use a passkey").click()
    named.page.wait_for_url(named.url + "/account/")

    assert problems == {}


def test_a_computer_without_the_passkey_says_what_to_do(named):
    named.open("/sign-in/")

    named.page.get_by_role("button", name="Use a passkey").click()

    named.page.get_by_text("The passkey didn't work.").wait_for()
    assert dict(looks(named)) == {}


def test_the_other_pages_of_an_account_are_accessible(named):
    admin = make_user("admin")
    give_app(admin)
    named.sign_in(user=admin)
    other = make_user("finance")
    give_app(other)
    pages = (
        "/account/password/",
        "/account/second-factor/app/remove/",
        "/account/second-factor/codes/new/",
        "/sign-in/again/",
        "/sign-in/again/code/",
        "/sign-in/again/go-on/",
        "/sign-in/forgot/",
        f"/settings/users/{other.pk}/",
        f"/settings/users/{other.pk}/second-factor/",
        f"/settings/users/{other.pk}/sessions/",
        f"/settings/users/{other.pk}/link/",
    )

    problems: dict[str, list[str]] = {}
    for path in pages:
        named.open(path)
        problems |= dict(looks(named))

    assert problems == {}
