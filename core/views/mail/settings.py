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
from core.models import Message, Organization, User
from core.views.settings import SettingsFormView

FIELDS = ("mail_from", "mail_reply_to", "mail_bounces_to")


class MailAddressesForm(forms.ModelForm):
    class Meta:
        model = Organization
        fields = FIELDS


class MailAddressesView(SettingsFormView):
    """The addresses letters carry."""

    heading = "Addresses on letters"
    lede = "Use addresses of a domain whose DNS says that your mail server may send for it."

    def form(self, data: Any = None, **at: Any) -> MailAddressesForm:
        return MailAddressesForm(data, instance=Organization.current())

    @transaction.atomic
    def save(self, form: MailAddressesForm, by: User) -> str:
        if not form.changed_data:
            return "Nothing was changed."
        organization = form.save(commit=False)
        before = audit.stored(organization)
        organization.save(update_fields=form.changed_data)
        changes = audit.since(before, organization)
        audit.record(by, "organization.changed", organization, fields=form.changed_data, changes=changes)
        return "Addresses saved. Send yourself a letter to try them."


class MailTestView(SettingsFormView):
    """A letter from the administrator to themselves."""

    heading = "Send yourself a letter"
    verb = "Send it"

    def form(self, data: Any = None, **at: Any) -> forms.Form:
        return forms.Form(data)

    def context(self) -> dict[str, Any]:
        reason = why_none_leaves(Organization.current())
        return {"lede": f"It goes to {self.request.user.email}. {reason and f'Now it would wait: {reason}'}"}

    def save(self, form: forms.Form, by: User) -> str:
        message = enqueue(
            identity=f"test:{uuid.uuid4().hex}",
            purpose="test",
            to=by.email,
            subject="A letter to try the outbox",
            text="This letter shows that mail leaves the outbox.\n\nNothing is asked of you.",
        )
        audit.record(by, "mail.tried", message)
        self.written = message
        if message.state == Message.State.SUPPRESSED:
            return f"Kept back: {message.why}"
        return "Written. The worker carries it out within seconds while mail is on; its page says what became of it."

    def next(self) -> str:
        return reverse("message-detail", args=[self.written.pk])
