"""Emails with a link to set a password."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core.models import Message, User
from tests.support.builders import make_user

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


def test_an_invitation_waits_in_the_outbox(client_as, organization):
    client_as("admin").post(
        reverse("settings-user-new"), {"name": "Esha Sample", "email": "esha@example.org", "roles": ["board"]}
    )

    letter = Message.objects.get(subject__startswith="Your sign-in")
    assert (letter.to, letter.purpose, letter.state) == ("esha@example.org", "account", "held")
    assert letter.subject == "Your sign-in for Example Charity back office"
    assert "expires in 3 days" in letter.text
    assert set_by(link_of(letter)) == 302


def test_who_forgot_finds_a_letter_with_a_link_of_one_hour(board):
    letter = forgot(board)

    assert letter.subject == "Set a new password for Example Charity back office"
    assert letter.text.startswith("Bano O'Sample,")
    assert "expires in one hour" in letter.text
    assert set_by(link_of(letter)) == 302
    assert User.objects.get(pk=board.pk).check_password(SECRET)


def test_without_a_letter_that_waits_a_new_one_is_written(board, client_as):
    admin = client_as("admin")

    shown = admin.post(reverse("settings-user-link", args=[board.pk]), WHY, follow=True).text

    assert settings.SITE_URL + link_of(Message.objects.get()) in shown
