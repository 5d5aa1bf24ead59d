"""Settings of mail: the switch, and what the page says of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import mail
from core.models import AuditEntry, Message, Organization
from tests.core.settings_pages import acts, post
from tests.support.builders import make_organization
from tests.support.markup import one_line

pytestmark = pytest.mark.django_db


def test_mail_is_switched_on_and_off_and_the_page_tells_the_truth(admin):
    mail.enqueue(identity="a", purpose="test", to="a@example.org", subject="A", text="A")
    page = admin.get("/settings/").text
    assert "While outgoing mail is off, no email is sent." in page
    assert "1 email is held in the outbox." in page

    answer = post(admin, "settings-mail", {"on": "1"})
    assert Organization.current().mail_on is True
    assert "Outgoing mail is on, but no email can be sent yet: No mail server is set up" in answer.text
    post(admin, "settings-mail", {"on": "1"})
    post(admin, "settings-mail", {"on": "0"})

    assert Organization.current().mail_on is False
    assert acts() == ["mail.switched_on", "mail.switched_off"]
    assert list(Message.objects.values_list("state", flat=True)) == ["held"]


def test_with_a_mail_server_the_page_says_that_letters_leave(admin, settings):
    settings.MAIL_CONFIGURED = True
    Organization.objects.update(mail_from="office@charity.example")
    post(admin, "settings-mail", {"on": "1"})

    page = admin.get("/settings/").text

    assert "Emails in the outbox are sent automatically from office@charity.example." in page


def test_what_waited_long_is_said_not_to_leave_with_the_switch(admin):
    mail.enqueue(identity="a", purpose="test", to="a@example.org", subject="A", text="A")
    Message.objects.update(created_at=timezone.now() - timedelta(days=2))

    assert "1 was created more than a day ago" in one_line(admin.get("/settings/").content)


def test_addresses_on_letters_are_kept(admin):
    post(admin, "settings-mail-addresses", {"mail_from": "office@charity.example", "mail_reply_to": ""})

    assert Organization.current().mail_from == "office@charity.example"
    assert AuditEntry.objects.get(act="organization.changed").data["fields"] == ["mail_from"]


def test_an_administrator_writes_themselves_a_letter(admin):
    post(admin, "settings-mail-test", {})

    message = Message.objects.get()
    assert (message.purpose, message.to, message.state) == ("test", admin.user.email, "held")


@pytest.mark.parametrize("wanted", ["", "maybe", "on"])
def test_a_switch_that_is_neither_changes_nothing(admin, wanted):
    assert admin.post(reverse("settings-mail"), {"on": wanted}).status_code == 422
    assert Organization.current().mail_on is False


def test_a_demonstration_never_sends(client_as):
    make_organization(environment=Organization.Environment.DEMO)
    admin = client_as("admin")

    answer = post(admin, "settings-mail", {"on": "1"})

    assert "send email because its people are made up" in answer.text
    assert Organization.current().mail_on is False
    assert "Demo" in admin.get("/settings/").text
