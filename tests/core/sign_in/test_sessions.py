"""Where somebody is signed in, and how that ends."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry, User
from tests.core.sign_in.ways import type_password
from tests.support.builders import PASSWORD, make_user
from tests.support.markup import one_line
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.fixture
def board(organization):
    return make_user("board")


def enter(user, agent=FIREFOX, address="203.0.113.77"):
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    type_password(client, user)
    client.get("/account/")
    return client


def open_for(client):
    return client.get("/account/").status_code == 200


def test_a_person_sees_each_session_with_device_and_place(board):
    here = enter(board)
    enter(board, IPHONE, "198.51.100.20")

    page = one_line(here.get("/account/").content)

    assert page.index("Firefox on Windows") < page.index("Safari on iPhone")
    assert "from 203.0.113.0" in page
    assert "from 198.51.100.0" in page
    assert "203.0.113.77" not in str(list(UserSession.objects.values()))


def test_last_seen_is_kept_every_few_minutes_without_asking_at_each_page(
    board, django_assert_num_queries, time_machine
):
    time_machine.move_to(1_790_000_000, tick=False)
    client = enter(board)
    client.get("/health/")
    [before] = UserSession.objects.values_list("last_seen_at", flat=True)
    time_machine.move_to(1_790_000_000 + 299, tick=False)
    client.get("/account/")
    assert list(UserSession.objects.values_list("last_seen_at", flat=True)) == [before]

    time_machine.move_to(1_790_000_000 + 301, tick=False)
    client.get("/account/")

    [after] = UserSession.objects.values_list("last_seen_at", flat=True)
    assert (after - before).total_seconds() == 301


def test_a_session_whose_row_is_missing_gets_one(board):
    client = Client()
    client.force_login(board)

    client.get("/account/")

    assert UserSession.objects.get().session_key == client.session.session_key


def test_one_session_is_ended_from_another(board):
    here, there = enter(board), enter(board, IPHONE)
    row = UserSession.objects.get(user_agent=IPHONE)

    answer = here.post(reverse("session-end", args=[row.pk]), follow=True)

    assert "1 session ended." in answer.text
    assert (open_for(here), open_for(there)) == (True, False)
    assert AuditEntry.objects.latest("pk").act == "user.sessions_ended"


def test_all_others_are_ended_at_once(board):
    here, *others = (enter(board) for _ in range(3))

    answer = here.post(reverse("sessions-end"), follow=True)

    assert "2 sessions ended." in answer.text
    assert [open_for(client) for client in (here, *others)] == [True, False, False]


def test_nobody_ends_a_session_of_somebody_else(board):
    other = make_user("board")
    theirs, mine = enter(board), enter(other)

    answer = mine.post(reverse("session-end", args=[UserSession.objects.get(user=board).pk]), follow=True)

    assert "signed in anywhere else." in answer.text
    assert open_for(theirs)


def test_a_new_password_ends_the_other_sessions(board):
    here, there = enter(board), enter(board)
    new = "another long sentence for tests"

    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (open_for(here), open_for(there)) == (True, False)
    assert User.objects.get(pk=board.pk).check_password(new)
    assert AuditEntry.objects.latest("pk").act == "user.password_set"


def test_an_administrator_ends_every_session_also_one_without_a_row(board, client_as):
    known, unknown = enter(board), Client()
    sign_in(unknown, board)
    assert open_for(unknown)

    answer = client_as("admin").post(reverse("settings-user-sessions", args=[board.pk]), follow=True)

    assert f"{board} is signed out everywhere" in answer.text
    assert (open_for(known), open_for(unknown)) == (False, False)
    assert not UserSession.objects.filter(user=board).exists()


def test_closing_an_account_ends_its_sessions_for_good(board, client_as):
    client, admin = enter(board), client_as("admin")

    admin.post(reverse("settings-user-close", args=[board.pk]))
    closed = open_for(client)
    admin.post(reverse("settings-user-reopen", args=[board.pk]))

    assert (closed, open_for(client)) == (False, False)


def test_what_a_person_may_do_is_asked_anew_at_each_request(board):
    client = enter(board)
    assert client.get("/board/").status_code == 200
    assert "permissions" not in str(dict(client.session))

    board.grants.all().delete()

    assert client.get("/board/").status_code == 403
    board.grants.create(role="board")
    assert client.get("/board/").status_code == 200
