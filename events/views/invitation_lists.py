"""Who is invited and what they answered."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html

from core.listing.groups import Grouping
from core.listing.pages import Empty
from core.listing.tables import CountColumn, FileColumn, ListTable, MomentColumn, badge
from core.recent_activity import AddedFilter
from events.models import Invitation
from events.views.lists import EventRows


class InvitationTable(ListTable):
    caption = "Invitations"
    few = True

    supporter = tables.Column("Invited", order_by=("supporter__sort_name",), attrs={"td": {"class": "c-main"}})
    supporter_number = FileColumn(verbose_name="Supporter number", accessor="supporter__spoken_number")
    answer = tables.Column("Reply")
    party_size = CountColumn(verbose_name="Guests")
    hosted = tables.Column("Seats")
    answered_at = MomentColumn(verbose_name="Replied")
    link = tables.Column("Link", empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        order_by = ("supporter",)

    def render_supporter(self, record: Invitation) -> str:
        return record.supporter.shown_name

    def render_answer(self, record: Invitation) -> Any:
        tone = {"yes": "ok", "maybe": "warn"}.get(record.answer, "")
        return badge(record.get_answer_display() or "No reply", tone, hollow=not tone)

    def render_hosted(self, value: bool) -> str:
        return "Complimentary" if value else "Paying"

    def render_link(self, record: Invitation) -> Any:
        """Links to the page that shows the invitation link for a reason; the list itself holds no personal link."""
        if not self.request.user.has_perm("events.manage"):
            return ""
        address = reverse("events:invitation-link", args=[record.event.slug, record.pk])
        return format_html('<a class="link" href="{}">Show link</a>', address)


class InvitationFilter(AddedFilter):
    added = ("answered_at", "created_by")
    answer = django_filters.ChoiceFilter(
        choices=[("waiting", "No reply"), *Invitation.Answer.choices],
        empty_label="Any reply",
        method="by_answer",
        label="Reply",
    )

    def by_answer(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(answer="" if value == "waiting" else value)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(supporter__shown_name__icontains=text)


class InvitationList(EventRows):
    title, noun = "Invitations", ("invitation", "invitations")
    part = "invitations"
    placeholder = "Name"
    table_class, filter_class = InvitationTable, InvitationFilter
    groupings = (
        Grouping("answer", "Reply", "answer", words=lambda code: Invitation.Answer(code).label, none="No reply"),
        Grouping("hosted", "Seats", "hosted", words=lambda hosted: "Complimentary" if hosted else "Paying"),
    )
    template_name = "events/invitation_list.html"
    empty = Empty(
        "No invitations yet",
        "Each invitation is a personal link. Guests can reply yes, maybe, or no.",
        icon="mail",
        action="Invite guest",
        url_name="events:invitation-new",
        permission="events.manage",
    )

    def get_queryset(self) -> QuerySet:
        return (
            Invitation.objects.visible_to(self.request.user)
            .filter(event=self.event)
            .select_related("supporter", "event")
        )
