"""Base of actions on an event: the event, its permission, and the URL of Cancel."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.views.actions import ActionView
from events.models import Event


class EventAction(ActionView):
    """An action with a form, on the event of the URL."""

    permission_required = "events.manage"
    template_name = "events/form.html"
    event: Event

    def prepare(self) -> None:
        events = Event.objects.select_related("fund", "campaign")
        self.event = get_object_or_404(events, slug=self.kwargs["slug"])

    def get_success_url(self) -> str:
        """The event's page; Cancel also leads there."""
        return reverse("events:event-detail", args=[self.event.slug])

    def get_context(self) -> dict[str, Any]:
        return {"event": getattr(self, "event", None), "back": self.get_success_url()}
