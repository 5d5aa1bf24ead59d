"""Deleting a record created by mistake, archiving another, and bringing it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from core.http import toasts
from core.organization.forms import ReasonForm
from core.outcomes import Outcome
from crm.models import Supporter
from crm.services import archiving
from crm.views.supporters import visible


class _Leaving(View):
    """A page that asks for a reason and does it."""

    permission_required = "supporters.edit"
    verb = heading = text = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, visible(request, pk), ReasonForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter, form = visible(request, pk), ReasonForm(request.POST)
        if not form.is_valid():
            return self._show(request, supporter, form, status=422)
        return self.act(request, supporter, form)

    def act(self, request: HttpRequest, supporter: Supporter, form: ReasonForm) -> HttpResponse:
        raise NotImplementedError

    def _show(self, request: HttpRequest, supporter: Supporter, form: ReasonForm, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "supporter": supporter,
            "form": form,
            "verb": self.verb,
            "heading": f"{self.verb} {supporter}?",
            "text": self.text,
            "attached": archiving.attached_to(supporter),
        }
        return render(request, "crm/supporter_leave.html", context, status=status)


class SupporterArchive(_Leaving):
    verb = "Archive"
    text = "The record is removed from lists and suggestions. Gifts, receipts, and history are kept."

    def act(self, request: HttpRequest, supporter: Supporter, form: ReasonForm) -> HttpResponse:
        try:
            archiving.archive_supporter(
                supporter=supporter, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except archiving.WrongArchiveStatus:
            messages.info(request, f"{supporter} is already archived.")
        else:
            messages.success(request, f"{supporter} archived. To find archived records, filter the list by “Archived”.")
        return redirect("crm:supporter-detail", pk=supporter.pk)


class SupporterDelete(_Leaving):
    verb = "Delete"
    text = (
        "Use this only for a record created by mistake. The name and contact details are deleted. You can't undo this."
    )

    def act(self, request: HttpRequest, supporter: Supporter, form: ReasonForm) -> HttpResponse:
        number = supporter.spoken_number
        try:
            archiving.delete_supporter(supporter=supporter, reason=form.cleaned_data["reason"], by=request.user)
        except archiving.HasHistory as error:
            form.add_error(None, f"This record can't be deleted because it has {error}. Archive it instead.")
            return self._show(request, supporter, form, status=422)
        toasts.say(request, Outcome(f"{number} deleted.", then=[("New supporter", reverse("crm:supporter-new"))]))
        return redirect("crm:supporter-list")


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
