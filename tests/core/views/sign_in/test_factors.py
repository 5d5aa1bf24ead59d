"""Pages that set a second factor up."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry, Message
from tests.core.sign_in.ways import code_of, give_app, type_password
from tests.support.builders import make_user
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


def test_who_has_none_is_led_to_set_one_up_before_anything_else_opens(finance):
    client = by_password(finance)

    led = {path: client.get(path).url for path in ("/", "/supporters/", "/gifts/", "/search/?q=a", "/account/")}

    assert set(led.values()) == {
        "/account/second-factor/?next=%2F",
        "/account/second-factor/?next=%2Fsupporters%2F",
        "/account/second-factor/?next=%2Fgifts%2F",
        "/account/second-factor/?next=%2Fsearch%2F%3Fq%3Da",
        "/account/second-factor/?next=%2Faccount%2F",
    }
    assert "Set up the app" in client.get("/account/second-factor/").text
    assert client.post("/supporters/new/", {"full_name": "Amina Testperson"}).status_code == 302


def test_the_pages_that_set_one_up_show_nothing_of_the_rest(finance):
    page = by_password(finance).get("/account/second-factor/app/").text

    assert "/supporters/" not in page


def test_setting_the_app_up_opens_everything_shows_codes_once_and_is_kept(finance, django_capture_on_commit_callbacks):
    client = Client()
    type_password(client, finance)
    client.get("/gifts/?q=a", follow=True)
    page = client.get(reverse("mfa_activate_totp"))
    seed = re.search(r'id="totp-secret"[^>]*value="(\w+)"', page.text).group(1)
    assert "<svg" in page.text
    assert "data:" not in page.text

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(seed)}, follow=True)

    shown = re.findall(r"<code>(\d{8})</code>", answer.text)
    assert len(shown) == 10
    assert client.get("/gifts/").status_code == 200
    assert re.search(r'href="/gifts/\?q=a"[^>]*>\s*I.ve saved them', answer.text)
    assert shown[0] not in client.get(reverse("mfa_view_recovery_codes")).text
    assert list(AuditEntry.objects.order_by("pk").values_list("act", "data")) == [
        ("user.signed_in", {"proof": "password"}),
        ("user.second_factor_added", {"kind": "totp"}),
    ]
    assert Message.objects.get().subject == "An authenticator app was added to your account"


def test_the_codes_are_downloaded_from_the_page_that_shows_them(finance, client_as):
    codes = give_app(finance)
    client = client_as(user=finance)

    file = client.post(reverse("recovery-codes-file"), {"code": [*codes[:3], "00000000"]})
    none = client.post(reverse("recovery-codes-file"), {"code": ["00000000"]})

    assert file.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert file.text.split()[-3:] == codes[:3]
    assert none.status_code == 404
