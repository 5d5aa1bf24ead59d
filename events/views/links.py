"""Show the personal link of an order or an invitation, once, for a recorded reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property

from core import audit
from core.forms.fields import SuggestingInput
from core.forms.reasons import ReasonForm
from core.http import secret_links
from core.privacy.visibility import is_redacted
from events.invitations.services import invitation_link
from events.models import Invitation, Order
from events.orders.emails import order_link
from events.views.actions import EventAction
from events.views.orders import find_order


class LinkForm(ReasonForm):
    """Why a link is shown. Whoever shows one after another chooses among the usual reasons."""

    USUAL = (
        "To send the link by text message",
        "The guest can't find the email",
        "No email address on file",
        "To read it over the phone",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.widget = SuggestingInput(self.USUAL, field.widget.attrs)
        field.help_text = "Recorded in the audit log. Choose a usual reason, or enter another."


class LinkAction(EventAction):
    """Ask for a reason, then show the link. One about a protected person opens only while their name is revealed, as
    the page behind it shows typed names."""

    form_class = LinkForm
    verb = "Show link"
    lede = "Anyone with this link can view and change its answers. Share it only with its owner."

    def subject(self) -> models.Model:
        """Whose link it is."""
        raise NotImplementedError

    def record(self, reason: str) -> None:
        """Record that it was shown, and why."""
        raise NotImplementedError

    def link(self) -> str:
        raise NotImplementedError

    def prepare(self) -> None:
        """Raises `PermissionDenied` where the link would show what a protected person typed."""
        super().prepare()
        if is_redacted(self.subject(), self.request):
            raise PermissionDenied(
                "This is about a protected person. First reveal their name on their page, with a reason."
            )

    def perform(self, form: ReasonForm) -> HttpResponseBase:
        self.record(form.cleaned_data["reason"])
        context = {"heading": self.heading, "link": self.link(), **self.get_context()}
        answer = render(self.request, "events/link.html", context)
        answer["Cache-Control"] = secret_links.HEADERS["Cache-Control"]
        return answer


class OrderLink(LinkAction):
    @cached_property
    def order(self) -> Order:
        return find_order(self.request.user, self.event.slug, self.kwargs["number"])

    @property
    def heading(self) -> str:
        return f"Link for {self.order}"

    def subject(self) -> models.Model:
        return self.order

    def record(self, reason: str) -> None:
        audit.record(self.request.user, "order.link_shown", self.order, reason=reason)

    def link(self) -> str:
        return order_link(self.order)

    def get_success_url(self) -> str:
        return reverse("events:order-detail", args=[self.event.slug, self.order.number])

    def get_context(self) -> dict[str, Any]:
        return super().get_context() | {"order": self.order}


class InvitationLink(LinkAction):
    @cached_property
    def invitation(self) -> Invitation:
        rows = Invitation.objects.visible_to(self.request.user).select_related("event", "supporter")
        return get_object_or_404(rows, event=self.event, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return f"Invitation link for {self.invitation.supporter}"

    def subject(self) -> models.Model:
        return self.invitation

    def record(self, reason: str) -> None:
        audit.record(self.request.user, "invitation.link_shown", self.invitation, reason=reason)

    def link(self) -> str:
        return invitation_link(self.invitation)

    def get_success_url(self) -> str:
        return reverse("events:invitation-list", args=[self.event.slug])
