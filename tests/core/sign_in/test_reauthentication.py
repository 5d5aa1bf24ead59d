"""Acts that ask for a sign-in of the last minutes."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry, Organization, User
from tests.core.sign_in.ways import code_of, give_app
from tests.support.builders import PASSWORD, make_supporter, make_user
from tests.support.markup import one_line
from tests.support.signing_in import sign_in
from tests.test_access import routes

pytestmark = pytest.mark.django_db

#: Every view that asks, and why.
ASKING = {
    # Changes of one's own sign-in: who found a desk left alone must not make it theirs.
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    # What opens the house to others, or lets letters out of it.
    "settings-exemption-edit",
    "settings-exemption-new",
    "settings-exemption-remove",
    "message-link",
    "messages-release",
    "settings-mail",
    "settings-mail-addresses",
    "settings-mail-test",
    "settings-organization-edit",
    "settings-registration-edit",
    "settings-registration-end",
    "settings-registration-new",
    "settings-registration-remove",
    "settings-user-close",
    "settings-user-edit",
    "settings-user-factor",
    "settings-user-link",
    "settings-user-new",
    "settings-user-reopen",
    "settings-user-sessions",
    # A name that may endanger somebody.
    "crm:name-review-reveal",
    "crm:supporter-reveal",
    "message-reveal",
    # Gifts that are deleted.
    "imports:undo",
    # Names and addresses that leave on paper.
    "receipts:receipt-print",
    # Money that leaves.
    "donations:gift-refund",
    "donations:refund-failed",
    "give:gift-refund",
}


@pytest.fixture
def stale(organization):
    """A client of an administrator who signed in an hour ago."""

    def open_as(*roles: str, user: User | None = None) -> Client:
        client = Client()
        client.user = user or make_user(*roles)
        sign_in(client, client.user, fresh=False)
        return client

    return open_as


def test_the_views_that_ask_are_these():
    asking = {
        name
        for name, pattern in routes()
        if getattr(getattr(pattern.callback, "view_class", pattern.callback), "fresh_sign_in", False) is True
    }

    assert asking == ASKING


def test_the_form_asks_before_anything_is_typed(stale):
    client = stale("admin")
    led = client.get("/settings/users/new/")
    assert led.url == "/sign-in/again/?next=%2Fsettings%2Fusers%2Fnew%2F"
    assert "Confirm it's you" in client.get(led.url).text

    answer = client.post(led.url, {"password": PASSWORD})

    assert answer.url == "/settings/users/new/"
    assert client.get("/settings/users/new/").status_code == 200


def test_reading_is_not_asked_again(stale):
    assert stale("admin").get("/settings/").status_code == 200
    assert stale("finance").get("/gifts/").status_code == 200


def test_who_signed_in_just_now_is_not_asked(stale):
    client = Client()
    user = make_user("admin")
    give_app(user)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_of()})

    assert client.get("/settings/users/new/").status_code == 200


@pytest.mark.parametrize(("after", "asked"), [(14 * 60, False), (16 * 60, True)])
def test_a_proof_holds_for_a_quarter_of_an_hour(stale, after, asked, time_machine):
    time_machine.move_to(1_790_000_000, tick=False)
    client = stale("admin")
    client.post("/sign-in/again/", {"password": PASSWORD})
    time_machine.move_to(1_790_000_000 + after, tick=False)

    assert (client.get("/settings/users/new/").status_code == 302) is asked


def test_a_wrong_password_opens_nothing(stale):
    client = stale("admin")

    answer = client.post("/sign-in/again/", {"password": "something else"})

    assert "The password is incorrect. Try again." in answer.text
    assert client.get("/settings/users/new/").status_code == 302


def test_a_code_of_the_app_does_as_well(stale):
    client = stale("admin")
    give_app(client.user)
    page = client.get("/sign-in/again/?next=/settings/users/new/")
    assert re.findall(r'class="btn grow" href="(/sign-in/again/[^"]+)"', one_line(page.content)) == [
        "/sign-in/again/code/?next=%2Fsettings%2Fusers%2Fnew%2F"
    ]

    client.post("/sign-in/again/code/", {"code": code_of(), "next": "/settings/users/new/"})

    assert client.get("/settings/users/new/").status_code == 200


def test_what_was_sent_too_late_is_kept_and_sent_after_signing_in(stale):
    client = stale("admin")
    form = {"name": "Bano “B.” <Sample>", "title": "", "email": "bano@example.org", "roles": ["board", "door"]}

    led = client.post("/settings/users/new/", form)
    assert not User.objects.filter(email="bano@example.org").exists()
    on = client.post(led.url, {"password": PASSWORD}, follow=True)

    assert "What you submitted is saved but hasn't been processed yet." in on.text
    [path] = re.findall(r'<form method="post" action="([^"]+)"', on.text)
    sent = dict(re.findall(r'<input type="hidden" name="(name|title|email)" value="([^"]*)"', on.text))
    roles = re.findall(r'<input type="hidden" name="roles" value="([^"]*)"', on.text)
    assert (path, sent["name"], roles) == ("/settings/users/new/", "Bano “B.” &lt;Sample&gt;", ["board", "door"])
    client.post(path, {**form, "roles": roles})
    assert User.objects.get(email="bano@example.org").role_names == ["board", "door"]


def test_what_was_kept_is_shown_once(stale):
    client = stale("admin")
    client.post("/settings/mail/", {"on": "1"})
    client.post("/sign-in/again/", {"password": PASSWORD})
    assert "Submit now" in one_line(client.get("/sign-in/again/go-on/").content)

    assert "Nothing to submit" in client.get("/sign-in/again/go-on/").text
    assert not Organization.current().mail_on


def test_a_role_lost_meanwhile_is_not_carried_through(stale):
    client = stale("admin")
    make_user("admin")
    client.post("/settings/mail/", {"on": "1"})
    client.post("/sign-in/again/", {"password": PASSWORD})

    client.user.grants.all().delete()

    assert client.post("/settings/mail/", {"on": "1"}).status_code == 403
    assert not Organization.current().mail_on


def test_a_protected_name_asks(stale):
    supporter = make_supporter("Amina Testperson", protected=True)

    answer = stale("finance").post(reverse("crm:supporter-reveal", args=[supporter.pk]), {"reason": "A letter"})

    assert answer.url.startswith("/sign-in/again/")
    assert not AuditEntry.objects.filter(act__contains="reveal").exists()


def test_taking_people_home_asks_and_looking_does_not(stale):
    client = stale("finance")

    assert client.get("/supporters/").status_code == 200
    assert client.get("/supporters/?export=csv").url == "/sign-in/again/?next=%2Fsupporters%2F%3Fexport%3Dcsv"
    assert client.post("/supporters/?export=csv", {"reason": "Labels"}).url.startswith("/sign-in/again/")
    assert client.get("/funds/?export=csv").status_code == 200


def test_the_minutes_are_counted_from_the_last_proof_of_this_session_alone(stale):
    first = stale("admin")
    second = stale(user=first.user)
    first.post("/sign-in/again/", {"password": PASSWORD})

    assert second.get("/settings/users/new/").status_code == 302
