"""Recording a supporter's opt-in or opt-out."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.views.actions import ActionView
from crm.forms import ConsentForm
from crm.services.consent import channels_of, record_consent
from crm.views.editing import editable


class ConsentNew(ActionView):
    permission_required = "supporters.edit"
    template_name = "crm/consent_new.html"

    def prepare(self) -> None:
        self.supporter = editable(self.request, self.kwargs["pk"])

    def get_form(self, data: Any = None) -> ConsentForm:
        asked = {name: self.request.GET[name] for name in ("channel", "given") if name in self.request.GET}
        return ConsentForm(data, initial=asked)

    def perform(self, form: ConsentForm) -> str:
        word = record_consent(supporter=self.supporter, at=timezone.now(), by=self.request.user, **form.cleaned_data)
        return f"Contact preference saved for {self.supporter}. {word}."

    def get_success_url(self) -> str:
        return reverse("crm:supporter-detail", args=[self.supporter.pk])

    def get_context(self) -> dict[str, Any]:
        return {"supporter": self.supporter, "channels": channels_of(self.supporter)}
