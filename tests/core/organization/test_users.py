"""Users are invited, changed, closed and opened again, and one administrator always stays."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry, User
from core.organization import users
from tests.core.organization.colleagues import as_stored, close, invite, link_in
from tests.core.settings_pages import acts, post
from tests.support.builders import PASSWORD, make_organization, make_user
from tests.support.databases import race

pytestmark = pytest.mark.django_db


def test_roles_and_name_are_changed(admin):
    user = make_user("board", "events")

    post(admin, "settings-user-edit", as_stored(user, name="Esha Sample", roles=["board", "finance"]), user.pk)

    user = User.objects.get(pk=user.pk)
    assert (user.name, user.role_names) == ("Esha Sample", ["board", "finance"])
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.data) == (
        "user.changed",
        admin.user,
        {"fields": ["name"], "roles_before": ["board", "events"], "roles": ["board", "finance"]},
    )


def test_a_role_taken_away_counts_at_once(admin, client_as):
    user = make_user("finance", "board")
    client = client_as(user=user)
    assert client.get("/gifts/").status_code == 200

    post(admin, "settings-user-edit", as_stored(user, roles=["board"]), user.pk)

    assert client.get("/gifts/").status_code == 403


def test_a_former_email_no_longer_signs_in(admin):
    user = make_user("board", email="old@example.org")
    EmailAddress.objects.create(user=user, email="old@example.org", verified=True, primary=True)

    post(admin, "settings-user-edit", as_stored(user, email="new@example.org"), user.pk)

    def signs_in(email):
        return Client().post(reverse("account_login"), {"login": email, "password": PASSWORD}).status_code == 302

    assert (signs_in("old@example.org"), signs_in("new@example.org")) == (False, True)


def test_nobody_takes_administration_from_themselves(admin):
    make_user("admin")

    answer = post(admin, "settings-user-edit", as_stored(admin.user, roles=["finance"]), admin.user.pk)

    assert "remove your own administrator role. Ask another administrator." in answer.text
    assert User.objects.get(pk=admin.user.pk).role_names == ["admin"]
    post(admin, "settings-user-edit", as_stored(admin.user, roles=["admin", "events"]), admin.user.pk)
    assert User.objects.get(pk=admin.user.pk).role_names == ["admin", "events"]


def test_an_administrator_is_removed_by_another(admin):
    other = make_user("admin", "board")

    post(admin, "settings-user-edit", as_stored(other, roles=["board"]), other.pk)

    assert User.objects.get(pk=other.pk).role_names == ["board"]


def give_up_roles(user, by):
    users.change_user(user=user, email=user.email, name=user.name, title="", roles=["board"], by=by)


@pytest.mark.parametrize("remove", [give_up_roles, close])
def test_the_last_administrator_stays(remove):
    # Whoever asks was an administrator when the page opened, and no longer is.
    last, former = make_user("admin"), make_user("board")

    with pytest.raises(ValidationError, match="This is the last administrator"):
        remove(last, by=former)

    last = User.objects.get(pk=last.pk)
    assert (last.is_active, last.role_names) == (True, ["admin"])
    assert acts() == []


def test_of_administrators_who_remove_each_other_at_once_one_stays(own_database):
    make_organization()
    people = [make_user("admin") for _ in range(6)]

    done = race(6, lambda number: close(people[number], by=people[number - 1]))

    refused = [each for each in done if isinstance(each, ValidationError)]
    assert (len(refused), done.count(None)) == (1, 5), done
    assert User.objects.filter(is_active=True, grants__role="admin").count() == 1


def test_two_invitations_of_one_email_at_once_make_one_account(own_database):
    admin = make_user("admin")

    done = race(
        4,
        lambda number: users.invite_user(
            email="bano@example.org", name="Bano Sample", title="", roles=["board"], by=admin
        ),
    )

    assert sorted(type(each).__name__ for each in done) == ["User", *["ValidationError"] * 3]
    assert User.objects.count() == 2


def test_an_account_is_closed_and_opened_again_but_never_deleted(admin, client_as):
    user = make_user("finance", name="Farah Example")
    open_session = client_as(user=user)

    post(admin, "settings-user-close", None, user.pk)

    assert open_session.get("/gifts/").status_code == 302
    refused = Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)
    assert "This account is closed." in refused.text
    assert "Farah Example" in admin.get("/settings/").text
    post(admin, "settings-user-reopen", None, user.pk)
    assert client_as(user=User.objects.get(pk=user.pk)).get("/gifts/").status_code == 200
    assert acts() == ["user.closed", "user.reopened"]


def test_closing_ends_a_link_too(admin):
    bano, link = invite(admin)

    post(admin, "settings-user-close", None, bano.pk)

    assert Client().get(link).status_code == 404
    assert link_in(post(admin, "settings-user-link", {"reason": "They called"}, bano.pk)) is None


def test_nobody_closes_their_own_account(admin):
    make_user("admin")

    answer = post(admin, "settings-user-close", None, admin.user.pk)

    assert "close your own account. Ask another administrator." in answer.text
    assert User.objects.get(pk=admin.user.pk).is_active
