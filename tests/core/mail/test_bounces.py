"""What the provider reports: bounces and complaints."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core import mail
from core.mail import bounces, drain
from core.mail.transport import DeliveryResult
from core.models import AuditEntry, Message
from tests.core.mail.posted import letter

pytestmark = pytest.mark.usefixtures("organization")
State = Message.State


def test_without_a_provider_there_is_no_address_for_reports(client_as, client):
    assert client.post(reverse("mail-reports")).status_code == 404


def test_a_report_needs_the_secret_and_counts_once(client, settings):
    message = letter()
    Message.objects.update(state=State.SENT, provider_id="abc-1")
    settings.MAIL_TRACKING_VIEW = "anymail.webhooks.postmark.PostmarkTrackingWebhookView"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:a long enough secret", "POSTMARK_SERVER_TOKEN": "x"}
    report = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "TypeCode": 1,
        "MessageID": "abc-1",
        "Email": "a@example.org",
        "ID": 7,
    }
    basic = {"headers": {"Authorization": "Basic bmFtZTphIGxvbmcgZW5vdWdoIHNlY3JldA=="}}

    codes = [
        client.post(reverse("mail-reports"), report, content_type="application/json", **extra).status_code
        for extra in ({}, basic, basic)
    ]

    message.refresh_from_db()
    assert codes == [400, 200, 200]
    assert message.state == State.BOUNCED
    assert mail.suppressed(["a@example.org"]) == {"a@example.org": {"bounced"}}
    assert AuditEntry.objects.filter(act="message.bounced").count() == 1


def test_a_report_that_comes_before_the_letter_is_known_to_have_left_counts():
    Message.objects.filter(pk=letter(purpose="test").pk).update(state=State.READY, due_at=timezone.now())
    claimed = drain.claim(Message.objects.get().pk, timezone.now(), domain="charity.example")

    bounces.note(kind="bounced", recipient=claimed.to, provider_id=claimed.message_id, source="Postmark")
    told = drain.record_result(claimed, DeliveryResult(State.SENT))

    assert (told, Message.objects.get().state) == (False, State.BOUNCED)


def test_a_complaint_suppresses_but_the_letter_did_arrive():
    message = letter()
    Message.objects.update(state=State.SENT, provider_id="abc-1")

    bounces.note(kind="complained", recipient="a@example.org", provider_id="abc-1", source="Postmark")
    bounces.note(kind="opened", recipient="b@example.org", provider_id="", source="Postmark")

    message.refresh_from_db()
    assert message.state == State.SENT
    assert mail.suppressed(["a@example.org", "b@example.org"]) == {"a@example.org": {"complained"}}
