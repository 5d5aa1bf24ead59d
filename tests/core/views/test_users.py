"""Settings through the pages: who may sign in."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from config.roles import ROLES
from core.models import AuditEntry, User
from core.organization import role_labels
from core.sign_in import links
from tests.core.organization.colleagues import BANO, as_stored, invite, link_in
from tests.core.settings_pages import acts, post
from tests.support.builders import PASSWORD, make_user
from tests.support.databases import race

pytestmark = pytest.mark.django_db
SECRET = "a sentence that only I know"


def test_every_role_is_offered_with_what_it_may_do(admin):
    page = admin.get(reverse("settings-user-new")).text

    assert list(role_labels.ROLES) == list(ROLES)
    assert re.findall(r'name="roles" value="(\w+)"', page) == list(ROLES)


def test_somebody_invited_sets_a_password_by_the_link_and_signs_in(admin):
    bano, link = invite(admin)
    assert (bano.email, bano.title, bano.role_names, bano.has_usable_password()) == (
        "bano@example.org",
        "Board member",
        ["board"],
        False,
    )
    stranger = Client()
    assert "bano@example.org" in stranger.get(link).text

    answer = stranger.post(link, {"password": SECRET, "again": SECRET}, follow=True)

    assert "Password set. Sign in with your new password." in answer.text
    assert stranger.post(reverse("account_login"), {"login": bano.email, "password": SECRET}).url == "/board/"
    assert stranger.get("/board/").status_code == 200
    assert [act for act in acts() if act.startswith("user.")] == [
        "user.invited",
        "user.link_made",
        "user.password_set",
        "user.signed_in",
    ]


def test_the_link_is_shown_once(admin):
    bano, link = invite(admin)
    assert link is not None

    again = admin.get(reverse("settings-user-link", args=[bano.pk]))

    assert link_in(again) is None
    assert "no-store" in again.headers["Cache-Control"]


def test_the_link_works_once(admin):
    _, link = invite(admin)
    Client().post(link, {"password": SECRET, "again": SECRET})

    second = Client().post(link, {"password": "another long sentence", "again": "another long sentence"})

    assert second.status_code == 404
    assert "This link no longer works" in second.text
    assert User.objects.get(email="bano@example.org").check_password(SECRET)


def test_looking_at_the_link_does_not_use_it_up(admin):
    _, link = invite(admin)

    assert [Client().get(link).status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(("late", "status"), [(timedelta(seconds=-1), 200), (timedelta(seconds=1), 404)])
def test_the_link_ends_after_its_days(admin, monkeypatch, late, status):
    _, link = invite(admin)
    # Tokens count whole seconds: the margin keeps the edge apart from the time the test itself takes.
    then = datetime.now() + links.INVITATION.lasts + late * 30
    monkeypatch.setattr(links.Kind, "_now", lambda self: then)

    assert Client().get(link).status_code == status


@pytest.mark.parametrize(
    "link",
    ["/welcome/none/none/", "/welcome/MQ/a-b/", "/welcome/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b/"],
)
def test_a_made_up_link_opens_nothing(organization, link):
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"password": SECRET, "again": SECRET}).status_code == 404


def test_the_link_of_one_does_not_open_another(admin):
    _, first = invite(admin)
    invite(admin, email="other@example.org")
    _, _, key, token, _ = first.split("/")
    other = links.send(user=User.objects.get(email="other@example.org"), by=admin.user).split("/")[2]

    assert key != other
    assert Client().get(f"/welcome/{other}/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "at least 12 characters"),
        ("123456789012", "123456789012", "entirely numeric"),
        ("bano@example.org", "bano@example.org", "too similar"),
        (SECRET, "something else", "Enter the same password twice."),
        ("", "", "Enter the password."),
    ],
)
def test_a_weak_or_mistyped_password_is_refused(admin, password, again, says):
    bano, link = invite(admin)

    answer = Client().post(link, {"password": password, "again": again})

    assert answer.status_code == 422
    assert says in answer.text
    assert not User.objects.get(pk=bano.pk).has_usable_password()


def test_who_forgot_gets_a_new_link_and_keeps_the_old_password_until_then(admin):
    user = make_user("finance")
    answer = post(admin, "settings-user-link", {"reason": "They called"}, user.pk)
    link = link_in(answer)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)

    Client().post(link, {"password": SECRET, "again": SECRET})

    assert User.objects.get(pk=user.pk).check_password(SECRET)


def test_a_new_password_ends_open_sessions(admin, client_as):
    user = make_user("finance")
    open_session = client_as(user=user)
    assert open_session.get("/gifts/").status_code == 200

    Client().post(
        link_in(post(admin, "settings-user-link", {"reason": "They called"}, user.pk)),
        {"password": SECRET, "again": SECRET},
    )

    assert open_session.get("/gifts/").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"email": ""}, "Enter the email."),
        ({"email": "nobody"}, "Enter an email address"),
        ({"name": ""}, "Enter the name."),
        ({"name": "Two\nlines"}, "This has characters that can"),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["emperor"]}, "Choose roles from the list. “emperor”"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(admin, wrong, says):
    answer = admin.post(reverse("settings-user-new"), {**BANO, **wrong})

    assert answer.status_code == 422
    assert says in answer.text
    assert list(User.objects.all()) == [admin.user]


def test_an_email_signs_in_once_whatever_its_case(admin):
    invite(admin)

    answer = admin.post(reverse("settings-user-new"), {**BANO, "email": "BANO@example.ORG"})

    assert "A user with this email already exists." in answer.text
    assert User.objects.count() == 2


def test_an_email_of_somebody_else_is_refused_and_the_page_keeps_the_person(admin):
    taken, user = make_user("board"), make_user("board", name="Esha Sample")

    answer = admin.post(
        reverse("settings-user-edit", args=[user.pk]), as_stored(user, name="Somebody Typed", email=taken.email)
    )

    assert answer.status_code == 422
    assert "A user with this email already exists." in answer.text
    assert "<h1>Esha Sample</h1>" in answer.text


def test_two_who_open_one_link_at_once_set_one_password(own_database):
    admin, user = make_user("admin"), make_user("board")
    _, _, key, token, _ = links.send(user=user, by=admin).split("/")

    done = race(4, lambda number: links.set_password(key=key, token=token, password=f"{SECRET} {number}"))

    [winner] = [number for number, each in enumerate(done) if each is not None]
    assert User.objects.get(pk=user.pk).check_password(f"{SECRET} {winner}")


def test_looking_at_the_pages_that_ask_does_nothing(admin):
    user = make_user("board")

    for verb in ("close", "reopen", "link"):
        assert admin.get(reverse(f"settings-user-{verb}", args=[user.pk])).status_code == 200

    assert User.objects.get(pk=user.pk).is_active
    assert acts() == []


def test_a_person_nobody_knows_is_not_found(admin):
    for verb in ("edit", "close", "reopen", "link"):
        assert admin.post(reverse(f"settings-user-{verb}", args=[999_999])).status_code == 404


def test_hostile_names_are_kept_as_text(admin):
    hostile = '"><img src=x onerror=alert(1)>'
    bano, _ = invite(admin, name=hostile, title=hostile)

    for page in ("/settings/", reverse("settings-user-edit", args=[bano.pk])):
        assert hostile not in admin.get(page).text


def test_no_audit_entry_holds_a_name_or_an_address(admin):
    invite(admin)

    assert "ano" not in str(list(AuditEntry.objects.values_list("data", "reason")))
