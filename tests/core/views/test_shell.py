from dataclasses import replace

import pytest
from django.contrib.messages import constants, get_messages
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.html import format_html
from playwright.sync_api import expect

from core import extend, permissions
from core.extend import registry
from core.http import errors
from core.sign_in.adapters import StaffAccountAdapter
from tests.core.sign_in.ways import type_password
from tests.support.browser import PHONE, wait_until
from tests.support.builders import make_user
from tests.support.markup import one_line

LINES = [
    extend.NavItem(label="Home", url_name="home", icon="house", group="", permission="gifts.view", order=0),
    extend.NavItem(
        label="Imports",
        url_name="search",
        icon="import",
        group="To do",
        permission="imports.run",
        order=1,
        count=lambda user: 1204,
    ),
    extend.NavItem(label="Dashboard", url_name="health", icon="chart", group="Board", permission="board.no", order=2),
]


@pytest.fixture
def lines(monkeypatch):
    monkeypatch.setitem(registry._entries, extend.NavItem, LINES)


def test_the_sidebar_shows_what_a_person_may_open(client_as, lines):
    page = one_line(client_as("finance").get("/").content)

    assert '<a href="/" aria-current="page">' in page
    assert "<h2>To do</h2>" in page
    assert '<span class="n todo" title="1,204 to do">999+</span>' in page
    assert "<h2>Board</h2>" not in page


def test_the_sidebar_of_another_role_is_another_one(client_as, lines):
    page = client_as("board").get("/").text

    assert "<h2>To do</h2>" not in page


@pytest.mark.parametrize(("demo", "expected"), [(True, 1), (False, 0)])
def test_a_demonstration_says_so_on_every_page(client_as, settings, demo, expected):
    settings.DEMO = demo

    assert client_as("board").get("/").text.count("everyone here is fictional") == expected


def test_messages_become_toasts_with_a_tone_and_their_links():
    done = format_html('Receipt issued. <a href="{}">Print it</a>.', "/receipts/1/")
    told = [Message(constants.SUCCESS, done), Message(constants.ERROR, "<b>Not</b> recorded.")]
    page = one_line(render_to_string("core/toasts.html", {"messages": told}))

    assert '<div class="toast ok" role="status">' in page
    assert '<a href="/receipts/1/">Print it</a>' in page
    assert '<div class="toast bad" role="alert">' in page
    assert "&lt;b&gt;Not&lt;/b&gt; recorded." in page


@pytest.mark.django_db
def test_pages_that_are_not_there_say_what_to_do_next(client):
    answer = client.get("/no-such-page/")

    assert answer.status_code in (302, 404)
    assert errors.not_found(RequestFactory().get("/x/"), Exception()).status_code == 404


