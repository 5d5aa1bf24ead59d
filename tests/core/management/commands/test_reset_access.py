import json
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from core.models import AuditEntry, Message
from tests.core.sign_in.ways import give_app
from tests.support.builders import make_user

pytestmark = pytest.mark.django_db


def reset_access(*arguments: str, **options) -> str:
    out = StringIO()
    call_command("reset_access", *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def ada(organization):
    return make_user("admin", email="ada@example.org")


def test_the_last_administrator_gets_a_link(ada):
    link = reset_access("Ada@Example.org").splitlines()[-1]

    assert Client().get(link.partition("8000")[2]).status_code == 200
    assert AuditEntry.objects.get().act == "user.link_made"


def test_a_lost_second_factor_is_taken_away_for_a_reason(ada):
    give_app(ada)

    said = json.loads(reset_access("ada@example.org", reset_second_factor=True, reason="Phone broken", json=True))

    assert (said["email"], said["factors_removed"]) == ("ada@example.org", 2)
    assert not Authenticator.objects.exists()
    entry = AuditEntry.objects.get(act="user.second_factor_reset")
    assert (entry.actor, entry.reason) == (None, "Phone broken")
    letter = Message.objects.get(subject="Your two-step verification was reset")
    assert "A server administrator reset two-step verification" in letter.text


@pytest.mark.parametrize(
    ("email", "options", "says"),
    [
        ("nobody@example.org", {}, "No user has this email."),
        ("ada@example.org", {"reset_second_factor": True}, "Enter a reason with --reason."),
        ("ada@example.org", {"reset_second_factor": True, "reason": "lost"}, "hasn't set up two-step verification"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(ada, email, options, says):
    with pytest.raises(CommandError, match=says):
        reset_access(email, **options)

    assert not AuditEntry.objects.exists()
    assert not Message.objects.exists()
