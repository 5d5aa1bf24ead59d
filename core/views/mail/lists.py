"""The outbox: every email with its status."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import extend
from core.audit import reading
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import FileColumn, ListTable, MomentColumn, badge
from core.mail import people
from core.mail.drain import why_none_leaves
from core.models import Message, Organization

State = Message.State
TONES = {
    State.HELD: "",
    State.READY: "info",
    State.SENDING: "info",
    State.SENT: "ok",
    State.FAILED: "bad",
    State.BOUNCED: "bad",
    State.UNKNOWN: "warn",
    State.SUPPRESSED: "warn",
    State.DISCARDED: "",
}


def state_badge(message: Message) -> SafeString:
    """An email's status in words and color."""
    return badge(message.get_state_display(), TONES[State(message.state)], hollow=message.state == State.DISCARDED)


def purpose_label(slug: str) -> str:
    """A purpose in words."""
    return next((each.label for each in extend.mail_purposes() if each.slug == slug), slug)


class MessageTable(ListTable):
    caption = "Emails"
    sorts = ("created_at",)

    subject = tables.Column("Subject", attrs={"td": {"class": "c-main"}})
    to = tables.Column("To", orderable=False)  # sorting by hidden addresses would reveal them
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="pk")
    purpose = tables.Column("Purpose")
    state = tables.Column("Status")
    created_at = MomentColumn(verbose_name="Created")
    sent_at = MomentColumn(verbose_name="Sent")

    class Meta(ListTable.Meta):
        order_by = ("-created_at",)

    @cached_property
    def codes(self) -> dict[str, str]:
        """What is shown instead of hidden addresses of this page's emails."""
        return people.codes(row.record.to for row in self.paginated_rows)

    def prepare(self, records: list[Message]) -> None:
        """The supporter numbers of the emails' objects."""
        self.numbers = reading.numbers(records)

    def value_supporter_number(self, record: Message) -> str:
        return self.numbers.get((record.object_type, record.object_id or 0), "")

    def render_subject(self, value: str, record: Message) -> SafeString:
        return format_html('<a class="strong" href="{}">{}</a>', record.get_absolute_url(), value)

    def value_subject(self, value: str) -> str:
        return value

    def render_to(self, record: Message) -> str:
        return people.instead_of(record, self.codes)

    def value_to(self, record: Message) -> str:
        return people.shown(record)

    def render_purpose(self, value: str) -> str:
        return purpose_label(value)

    def render_state(self, record: Message) -> SafeString:
        return state_badge(record)

    def value_state(self, record: Message) -> str:
        return record.get_state_display()


class MessageFilter(ListFilter):
    state = django_filters.ChoiceFilter(choices=State.choices, empty_label="Any status", label="Status")
    purpose = django_filters.ChoiceFilter(choices=lambda: _purposes(), empty_label="Any purpose", label="Purpose")

    about = django_filters.CharFilter(method="about_record", widget=forms.HiddenInput, label="About one record")

    class Meta:
        model = Message
        fields = ["state", "purpose", "about"]

    def about_record(self, rows: Any, name: str, value: str) -> QuerySet:
        """Emails about a record, given as `crm.supporter:12`, and about what belongs to it."""
        kind, _, key = value.partition(":")
        return rows.about(kind, int(key)) if key.isascii() and key.isdecimal() and len(key) < 18 else rows.none()

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(Q(subject__icontains=text) | Q(to__icontains=text, hidden=False))


def _purposes() -> list[tuple[str, str]]:
    return [(each.slug, each.label) for each in extend.mail_purposes()]


def _why() -> str:
    """Why no email is sent now, for the top of the list."""
    organization = Organization.objects.filter(pk=1).first()
    return why_none_leaves(organization) if organization else ""


class Outbox(TablePage):
    permission_required = "mail.view"
    title, noun = "Outbox", ("email", "emails")
    lede = "Every email Solidarity sends. While outgoing mail is off, emails are held here. No email is sent twice."
    placeholder = "Search subjects or addresses"
    table_class, filter_class = MessageTable, MessageFilter
    template_name = "core/mail/outbox.html"
    empty = Empty("No emails yet", "Receipts, tickets and invitations appear here as soon as they are created.", "mail")

    def get_queryset(self) -> QuerySet:
        return Message.objects.visible_to(self.request.user).marked().defer("text", "html", "secret")

    def get_context(self) -> dict[str, Any]:
        mine = Message.objects.visible_to(self.request.user)
        return {
            "held": mine.filter(state=State.HELD).count(),
            "unknown": mine.filter(state=State.UNKNOWN).count(),
            "why": _why(),
        }
