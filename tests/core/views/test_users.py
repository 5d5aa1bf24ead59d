"""Settings through the pages: who may sign in."""

import re
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.roles import ROLES
from core.models import AuditEntry, Message, User
from core.organization import role_labels, users
from core.sign_in import links
from tests.core.settings_pages import acts, post
from tests.core.sign_in.ways import give_app
from tests.support.builders import PASSWORD, make_organization, make_user
from tests.support.databases import race

pytestmark = pytest.mark.django_db
SECRET = "a sentence that only I know"
BANO = {"name": "Bano Sample", "title": "Board member", "email": "Bano@Example.org", "roles": ["board"]}


def invite(client, **override):
    """Invite somebody; gives the person and the link's path."""
    answer = post(client, "settings-user-new", {**BANO, **override})
    return User.objects.latest("pk"), link_in(answer)


def link_in(answer):
    """The path of the link on a page; its host is the site's own, never the request's."""
    found = re.search(rf'value="{re.escape(settings.SITE_URL)}(/welcome/[^"]+)"', answer.text)
    return found.group(1) if found else None


def as_stored(user, **override):
    return {"name": user.name, "title": user.title, "email": user.email, "roles": user.role_names, **override}


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


def test_an_email_of_somebody_else_is_refused_and_the_page_keeps_the_person(admin):
    taken, user = make_user("board"), make_user("board", name="Esha Sample")

    answer = admin.post(
        reverse("settings-user-edit", args=[user.pk]), as_stored(user, name="Somebody Typed", email=taken.email)
    )

    assert answer.status_code == 422
    assert "A user with this email already exists." in answer.text
    assert "<h1>Esha Sample</h1>" in answer.text


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


def close(user, by):
    users.close_user(user=user, by=by)


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
    assert (len(refused), done.count(None)) == (1, 5)
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


def test_two_who_open_one_link_at_once_set_one_password(own_database):
    admin, user = make_user("admin"), make_user("board")
    _, _, key, token, _ = links.send(user=user, by=admin).split("/")

    done = race(4, lambda number: links.set_password(key=key, token=token, password=f"{SECRET} {number}"))

    [winner] = [number for number, each in enumerate(done) if each is not None]
    assert User.objects.get(pk=user.pk).check_password(f"{SECRET} {winner}")


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
