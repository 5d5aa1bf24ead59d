"""`manage.py set_up`, and the pages before it was run."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from config.roles import ROLES
from core.management.commands.set_up import NEXT, PASSWORD_VARIABLE
from core.management.commands.worker import run_drains
from core.models import AuditEntry, Organization, User
from core.organization import services
from tests.support.builders import make_organization, make_user
from tests.test_access import NOBODY, routes

pytestmark = pytest.mark.django_db
SECRET = "a sentence that only we know"
GIVEN = {
    "legal_name": "Example Aid, Inc.",
    "ein": "123456789",
    "formation_on": "2020-02-03",
    "state": "in",
    "address": "1 Example Street; Springfield, IN 46000",
    "time_zone": "America/Indiana/Indianapolis",
    "admin_name": "Ada Example",
    "admin_email": "Ada@Example.org",
}


@pytest.fixture
def secret(monkeypatch):
    monkeypatch.setenv(PASSWORD_VARIABLE, SECRET)


def set_up(**override):
    out, err = io.StringIO(), io.StringIO()
    call_command("set_up", stdout=out, stderr=err, **{"no_input": True, **GIVEN, **override})
    return out.getvalue()


def test_an_empty_database_gets_a_live_organization_and_an_administrator(secret):
    said = json.loads(set_up(json=True))

    assert said == {
        "organization": "Example Aid, Inc.",
        "environment": "live",
        "admin": "ada@example.org",
        "next": NEXT,
    }
    row = Organization.current()
    assert (row.ein, row.short_name, row.address, row.state_of_incorporation, row.environment, row.mail_on) == (
        "12-3456789",
        "Example Aid",
        "1 Example Street\nSpringfield, IN 46000",
        "IN",
        "live",
        False,
    )
    assert [(user.email, user.name, user.role_names) for user in User.objects.all()] == [
        ("ada@example.org", "Ada Example", ["admin"])
    ]
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "user.invited",
        "organization.set_up",
    ]


def test_the_administrator_signs_in_with_the_password_and_is_led_to_a_second_factor(secret):
    set_up()
    client = Client()

    answer = client.post(reverse("account_login"), {"login": "ada@example.org", "password": SECRET}, follow=True)

    assert "<h1>Set up two-step verification</h1>" in answer.text
    assert client.get("/settings/").url == "/account/second-factor/?next=%2Fsettings%2F"


def test_what_it_says_ends_with_the_next_step(secret):
    assert set_up() == f"Example Aid, Inc. is set up, and ada@example.org can sign in.\n{NEXT}\n"
    assert "first fund" in NEXT


def test_somebody_alone_in_the_office_has_every_role_they_need(secret):
    set_up(admin_roles="admin, development,finance,events")

    assert User.objects.get().role_names == ["admin", "development", "events", "finance"]


@pytest.mark.parametrize(
    ("roles", "said"), [("finance", "Include the admin role"), ("admin,chief", "Choose roles from the list. “chief”")]
)
def test_roles_that_cannot_be_are_named(secret, roles, said):
    with pytest.raises(CommandError, match=said):
        set_up(admin_roles=roles)

    assert not Organization.objects.exists()


def test_a_second_time_is_refused_and_changes_nothing(secret):
    set_up()

    with pytest.raises(CommandError, match="This database already has an organization"):
        set_up(legal_name="Another Charity, Inc.")

    assert list(Organization.objects.values_list("legal_name", flat=True)) == ["Example Aid, Inc."]
    assert User.objects.count() == 1


def test_two_at_once_make_one(secret):
    make_organization()

    with pytest.raises(services.AlreadySetUp):
        services.set_up(
            facts={"legal_name": "Late, Inc.", "short_name": "Late", "formation_on": "2020-01-01"},
            admin_email="late@example.org",
            admin_name="Late Example",
            password=SECRET,
        )

    assert not User.objects.exists()


def test_everything_missing_is_named():
    with pytest.raises(CommandError) as refused:
        call_command("set_up", no_input=True)

    assert str(refused.value) == (
        "Missing: --legal-name, --formation-on, --state, --address, --admin-name, --admin-email."
    )


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"ein": "12-345"}, "ein: Enter an EIN with nine digits, like 12-3456789."),
        ({"formation_on": "3000-01-01"}, "formation-on: Check the year of this date."),
        ({"state": "ZZ"}, "state: "),
        ({"address": "1 Example Street"}, "address: End with a line for city, state and ZIP code"),
        ({"time_zone": "Mars/Olympus"}, "time-zone: "),
        ({"admin_email": "nobody"}, "admin-email: Enter an email address, like name@example.org."),
        ({"legal_name": "Two\nlines"}, "legal-name: Enter one line of plain text"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_option(secret, wrong, named):
    with pytest.raises(CommandError) as refused:
        set_up(**wrong)

    assert named in str(refused.value)
    assert not Organization.objects.exists()
    assert not User.objects.exists()


@pytest.mark.parametrize("weak", ["", "short", "123456789012", "password1234"])
def test_a_password_that_is_easily_guessed_is_refused(monkeypatch, weak):
    monkeypatch.setenv(PASSWORD_VARIABLE, weak)

    with pytest.raises(CommandError, match="password: "):
        set_up()

    assert not User.objects.exists()


def test_the_password_is_no_option(monkeypatch, capsys):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    with pytest.raises(SystemExit):
        call_command("set_up", "--help")
    assert "--password" not in capsys.readouterr().out

    with pytest.raises(CommandError, match=f"Set {PASSWORD_VARIABLE}"):
        set_up()


def test_what_is_not_given_is_asked_for_on_standard_error(secret, monkeypatch):
    # An empty line asks again where an answer is needed; the last three are the administrator's.
    answers = ["", "Typed Aid, Inc.", "", "2020-02-03", "NY", "1 Example Street; Springfield, NY 10000", ""]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([*answers, "Ada Example", "ada@example.org", "", ""])))
    out, err = io.StringIO(), io.StringIO()

    call_command("set_up", stdout=out, stderr=err, json=True)

    assert json.loads(out.getvalue())["organization"] == "Typed Aid, Inc."
    assert err.getvalue().count("Legal name") == 2
    row = Organization.current()
    assert (row.ein, row.time_zone) == ("", "America/New_York")


def test_it_stops_when_nobody_answers(secret, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    with pytest.raises(CommandError, match="No answer to the question. Use --legal-name"):
        call_command("set_up", stderr=io.StringIO())


def test_an_email_that_signs_in_already_is_refused(secret):
    make_user("board", email="ada@example.org")

    with pytest.raises(CommandError, match="A user with this email already exists."):
        set_up()

    assert not Organization.objects.exists()


def test_before_that_home_and_the_sign_in_page_say_what_to_do(client, client_as):
    assert "manage.py set_up" in client.get("/sign-in/").text
    page = client_as("finance").get("/")
    assert page.status_code == 200
    assert "manage.py set_up" in page.text


def test_afterwards_they_say_nothing_of_it(client, client_as, organization):
    assert "set_up" not in client.get("/sign-in/").text
    assert "set_up" not in client_as("finance").get("/").text


def test_before_that_no_page_breaks(client_as):
    """Every route of every app, by somebody with every role, in a database without an organization."""
    client = client_as(*ROLES)
    client.raise_request_exception = False

    broken = {}
    for name, pattern in routes():
        arguments = {key: NOBODY[type(kind).__name__] for key, kind in pattern.pattern.converters.items()}
        answer = client.get(reverse(name, kwargs=arguments))
        if answer.status_code == 503:
            assert "manage.py set_up" in answer.text
        elif answer.status_code >= 500:
            broken[name] = answer.status_code

    assert broken == {}


def test_before_that_the_board_page_says_what_to_do(client_as):
    answer = client_as("board").get("/board/")

    assert (answer.status_code, "Not set up yet" in answer.text) == (503, True)


def test_before_that_the_worker_rests():
    assert run_drains()[1] == {}
