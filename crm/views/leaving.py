"""Deleting a supporter added by mistake, archiving, and restoring."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View

from core.forms.reasons import ReasonForm
from core.outcomes import Outcome
from core.views.actions import ActionView
from crm.services import archiving
from crm.views.supporters import visible


class _Leaving(ActionView):
    """Base of a page that asks for a reason and performs the action."""

    permission_required = "supporters.edit"
    template_name, form_class = "crm/supporter_leave.html", ReasonForm

    def prepare(self) -> None:
        self.supporter = visible(self.request, self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return f"{self.verb} {self.supporter}?"

    def get_context(self) -> dict[str, Any]:
        return {"supporter": self.supporter, "attached": archiving.attached_to(self.supporter)}


class SupporterArchive(_Leaving):
    verb = "Archive"
    lede = "The record is removed from lists and suggestions. Gifts, receipts, and history are kept."

    def perform(self, form: ReasonForm) -> str | None:
        supporter, reason = self.supporter, form.cleaned_data["reason"]
        try:
            archiving.archive_supporter(supporter=supporter, reason=reason, by=self.request.user, at=timezone.now())
        except archiving.WrongArchiveStatus:
            messages.info(self.request, f"{supporter} is already archived.")
            return None
        return f"{supporter} archived. To find archived records, filter the list by “Archived”."

    def get_success_url(self) -> str:
        return reverse("crm:supporter-detail", args=[self.supporter.pk])


class SupporterDelete(_Leaving):
    verb = "Delete"
    lede = (
        "Use this only for a record created by mistake. The name and contact details are deleted. You can't undo this."
    )
    refusals = {
        archiving.HasHistory: (None, "This record can't be deleted because it has {error}. Archive it instead.")
    }

    def perform(self, form: ReasonForm) -> Outcome:
        number, reason = self.supporter.spoken_number, form.cleaned_data["reason"]
        archiving.delete_supporter(supporter=self.supporter, reason=reason, by=self.request.user)
        return Outcome(f"{number} deleted.", then=[("New supporter", reverse("crm:supporter-new"))])

    def get_success_url(self) -> str:
        return reverse("crm:supporter-list")


class SupporterRestore(View):
    """Bring an archived record back."""

    permission_required = "supporters.edit"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter = visible(request, pk)
        try:
            archiving.restore_supporter(supporter=supporter, by=request.user)
        except archiving.WrongArchiveStatus:
            messages.info(request, f"{supporter} is not archived.")
        else:
            messages.success(request, f"{supporter} restored.")
        return redirect("crm:supporter-detail", pk=supporter.pk)
