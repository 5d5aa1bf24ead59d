"""Links that set a password: in the outbox while mail is off, and handed over by an administrator."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry, Message
from core.sign_in import links
from tests.support.builders import make_user
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db
SECRET = "a sentence that only I know"
#: Handing over a link says why.
WHY = {"reason": "They called"}


@pytest.fixture
def board(organization):
    return make_user("board", name="Bano O'Sample")


def link_of(letter):
    return letter.secret.removeprefix(settings.SITE_URL)


def forgot(user):
    Client().post(reverse("password-forgotten"), {"email": user.email.upper()})
    return Message.objects.latest("pk")


def set_by(link):
    return Client().post(link, {"password": SECRET, "again": SECRET}).status_code


@pytest.mark.parametrize(("late", "status"), [(-30, 200), (30, 404)])
def test_a_link_for_who_forgot_ends_after_an_hour(board, monkeypatch, late, status):
    link = link_of(forgot(board))
    then = datetime.now() + timedelta(hours=1, seconds=late)
    monkeypatch.setattr(links.Kind, "_now", lambda self: then)

    assert Client().get(link).status_code == status


def test_the_link_works_once_ends_sessions_and_takes_its_letters_back(board):
    signed_in = Client()
    sign_in(signed_in, board)
    first, second = link_of(forgot(board)), link_of(forgot(board))

    assert (set_by(second), set_by(first), set_by(second)) == (302, 404, 404)
    assert signed_in.get("/board/").status_code == 302
    assert not Message.objects.exists()


def test_an_administrator_hands_over_the_link_that_waits(board, client_as):
    link = link_of(forgot(board))
    admin = client_as("admin")
    page = reverse("settings-user-link", args=[board.pk])
    assert "A link is in the outbox." in admin.get(reverse("settings-user-edit", args=[board.pk])).text
    assert link not in admin.get(page).text

    shown = admin.post(page, WHY, follow=True).text

    assert settings.SITE_URL + link in shown
    assert "Outgoing mail is off, so the email with this link is held in the outbox." in shown
    assert Message.objects.count() == 1
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "user.link_asked",
        "user.link_shown",
    ]


def test_a_link_that_ended_is_not_handed_over(board, client_as, monkeypatch):
    stale = link_of(forgot(board))
    then = datetime.now() + timedelta(hours=2)
    monkeypatch.setattr(links.Kind, "_now", lambda self: then)

    shown = client_as("admin").post(reverse("settings-user-link", args=[board.pk]), WHY, follow=True).text

    assert stale not in shown
    assert "/welcome/" in shown


def test_a_link_is_one_of_its_own_kind(board):
    assert not links.FORGOTTEN.check_token(board, links.INVITATION.make_token(board))
    assert links.INVITATION.check_token(board, links.INVITATION.make_token(board))


@pytest.mark.parametrize("token", ["", "-", "none", "a-b", "zzzzzzzzzzzzzzzz-b", None])
def test_what_is_no_token_opens_nothing(board, token):
    assert not links.INVITATION.check_token(board, token)
    assert not links.INVITATION.check_token(None, token)
