"""The ground other tests stand on: builders, databases of their own, the served application, the browser."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from crm.models import Supporter
from donations.models import Movement
from tests.builders import make_gift, make_organization, make_pledge, make_supporter
from tests.databases import race

TESTS = Path(__file__).resolve().parent


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
    site.page.wait_for_timeout(200)

    heard, ears = sorted(text.split(" (")[0][:60] for text in site.ears.complaints), site.ears
    ears.complaints.clear()
    assert [text.split(":")[0] for text in heard] == ["error", "info", "script", "warning"]
    assert [word for word in ("one word", "another", "broken", "inline script") if word not in str(heard)] == []


def test_every_window_has_ears():
    opens = {
        str(path.relative_to(TESTS))
        for path in TESTS.rglob("*.py")
        for word in ("new_context(", ".launch(", "launch_persistent_context(", "sync_playwright(")
        if word in path.read_text() and path.name != "test_ground.py"
    }

    assert opens == {"stories/test_pages_look.py"}, "Open pages through `page` or `Site`, which listen."