def test_a_broken_database_still_shows_an_error_page(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = errors.server_error(RequestFactory().get("/gifts/"))

    assert answer.status_code == 500
    assert "Something went wrong on our end." in answer.text


def test_a_refused_page_says_why(rf, db):
    request = rf.get("/gifts/")
    answer = errors.forbidden(request, Exception(permissions.refusal("gifts.view")))

    assert answer.status_code == 403
    assert "include “View gifts and amounts”." in answer.text
    assert list(get_messages(request)) == []


def test_the_menu_opens_on_a_phone(site):
    site.resize(PHONE)
    site.sign_in("admin")
    site.open("/")
    menu = site.page.locator("#nav")
    expect(menu).to_be_hidden()

    site.page.get_by_role("button", name="Menu").click()

    expect(menu).to_be_visible()
    assert site.accessibility_problems() == []


#: Counts that stand out of their line of the sidebar, or under another count's.
OUT_OF_LINE = """() => [...document.querySelectorAll("#nav .n")].filter(count => {
  const [own, line] = [count, count.parentElement].map(each => each.getBoundingClientRect());
  return own.right > line.right - 7 || line.height > 31;
}).map(count => count.parentElement.innerText)"""


def test_a_long_word_of_the_sidebar_has_room_beside_a_large_count(site, organization, monkeypatch):
    words = ("Acknowledgments", 5_033), ("Imports", 12), ("Failed work", 99_999)
    lines = [
        replace(LINES[1], label=label, order=place, permission="gifts.view", count=lambda user, number=number: number)
        for place, (label, number) in enumerate(words)
    ]
    monkeypatch.setitem(registry._entries, extend.NavItem, lines)
    site.sign_in("finance")

    site.open("/")

    assert site.broken_words() == []
    assert site.page.evaluate(OUT_OF_LINE) == []


#: What becomes of the words of a toast: whether they are in sight, and whether readers are to hear of them later.
STATES = """window.states = [];
const look = () => {
  const words = document.querySelector(".toasts .toast > div");
  const state = words && `${words.textContent.includes("Marked as seen.")}, ${words.inert}`;
  if (words && states.at(-1) !== state) states.push(state);
};
new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });"""
MARK_AS_SEEN = """() => {
  const form = document.querySelector(".side form[action='/theme/']");
  form.action = "/seen/";
  form.append(Object.assign(document.createElement("input"), { name: "until", value: "2026-01-01T00:00:00Z" }));
  form.submit();
}"""


def test_the_words_of_a_toast_stand_all_the_time_and_are_new_to_readers_once_the_page_stands(site):
    site.sign_in("admin")
    site.page.add_init_script(STATES)
    site.open("/")

    with site.page.expect_navigation():
        site.page.evaluate(MARK_AS_SEEN)
    site.page.wait_for_function("() => states.at(-1) === 'true, false' && states.includes('true, true')")

    assert [state for state in site.page.evaluate("states") if state.startswith("false")] == []
    assert site.accessibility_problems() == []


def test_a_toast_on_a_phone_stands_above_the_page_and_stays(site):
    site.sign_in("admin")
    site.resize(PHONE)
    site.page.clock.install()
    site.open("/")

    with site.page.expect_navigation():
        site.page.evaluate(MARK_AS_SEEN)
    toast = site.page.locator(".toast")
    expect(toast).to_contain_text("Marked as seen.")
    site.page.clock.run_for(30_000)

    above = "toast => toast.getBoundingClientRect().bottom <= document.querySelector('h1').getBoundingClientRect().top"
    wait_until(site.page, lambda: toast.evaluate(above))


def test_a_toast_stands_below_the_last_of_a_page_that_is_scrolled_to_its_end(site):
    site.sign_in("admin")
    site.resize({"width": 1280, "height": 500})
    site.open("/")

    with site.page.expect_navigation():
        site.page.evaluate(MARK_AS_SEEN)
    site.page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")

    below = """toast => [...document.querySelectorAll("main > :not(.toasts)")].every(
      part => part.getBoundingClientRect().bottom <= toast.getBoundingClientRect().top)"""
    wait_until(site.page, lambda: site.page.locator(".toast").evaluate(below))


def test_a_person_signs_out_from_the_menu(site):
    site.sign_in("admin")
    site.open("/")

    site.page.locator("summary.me").click()
    site.page.get_by_role("button", name="Sign out").click()

    site.page.wait_for_url("**/sign-in/**")


def test_a_form_is_sent_once_however_often_it_is_clicked(site):
    site.sign_in("admin")
    site.open("/")

    stopped = site.page.evaluate(
        """() => {
            const form = document.querySelector(".side form[action='/theme/']");
            const seen = [];
            document.addEventListener("submit", (event) => {
                seen.push(event.defaultPrevented);
                event.preventDefault();
            });
            form.requestSubmit();
            form.requestSubmit();
            return seen;
        }"""
    )

    assert stopped == [False, True]


def test_the_icon_browsers_ask_for_by_themselves_is_there(client, organization):
    answer = client.get("/favicon.ico")

    assert (answer.status_code, answer.url) == (302, "/static/icons/favicon.svg")


@pytest.mark.parametrize(("role", "address"), [("board", "/board/"), ("finance", "/"), ("events", "/"), ("door", "/")])
def test_people_land_where_their_work_is_after_signing_in(organization, rf, role, address):
    request = rf.get("/sign-in/")
    request.user = make_user(role)

    assert StaffAccountAdapter(request).get_login_redirect_url(request) == address


def test_a_board_member_signs_in_to_the_dashboard(organization):
    user, client = make_user("board"), Client()

    assert type_password(client, user).url == "/board/"
    assert client.get("/board/").status_code == 200


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("give:unmatched-list", "give:payout-list"),
        ("give:notice-list", "give:payout-list"),
        ("reports:donors", "reports:catalog"),
        ("receipts:acknowledgment-aside", "receipts:acknowledgment-list"),
        ("imports:kind-list", "imports:batch-list"),
    ],
)
def test_the_breadcrumb_of_a_list_leads_to_the_page_it_belongs_to(client_as, organization, name, above):
    page = client_as("finance", "development").get(reverse(name)).text

    crumbs = page[page.index("crumbs") :][:900]
    assert f'href="{reverse(above)}"' in crumbs
