"""Sessions end after 30 minutes without use and after 12 hours in all; nothing typed is lost by it."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from core.models import Draft, User
from crm.models import Supporter
from tests.core.sign_in.ways import give_app, type_code, type_password
from tests.support.builders import make_user

pytestmark = pytest.mark.django_db
START, MINUTE, HOUR = 1_790_000_000, 60, 3600


@pytest.fixture
def clock(time_machine):
    """`clock(seconds)` moves to so long after the beginning."""

    def move(seconds):
        time_machine.move_to(START + seconds, tick=False)

    move(0)
    return move


@pytest.fixture
def board(organization, clock):
    client = Client()
    client.user = make_user("board")
    type_password(client, client.user)
    assert client.get("/account/").status_code == 200
    return client


def is_in(client) -> bool:
    return client.get("/account/").status_code == 200


def test_half_an_hour_without_use_ends_the_session(board, clock):
    clock(29 * MINUTE)
    assert is_in(board)
    clock((29 + 29) * MINUTE)
    assert is_in(board)
    clock((29 + 29 + 30) * MINUTE)

    answer = board.get("/board/?year=2026")

    assert answer.url == "/sign-in/?next=%2Fboard%2F%3Fyear%3D2026"
    assert "You were signed out after 30 minutes of inactivity." in board.get(answer.url).text
    assert not UserSession.objects.exists()


def test_use_is_counted_to_the_minute(board, clock):
    clock(59)  # not written down yet
    assert is_in(board)
    clock(30 * MINUTE - 1)
    assert is_in(board)


def test_twelve_hours_end_it_however_busy_it_was(board, clock):
    for minutes in range(20, 12 * 60, 20):
        clock(minutes * MINUTE)
        assert is_in(board)
    clock(12 * HOUR)

    assert not is_in(board)
    assert "You were signed out after 12 hours." in board.get("/sign-in/").text


def test_what_pages_ask_by_themselves_is_no_use(board, clock):
    for minutes in range(1, 30):
        clock(minutes * MINUTE)
        assert board.get(reverse("jobs-bar")).status_code == 200
    clock(30 * MINUTE)

    assert not is_in(board)


def test_a_part_of_a_page_moves_the_whole_page(board, clock):
    clock(31 * MINUTE)

    answer = board.get(
        reverse("jobs-bar"), headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/board/"}
    )

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/sign-in/?next=%2Fboard%2F")


def development(clock):
    client = Client()
    client.user = make_user("development")
    give_app(client.user)
    sign_in_again(client)
    return client


def sign_in_again(client):
    """With password and a recovery code: a code of the app is good once."""
    type_password(client, client.user)
    codes = RecoveryCodes.activate(User.objects.get(pk=client.user.pk)).get_unused_codes()
    return type_code(client, codes[0])


def test_a_form_sent_too_late_is_shown_again_to_the_same_person(organization, clock):
    client = development(clock)
    clock(31 * MINUTE)

    answer = client.post("/supporters/new/", {"full_name": "Amina Testperson", "kind": "person"})
    assert answer.url == "/sign-in/?next=%2Fsign-in%2Fagain%2Fgo-on%2F"
    assert Supporter.objects.count() == 0
    sign_in_again(client)

    assert 'value="Amina Testperson"' in client.get("/sign-in/again/go-on/").text


def test_it_is_shown_to_nobody_else_who_signs_in_there(organization, clock):
    client = development(clock)
    clock(31 * MINUTE)
    client.post("/supporters/new/", {"full_name": "Amina Testperson", "kind": "person"})
    client.user = make_user("finance")
    give_app(client.user)
    sign_in_again(client)

    assert "Amina Testperson" not in client.get("/sign-in/again/go-on/").text


def test_what_is_typed_after_the_end_is_kept_as_a_draft(organization, clock):
    client = development(clock)
    clock(31 * MINUTE)

    client.post(reverse("draft-keep"), {"draft_form": "/gifts/new/", "amount": "25", "note": "Thanked by phone"})

    assert not is_in(client)
    draft = Draft.objects.get(user=client.user)
    assert (draft.form, draft.values["amount"], draft.values["note"]) == ("/gifts/new/", ["25"], ["Thanked by phone"])
