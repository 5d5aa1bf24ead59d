"""Settings of mail: the addresses on letters, and a letter to try it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse

from core import audit
from core.mail.drain import why_none_leaves
from core.mail.outbox import enqueue
from core.models import Message, Organization
from core.views.settings import SettingsAction

FIELDS = ("mail_from", "mail_reply_to", "mail_bounces_to")


class MailAddressesForm(forms.ModelForm):
    class Meta:
        model = Organization
        fields = FIELDS


class MailAddressesView(SettingsAction):
    """The addresses letters carry."""

    heading = "Email addresses"
    lede = "Use a domain whose DNS records (SPF, DKIM) allow your mail server to send its email."

    def get_form(self, data: Any = None) -> MailAddressesForm:
        return MailAddressesForm(data, instance=Organization.current())

    @transaction.atomic
    def perform(self, form: MailAddressesForm) -> str:
        if not form.changed_data:
            return "No changes to save."
        organization = form.save(commit=False)
        before = audit.stored(organization)
        organization.save(update_fields=form.changed_data)
        changes = audit.since(before, organization)
        audit.record(self.request.user, "organization.changed", organization, fields=form.changed_data, changes=changes)
        return "Email addresses saved. Send yourself a test email to try them."


class MailTestView(SettingsAction):
    """A letter from the administrator to themselves."""

    heading = "Send a test email"
    verb = "Send test email"

    @property
    def lede(self) -> str:
        reason = why_none_leaves(Organization.current())
        return f"Sends a test email to {self.request.user.email}. {reason and f'Held for now: {reason}'}"

    def perform(self, form: forms.Form) -> str:
        message = enqueue(
            identity=f"test:{uuid.uuid4().hex}",
            purpose="test",
            to=self.request.user.email,
            subject="Test email from Solidarity",
            text="Outgoing mail works: this test email was sent from your outbox.\n\nYou don't need to do anything.",
        )
        audit.record(self.request.user, "mail.tried", message)
        self.written = message
        if message.state == Message.State.SUPPRESSED:
            return f"Not sent: {message.why}"
        return "Test email created. While outgoing mail is on, it is sent within seconds. This page shows its status."

    def get_success_url(self) -> str:
        return reverse("message-detail", args=[self.written.pk])
