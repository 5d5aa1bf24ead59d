"""Letters in the outbox."""

from __future__ import annotations

from django.urls import reverse

from core import mail
from core.models import Message


def letter(**override) -> Message:
    values = {
        "identity": "one",
        "purpose": "receipt",
        "to": "a@example.org",
        "subject": "Your receipt 1",
        "text": "Dear Amina Testperson",
    }
    return mail.enqueue(**{**values, **override})


def step(client, name: str, message: Message, **data):
    return client.post(reverse(name, args=[message.pk]), data, follow=True)
