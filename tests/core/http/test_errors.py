"""Error pages through HTTP: each says what happened and what to do next, under the same headers, and tells nothing."""

import re
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from core.http.errors import too_many
from tests.core.sign_in.ways import type_password
from tests.support.browser import Site
from tests.support.builders import make_user
from tests.support.signing_in import sign_in

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {"default-src 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'", "form-action 'self'"}
SECRET = "Zanzeer of 1 Zanzeer Lane"
HTML = {"accept": "text/html"}


def crash(monkeypatch, error: Exception) -> None:
    """Let the public start page and the signed-in one fail."""

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("core.views.home.static", fail)


def bad_host(client: Client, monkeypatch):
    return client.get("/sign-in/", headers={"host": "elsewhere.example.org"})


def shut(client: Client, monkeypatch):
    return client.get("/settings/")


def forged(client: Client, monkeypatch):
    client.handler.enforce_csrf_checks = True
    return client.post("/sign-in/", {"login": SECRET})


def nowhere(client: Client, monkeypatch):
    return client.get(f"/no-such-page/{SECRET}/")


def opened(client: Client, monkeypatch):
    return client.get("/theme/", headers=HTML)


def too_large(client: Client, monkeypatch):
    return client.post("/sign-in/", {"login": SECRET * 200_000})


def too_large_a_file(client: Client, monkeypatch):
    monkeypatch.setattr("django.conf.settings.REQUEST_MOST_BYTES", 100)
    return client.post("/sign-in/", {"login": SECRET * 10})


def too_many_fields(client: Client, monkeypatch):
    return client.post("/sign-in/", {f"a{number}": "" for number in range(2_001)})


def crashed(client: Client, monkeypatch):
    crash(monkeypatch, RuntimeError(SECRET))
    return client.get("/favicon.ico")


def away(client: Client, monkeypatch):
    crash(monkeypatch, OperationalError(SECRET))
    return client.get("/favicon.ico")


def unknown_table(client: Client, monkeypatch):
    crash(monkeypatch, OperationalError(f"no such table: {SECRET}"))
    return client.get("/favicon.ico")


PAGES: list[tuple[Callable, int, str]] = [
    (bad_host, 400, "We couldn't read this request."),
    (shut, 403, "You don't have access to this page."),
    (forged, 403, "This page has expired."),
    (nowhere, 404, "We can't find this page."),
    (opened, 405, "This page can't be opened directly."),
    (too_large, 413, "That was too large."),
    (too_large_a_file, 413, "That was too large."),
    (too_many_fields, 413, "That was too large."),
    (crashed, 500, "Something went wrong on our end."),
    (unknown_table, 500, "Something went wrong on our end."),
    (away, 503, "We can't reach our records right now."),
]
INSIDE_ALONE = {shut, opened}  # strangers are led to the sign-in page
CASES = [
    pytest.param(signed_in, *page, id=f"{page[0].__name__}-{'inside' if signed_in else 'outside'}")
    for page in PAGES
    for signed_in in (True, False)
    if signed_in or page[0] not in INSIDE_ALONE
]


def heading(answer) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL).group(1)).strip()


def policy(answer) -> set[str]:
    return {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}


@pytest.mark.parametrize(("signed_in", "ask", "status", "says"), CASES)
def test_an_error_is_a_page_under_the_same_headers_that_tells_nothing(
    organization, monkeypatch, signed_in, ask, status, says
):
    client = Client(raise_request_exception=False)
    if signed_in:
        sign_in(client, make_user("board"))

    answer = ask(client, monkeypatch)

    assert (answer.status_code, heading(answer)) == (status, says)
    assert policy(answer) == POLICY
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)
    assert 'rel="stylesheet"' in answer.text
    assert 'class="lead"' in answer.text
    told = re.sub(r"<script [^>]*></script>", "", answer.text)  # whose addresses name what serves them
    assert [word for word in ("Zanzeer", "Traceback", "Error", "django", ".py") if word in told] == []


@pytest.mark.parametrize(("address", "status"), [("/settings/", 403), ("/no-such-page/", 404), ("/gifts/999/", 404)])
def test_people_who_are_signed_in_keep_the_frame_around_an_error(organization, address, status):
    client = Client()
    sign_in(client, make_user("board" if status == 403 else "finance"))

    answer = client.get(address)

    assert answer.status_code == status
    assert 'aria-label="Main"' in answer.text
    assert 'aria-label="Breadcrumb"' in answer.text
    assert 'role="search"' in answer.text or 'type="search"' in answer.text
    assert "Home" in answer.text


def test_a_stranger_sees_nothing_of_the_frame(organization):
    answer = Client().get("/no-such-page/")

    assert answer.status_code == 404
    assert 'aria-label="Main"' not in answer.text
    assert "Breadcrumb" not in answer.text


def test_before_the_charity_is_set_up_its_pages_say_when_to_come_back(client_as):
    answer = client_as("board").get("/board/")

    assert (answer.status_code, answer.headers["Retry-After"], policy(answer)) == (503, "60", POLICY)


def test_a_lockout_says_when_to_try_again_under_the_same_headers(organization):
    user, client = make_user("board"), Client()
    for _ in range(5):
        type_password(client, user, "not this one")

    answer = type_password(client, user)

    assert (answer.status_code, policy(answer)) == (429, POLICY)
    assert "Too many attempts. Try again in five minutes" in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_lockout_that_has_no_form_is_a_page(organization, rf):
    answer = too_many(rf.get("/"))

    assert (answer.status_code, heading(answer)) == (429, "Too many attempts.")


def test_a_form_with_mistakes_comes_back_under_the_same_headers(client_as):
    answer = client_as("finance").post(reverse("crm:supporter-new"), {})

    assert (answer.status_code, policy(answer)) == (422, POLICY)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_form_sent_to_a_page_that_takes_none_says_so(client_as):
    answer = client_as("board").post(reverse("account"), headers=HTML)

    assert (answer.status_code, heading(answer)) == (405, "This page doesn't accept forms.")


def test_no_error_page_makes_the_browser_complain(site: Site, monkeypatch):
    site.sign_in("finance")
    crash(monkeypatch, RuntimeError(SECRET))
    site.forgive(r"the server responded with a status of (400|403|404|405|413|500) ")
    wanted = {
        "/settings/": 403,
        "/no-such-page/": 404,
        "/theme/": 405,
        f"/gifts/?{'a&' * 2_001}": 413,
        "/favicon.ico": 500,
    }

    found = {path: site.open(path).status for path in wanted}
    problems = [problem for path in wanted if site.open(path) for problem in site.accessibility_problems()]

    assert found == wanted
    assert problems == []
