"""The ground other tests stand on: builders, databases of their own, the served application, the browser."""

from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction

from crm.models import Supporter
from donations.models import Movement
from tests.support import databases, prepared
from tests.support.builders import make_gift, make_organization, make_pledge, make_supporter
from tests.support.databases import race

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.django_db
def test_builders_make_valid_rows():
    organization = make_organization()
    gift = make_gift(amount=Decimal("50"))
    pledge = make_pledge()

    assert organization.ein == "00-0000000"
    assert list(Movement.objects.values_list("gift", "amount")) == [(gift.pk, Decimal("50.00"))]
    assert pledge.open_amount == Decimal("500.00")


def test_every_thread_of_a_committing_test_writes_to_its_own_copy(own_database):
    made = race(8, lambda number: make_supporter(f"Racer {'ABCDEFGH'[number]}").full_name)

    assert sorted(made) == [f"Racer {letter}" for letter in "ABCDEFGH"]
    assert Supporter.objects.count() == 8
    assert connection.settings_dict["NAME"] == own_database.name


def test_the_next_committing_test_starts_empty(own_database):
    assert Supporter.objects.count() == 0


@pytest.mark.postgresql
def test_statements_that_are_sent_again_make_the_same_database(own_database):
    again = f"{own_database.name}_again"
    with prepared.recorded() as statements, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE made (word text DEFAULT '100%', CHECK (word IN ('100%', 'a')))")
        with transaction.atomic():
            cursor.execute("INSERT INTO made VALUES (%s)", ["a"])
        cursor.executemany("INSERT INTO made VALUES (%s)", [["100%"], ["a"]])
    try:
        sent = prepared.send(statements, again)
        with psycopg.connect(own_database.url.replace(own_database.name, again)) as session:
            rows = session.execute("SELECT word FROM made").fetchall()
    finally:
        databases._drop(again)

    assert (sent, rows) == (True, [("a",), ("100%",), ("a",)])


@pytest.mark.postgresql
def test_a_database_the_server_refuses_to_make_again_is_not_used(own_database):
    try:
        assert prepared.send(["CREATE TABLE half (id integer)", "CREATE NONSENSE"], f"{own_database.name}_b") is False
    finally:
        databases._drop(f"{own_database.name}_b")


def test_the_served_application_answers_and_signs_in(site):
    site.sign_in("finance")

    answer = site.open("/health/")

    assert (answer.status, answer.text()) == (200, "ok")


def test_whatever_a_window_says_is_heard_in_every_page_of_it(site):
    site.open("/sign-in/")
    with site.page.expect_popup() as opened:
        site.page.evaluate("open('/sign-in/forgot/')")
    popup = opened.value

    site.page.evaluate("console.info('one word')")
    popup.evaluate("console.warn('another')")
    site.page.evaluate("setTimeout(() => { throw new Error('broken') })")
    site.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    site.ears.wait_for(4, site.page)

    heard, ears = sorted(text.split(" (")[0][:60] for text in site.ears.complaints), site.ears
    ears.complaints.clear()
    assert [text.split(":")[0] for text in heard] == ["error", "info", "script", "warning"]
    assert [word for word in ("one word", "another", "broken", "inline script") if word not in str(heard)] == []


def test_text_that_leaves_its_place_or_lacks_a_space_is_seen(site):
    long = "<span>A name much longer than this card</span>"
    cards = [long, f"<p>{long}</p>", "<b>most</b><i>$0.00</i> <b>of</b> it"]
    site.open("/sign-in/")
    site.page.evaluate(
        """texts => {
          document.body.innerHTML = texts.map(each => `<div class="card">${each}</div>`).join("");
          for (const card of document.querySelectorAll(".card")) card.style.width = "8rem";
          for (const name of document.querySelectorAll("span")) name.style.whiteSpace = "nowrap";
          document.querySelector("p").style.overflow = "hidden";
        }""",
        cards,
    )

    assert site.misplaced_text() == ["leaves its place: A name much longer than this card", "no space: most|$0.00"]


def test_no_test_of_a_browser_types_blindly_or_waits_by_the_clock():
    """Letters typed before a field has the focus are lost, and a fixed wait is too short on some day."""
    blind = {
        f"{path.relative_to(TESTS)}: {form}"
        for path in TESTS.rglob("*.py")
        for form in ("keyboard.type(", "keyboard.insert_text(", "wait_for_timeout(", '"networkidle"')
        if form in path.read_text() and path.name != "test_ground.py"
    }

    assert blind == {"support/browser.py: keyboard.type("}, (
        "Type with `type_text` or `Site.type`; wait for what you wait for."
    )


def test_a_page_is_drawn_with_the_focus_where_one_types(site):
    """Whoever sees the sign-in page may type at once, on a slow machine too."""
    slow = site.page.context.new_cdp_session(site.page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 8})
    site.page.add_init_script(
        "new PerformanceObserver(() => { window.focusWhenDrawn ??= document.activeElement.name })"
        ".observe({type: 'paint', buffered: true})"
    )

    site.open("/sign-in/")
    site.page.wait_for_function("() => window.focusWhenDrawn !== undefined")

    assert site.page.evaluate("window.focusWhenDrawn") == "login"


def test_every_window_has_ears():
    opens = {
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        for word in ("new_context(", ".launch(", "launch_persistent_context(", "sync_playwright(")
        if word in path.read_text() and path.name != "test_ground.py"
    }

    texts = {name: (TESTS / name).read_text() for name in opens}
    deaf = {name for name, text in texts.items() if "Ears.on(" not in text and "Site(page=" not in text}
    assert deaf == set(), "Open pages through `page` or `Site`, which listen, or give the window ears."
