"""Who needs a second factor, what opens before there is one, and how it signs somebody in."""

import re
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from config.roles import NEED_SECOND_FACTOR, ROLES, WORDS
from core.models import AuditEntry, Message, RoleGrant
from core.permissions import permissions_of
from core.sign_in import second_factor
from tests.core.sign_in.ways import SEED, code_of, give_app, signed_in, type_code, type_password
from tests.support.builders import make_user
from tests.support.markup import one_line
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(organization):
    return make_user("finance")


def by_password(user):
    """A client that proved the password alone."""
    client = Client()
    sign_in(client, user, second_factor=False)
    return client


def test_every_role_but_the_door_and_the_board_needs_one():
    assert {role for role in ROLES if second_factor.is_needed_by(make_user(role))} == set(ROLES) - {"door", "board"}


def test_what_asks_for_one_and_what_is_told_are_permissions_some_role_has():
    assert permissions_of(ROLES) >= NEED_SECOND_FACTOR
    assert set(WORDS) == permissions_of(ROLES)


def test_a_part_of_a_page_moves_the_whole_page(finance):
    answer = by_password(finance).get("/gifts/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/account/second-factor/?next=%2F")


@pytest.mark.parametrize(("role", "path"), [("board", "/board/"), ("door", "/check-in/")])
def test_who_sees_no_donors_signs_in_with_the_password_alone(organization, role, path):
    client = Client()

    type_password(client, make_user(role))

    assert client.get(path).status_code == 200


def test_a_role_given_later_asks_for_one_on_the_next_request(organization):
    user = make_user("board")
    client = by_password(user)
    assert client.get("/board/").status_code == 200

    RoleGrant.objects.create(user=user, role="finance")

    assert client.get("/board/").url.startswith("/account/second-factor/")


def test_the_demonstration_relaxes_it_and_says_so(finance, settings):
    settings.SECOND_FACTOR_RELAXED = settings.DEMO = True
    client = Client()

    type_password(client, finance)

    assert client.get("/gifts/").status_code == 200
    assert "A password is enough here" in one_line(Client().get("/sign-in/").content)


def test_the_secret_is_unreadable_in_the_database(finance):
    give_app(finance)

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert SEED not in stored


def test_a_code_of_the_app_follows_the_password(finance):
    give_app(finance)
    client = Client()
    assert type_password(client, finance, next="/gifts/").url == "/sign-in/code/"
    assert not signed_in(client)
    assert client.get("/gifts/").url.startswith("/sign-in/")

    answer = type_code(client, code_of())

    assert answer.url == "/gifts/"
    assert client.get("/gifts/").status_code == 200


def test_who_stopped_before_the_code_may_use_another_account(finance):
    give_app(finance)
    client = Client()
    type_password(client, finance)

    client.post(reverse("account_logout"), {"next": "/sign-in/"})

    assert client.get("/sign-in/").status_code == 200


@pytest.mark.parametrize("later", [0, 30, 59])
def test_a_code_signs_in_once(finance, later, time_machine):
    time_machine.move_to(1_790_000_010, tick=False)
    give_app(finance)
    code = code_of()
    first, second = Client(), Client()
    type_password(first, finance)
    type_code(first, code)
    time_machine.move_to(1_790_000_010 + later, tick=False)

    type_password(second, finance)
    answer = type_code(second, f" {code[:3]} {code[3:]}")

    assert signed_in(first)
    assert not signed_in(second)
    assert "was already used" in answer.text


@pytest.mark.parametrize(("off", "works"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_the_clock_of_the_phone_may_be_one_code_off(finance, off, works):
    give_app(finance)
    client = Client()
    type_password(client, finance)

    type_code(client, code_of(at=time.time() + off))

    assert signed_in(client) is works


def test_a_recovery_code_signs_in_once_and_counts_down(finance, client_as):
    codes = give_app(finance)
    first, second = Client(), Client()
    type_password(first, finance)
    type_code(first, codes[4])
    type_password(second, finance)

    type_code(second, codes[4])

    assert AuditEntry.objects.get().data == {"proof": "recovery_codes"}

    assert (signed_in(first), signed_in(second)) == (True, False)
    assert "9 left" in first.get("/account/").text


def test_a_session_from_before_has_to_show_the_factor_and_a_password_does_not_do(finance):
    client = by_password(finance)
    give_app(finance)

    led = client.get("/gifts/")
    by_word = client.get(reverse("account_reauthenticate"))
    page = client.get(led.url)
    client.post(led.url, {"code": code_of()})

    assert led.url == "/sign-in/again/code/?next=%2Fgifts%2F"
    assert by_word.url.startswith("/sign-in/again/code/")
    assert ">Password<" not in page.text
    assert client.get("/gifts/").status_code == 200


def test_setting_up_another_is_closed_to_a_session_that_has_not_shown_the_first(finance):
    client = by_password(finance)
    give_app(finance)

    assert client.get(reverse("mfa_add_webauthn")).url.startswith("/sign-in/again/code/")


def test_the_last_factor_stays_where_roles_need_one(finance, client_as):
    give_app(finance)

    page = client_as(user=finance).post(reverse("mfa_deactivate_totp"))

    assert "Your roles require two-step verification." in page.text
    assert Authenticator.objects.filter(type="totp").exists()


def test_who_needs_none_may_remove_it(organization, client_as):
    user = make_user("board")
    give_app(user)

    client_as(user=user).post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.get().act == "user.second_factor_removed"


def test_new_codes_end_the_old_ones(finance, client_as):
    codes = give_app(finance)
    client = client_as(user=finance)

    answer = client.post(reverse("mfa_generate_recovery_codes"), follow=True)

    shown = re.findall(r"<code>(\d{8})</code>", answer.text)
    assert len(shown) == 10
    assert not set(shown) & set(codes)


def test_an_administrator_resets_it_for_a_reason_and_the_person_is_told(finance, client_as):
    give_app(finance)
    admin, theirs = client_as("admin"), client_as(user=finance)
    page = reverse("settings-user-factor", args=[finance.pk])
    assert admin.post(page, {"reason": ""}).status_code == 422

    answer = admin.post(page, {"reason": "Phone stolen on the train"}, follow=True)

    assert "set it up again when they sign in." in answer.text
    assert not Authenticator.objects.exists()
    assert theirs.get("/gifts/").url.startswith("/sign-in/")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.reason, entry.data) == (
        "user.second_factor_reset",
        "Phone stolen on the train",
        {"kinds": ["recovery_codes", "totp"]},
    )
    letter = Message.objects.get()
    assert (letter.to, letter.subject, letter.state) == (finance.email, "Your two-step verification was reset", "held")
    assert "Phone stolen on the train" in letter.text
    assert "&#x27;" not in letter.text


def test_an_administrator_does_not_reset_their_own(client_as, organization):
    admin = client_as("admin")
    give_app(admin.user)

    answer = admin.post(reverse("settings-user-factor", args=[admin.user.pk]), {"reason": "lost"})

    assert "reset your own two-step verification." in answer.text
    assert Authenticator.objects.filter(user=admin.user).count() == 2


def test_only_what_we_route_of_the_package_exists():
    assert Path(settings.BASE_DIR / "core/views/sign_in/urls.py").read_text().count("include(") == 0
    assert Client().get("/accounts/signup/").status_code == 404
