"""It takes two administrators to open an account from outside or to see gifts."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.roles import ROLES
from core.models import AuditEntry, Message, User
from core.organization import users
from tests.core.organization.colleagues import as_stored, invite
from tests.core.settings_pages import post
from tests.core.sign_in.ways import give_app
from tests.support.builders import make_user

pytestmark = pytest.mark.django_db


def letters_to(user):
    return [letter.subject for letter in Message.objects.filter(to=user.email).order_by("pk")]


@pytest.mark.parametrize("role", [role for role in ROLES if "gifts.view" in ROLES[role]])
def test_nobody_gives_themselves_a_role_that_sees_gifts(admin, role):
    answer = post(admin, "settings-user-edit", as_stored(admin.user, roles=["admin", role]), admin.user.pk)

    assert "give yourself a role with access to gifts" in answer.text
    assert admin.user.role_names == ["admin"]


def test_one_keeps_such_a_role_and_gives_oneself_others(client_as, organization):
    both = client_as("admin", "finance")

    post(both, "settings-user-edit", as_stored(both.user, roles=["admin", "finance", "door"]), both.user.pk)

    assert both.user.role_names == ["admin", "door", "finance"]


def test_another_administrator_gives_it_and_everybody_is_told(admin):
    third, closed, person = make_user("admin"), make_user("admin"), make_user("board")
    users.close_user(user=closed, by=admin.user)

    post(admin, "settings-user-edit", as_stored(person, roles=["board", "finance"]), person.pk)

    assert letters_to(third) == ["A user's roles were changed"]
    assert letters_to(person) == ["Your roles were changed"]
    assert (letters_to(admin.user), letters_to(closed)) == ([], [])
    text = Message.objects.get(to=third.email).text
    assert f"The roles of {person} in the" in text
    assert "Before: Board member\nNow: Board member, Finance" in text


def test_an_invitation_tells_the_other_administrators_and_a_new_name_nobody(admin):
    third = make_user("admin")
    bano, _ = invite(admin)
    assert letters_to(third) == ["A user's roles were changed"]

    post(admin, "settings-user-edit", as_stored(bano, title="Treasurer"), bano.pk)

    assert letters_to(third) == ["A user's roles were changed"]


def test_an_administrator_reads_it_on_their_home_page_too(admin, client_as):
    third = client_as("admin")
    invite(admin)

    assert "1 role change" in third.get("/").text
    assert "1 role change" not in admin.get("/").text


def see_link(client, person):
    return post(client, "settings-user-link", {"reason": "Handed over by phone"}, person.pk)


def reset_factor(client, person):
    return post(client, "settings-user-factor", {"reason": "Lost the phone"}, person.pk)


def see_letter(client, person):
    """The link somebody asked for from outside, read in the outbox."""
    Client().post(reverse("password-forgotten"), {"email": person.email})
    letter = Message.objects.exclude(secret="").filter(to=person.email).latest("pk")
    return post(client, "message-link", {"reason": "Handed over by phone"}, letter.pk)


def move(client, person):
    return post(client, "settings-user-edit", as_stored(person, email="mine@example.org"), person.pk)


@pytest.mark.parametrize("first", [see_link, see_letter, move])
def test_it_takes_two_administrators_to_open_an_account_from_outside(admin, client_as, time_machine, first):
    person, second = make_user("finance"), client_as("admin")
    give_app(person)
    first(admin, person)
    person.refresh_from_db()

    refused = reset_factor(admin, person)

    assert "Ask another administrator to reset two-step verification." in refused.text
    assert Authenticator.objects.filter(user=person).exists()
    reset_factor(second, person)
    assert not Authenticator.objects.filter(user=person).exists()


@pytest.mark.parametrize("second", [see_link, see_letter, move])
def test_nor_the_other_way_round(admin, second):
    person = make_user("finance")
    give_app(person)
    reset_factor(admin, person)

    answer = second(admin, person)

    assert "You reset two-step verification for" in answer.text
    assert "/welcome/" not in answer.text
    assert User.objects.get(pk=person.pk).email == person.email
    assert not AuditEntry.objects.filter(act__in=["user.link_shown", "message.link_shown"]).exists()


def test_a_week_later_it_is_forgotten(admin):
    person = make_user("finance")
    give_app(person)
    eight_days_ago = timezone.now() - timedelta(days=8)
    AuditEntry.objects.create(
        actor=admin.user, act="user.link_shown", object_type="core.user", object_id=person.pk, at=eight_days_ago
    )

    reset_factor(admin, person)

    assert not Authenticator.objects.filter(user=person).exists()
