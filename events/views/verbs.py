"""What the pages of verbs share: an event, a form, one service, and a sentence that says what was done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from core.http import toasts
from core.outcomes import Outcome
from events.models import Event


class Verb(View):
    """GET shows the form, POST does it. A subclass gives `form`, `act` and the words."""

    permission_required = "events.manage"
    verb = "Save"
    danger = False
    template_name = "events/form.html"
    event: Event

    @property
    def heading(self) -> str:
        return ""

    @property
    def lede(self) -> str:
        return ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.slug: str = kwargs.get("slug", "")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.slug:
            self.event = get_object_or_404(Event.objects.select_related("fund", "campaign"), slug=self.slug)
        self.prepare()
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        """Load what the verb is about."""

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def act(self, form: Any) -> Outcome | str | None:
        """Do it; gives the sentence to say. An error added to the form means it was not done."""
        raise NotImplementedError

    def back(self) -> str:
        """Where Cancel leads, and where one stands afterwards."""
        return reverse("events:event-detail", args=[self.event.slug])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(request.POST)
        if form.is_valid():
            said = self.act(form)
            if form.is_valid():
                if said:
                    toasts.say(request, said)
                return redirect(self.back())
        return self.show(form, status=422)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "event": getattr(self, "event", None),
            "heading": self.heading,
            "lede": self.lede,
            "verb": self.verb,
            "danger": self.danger,
            "back": self.back(),
            **self.more(),
        }
        return render(self.request, self.template_name, context, status=status)

    def more(self) -> dict[str, Any]:
        """More for the template."""
        return {}
