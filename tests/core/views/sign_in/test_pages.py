"""Guessing: it stops after a few tries, for every process together, and tells nothing about who signs in here."""

import re
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEntry, Message
from tests.core.sign_in.ways import code_of, give_app, signed_in, type_code, type_password
from tests.support.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many attempts. Try again in five minutes"
MISMATCH = "The email or password is incorrect. Try again, or reset your password."


@pytest.fixture
def board(organization):
    return make_user("board")


def coming_from(number):
    return Client(REMOTE_ADDR=f"198.51.100.{number}")


def guess(client, email, password="not this one"):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def told(answer):
    return re.search(r'role="alert"[^>]*>.*?<b>(.*?)</b>', answer.text, re.DOTALL).group(1)


def test_five_wrong_passwords_end_the_tries_at_an_account_from_that_network(board):
    first = [guess(coming_from(number), board.email) for number in range(5)]

    sixth = guess(coming_from(9), board.email, PASSWORD)

    assert {told(answer) for answer in first} == {MISMATCH}
    assert told(sixth).startswith(TOO_MANY)
    assert guess(coming_from(10), make_user("board").email, PASSWORD).status_code == 302


def test_a_stranger_locks_nobody_out_elsewhere(board):
    for network in range(20):
        for _ in range(6):
            guess(Client(REMOTE_ADDR=f"203.0.{network}.7"), board.email)

    assert guess(coming_from(1), board.email, PASSWORD).status_code == 302


def test_a_stranger_on_the_same_network_locks_nobody_out_of_their_own_browser(board):
    own = coming_from(1)
    guess(own, board.email, PASSWORD)
    own.post(reverse("account_logout"))
    for number in range(30):
        guess(coming_from(number % 3), board.email)

    assert guess(own, board.email, PASSWORD).status_code == 302


def test_a_known_browser_is_known_for_its_owner_alone_and_counts_too(board):
    other, own = make_user("board"), coming_from(1)
    guess(own, board.email, PASSWORD)
    own.post(reverse("account_logout"))
    answers = [told(guess(own, board.email)) for _ in range(6)]
    for number in range(5):
        guess(coming_from(number), other.email)

    assert (set(answers[:5]), answers[5].startswith(TOO_MANY)) == ({MISMATCH}, True)
    assert told(guess(own, other.email, PASSWORD)).startswith(TOO_MANY)


@pytest.mark.parametrize("forged", ["", "x", "WyJhIl0:1abc:def"])
def test_a_forged_mark_of_a_browser_is_none(board, forged):
    for number in range(5):
        guess(coming_from(number), board.email)
    client = coming_from(9)
    client.cookies["device"] = forged

    assert told(guess(client, board.email, PASSWORD)).startswith(TOO_MANY)


def test_the_lock_opens_after_five_minutes(board, time_machine):
    time_machine.move_to(1_790_000_000, tick=False)
    for number in range(5):
        guess(coming_from(number), board.email)
    time_machine.move_to(1_790_000_000 + 301, tick=False)

    assert guess(coming_from(9), board.email, PASSWORD).status_code == 302


def test_an_email_nobody_has_is_answered_alike(board):
    known = [told(guess(coming_from(number), board.email)) for number in range(7)]
    unknown = [told(guess(coming_from(number + 50), "nobody@example.org")) for number in range(7)]

    assert known == unknown
    assert known[:5] == [MISMATCH] * 5


def test_a_wrong_password_takes_as_long_whoever_is_named(board, monkeypatch):
    closed, invited = make_user("board", email="closed@example.org"), make_user("board", email="invited@example.org")
    closed.is_active = False
    closed.save()
    invited.set_unusable_password()
    invited.save()
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *parts: hashed.append(1) or encode(*parts))

    def hashes(email):
        hashed.clear()
        guess(coming_from(1), email)
        return len(hashed)

    # A hash is what takes time, and each of them costs one.
    assert [hashes(email) for email in (board.email, closed.email, invited.email, "nobody@example.org")] == [1] * 4


def test_one_address_may_guess_ten_times_a_minute_whomever_it_names(board):
    client = coming_from(1)
    answers = [told(guess(client, f"nobody{number}@example.org")) for number in range(11)]

    assert (set(answers[:10]), answers[10].startswith(TOO_MANY)) == ({MISMATCH}, True)
    assert guess(coming_from(2), board.email, PASSWORD).status_code == 302


def test_who_signs_in_rightly_uses_no_tries_up(board):
    for _ in range(7):
        assert guess(coming_from(1), board.email, PASSWORD).status_code == 302


def test_five_wrong_codes_lock_the_second_step(organization):
    user = make_user("finance")
    give_app(user)
    for number in range(5):
        client = coming_from(number)
        type_password(client, user)
        type_code(client, "000000")
    client = coming_from(9)
    type_password(client, user)

    answer = type_code(client, code_of())

    assert TOO_MANY in answer.text
    assert not signed_in(client)


def test_both_databases_count_in_a_table_that_processes_share(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_two_processes_count_together(board, own_database, live_app):
    """The served application counts tries of its own; this process finds them."""
    for _ in range(5):
        browser = build_opener(HTTPCookieProcessor())
        page = browser.open(f"{live_app}/sign-in/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
        body = f"csrfmiddlewaretoken={token}&login={board.email}&password=wrong".encode()
        with pytest.raises(HTTPError, match="422"):
            browser.open(Request(f"{live_app}/sign-in/", data=body))  # noqa: S310  our own address

    host = live_app.removeprefix("http://")
    answer = Client(REMOTE_ADDR="127.0.0.9").post(
        reverse("account_login"), {"login": board.email, "password": PASSWORD}, HTTP_HOST=host
    )

    assert told(answer).startswith(TOO_MANY)


def forgot(client, email):
    return client.post(reverse("password-forgotten"), {"email": email})


def test_forgetting_is_answered_alike_whoever_asks(board):
    closed = make_user("board", email="closed@example.org")
    closed.is_active = False
    closed.save()

    answers = [forgot(coming_from(1), email) for email in (board.email, closed.email, "nobody@example.org")]

    pages = {
        answer.text.replace(email, "X")
        for answer, email in zip(answers, (board.email, closed.email, "nobody@example.org"), strict=True)
    }
    assert [answer.status_code for answer in answers] == [200] * 3
    assert len(pages) == 1
    assert [letter.to for letter in Message.objects.all()] == [board.email]


def test_forgetting_asks_the_database_about_as_much_for_an_email_nobody_has(board):
    def writes(email):
        with CaptureQueriesContext(connection) as asked:
            forgot(coming_from(1), email)
        return sum("core_auditentry" in query["sql"] and query["sql"].startswith("INSERT") for query in asked)

    assert writes(board.email) == writes("nobody@example.org") == 1
    assert AuditEntry.objects.count() == 2


def test_a_link_is_asked_for_three_times_an_hour_whether_or_not_the_email_signs_in(board):
    for email in (board.email, "nobody@example.org"):
        statuses = [forgot(coming_from(number), email).status_code for number in range(4)]
        assert statuses == [200, 200, 200, 429]


def test_too_much_from_one_place_gets_a_page_of_ours(board):
    answers = [guess(coming_from(1), board.email, PASSWORD) for _ in range(31)]

    assert answers[-1].status_code == 429
    assert "Too many attempts." in answers[-1].text
