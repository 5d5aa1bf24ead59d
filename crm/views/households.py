"""Households: creating, renaming, joining and leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from core.http import toasts
from core.outcomes import Outcome, Undo
from core.views.actions import ActionView
from crm import identity
from crm.forms import HouseholdForm
from crm.models import Household, Supporter
from crm.services import supporters
from crm.views.editing import editable

FOUND = 8


def household_of(request: HttpRequest, pk: int) -> Household:
    """The household of a URL, or 404 when this user may not see it."""
    return get_object_or_404(Household.objects.visible_to(request.user).prefetch_related("members__addresses"), pk=pk)


def _posted(request: HttpRequest, name: str) -> int:
    """A posted key; one that no row has when it is not a number."""
    text = request.POST.get(name, "")[:18]
    return int(text) if text.isdecimal() else 0


class HouseholdDetail(View):
    """A household's members and, for users who may edit, who else could join."""

    permission_required = "supporters.view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        household = household_of(request, pk)
        text = request.GET.get("q", "").strip()
        people = Supporter.objects.visible_to(request.user).not_merged().exclude(household=household)
        context = {
            "household": household,
            "salutation": identity.household_salutation(household),
            "members": list(household.members.all()),
            "q": text,
            "found": list(people.matching(text).select_related("household")[:FOUND]) if text else [],
        }
        return render(request, "crm/household_detail.html", context)


class HouseholdNew(ActionView):
    """Create a household, with a first member when the URL names one."""

    permission_required = "supporters.edit"
    template_name, form_class = "crm/household_form.html", HouseholdForm

    def prepare(self) -> None:
        key = self.request.GET.get("member", "")[:18]
        self.first = editable(self.request, int(key)) if key.isdecimal() else None

    def perform(self, form: HouseholdForm) -> str:
        members = [self.first] if self.first else []
        self.household = supporters.create_household(**form.cleaned_data, members=members, by=self.request.user)
        return f"{self.household} created. Add its members."

    def get_success_url(self) -> str:
        return reverse("crm:household-detail", args=[self.household.pk])

    def get_context(self) -> dict[str, Any]:
        return {"first": self.first}


class HouseholdEdit(ActionView):
    """Rename it. Where a member is protected, the current name is not shown, as it would reveal them."""

    permission_required = "supporters.edit"
    template_name = "crm/household_form.html"

    def prepare(self) -> None:
        self.household = household_of(self.request, self.kwargs["pk"])

    def get_form(self, data: Any = None) -> HouseholdForm:
        return HouseholdForm(data, instance=None if data is not None or self.household.hidden else self.household)

    def perform(self, form: HouseholdForm) -> str:
        supporters.update_household(household=self.household, values=form.cleaned_data, by=self.request.user)
        return "Household saved."

    def get_success_url(self) -> str:
        return reverse("crm:household-detail", args=[self.household.pk])

    def get_context(self) -> dict[str, Any]:
        return {"household": self.household}


class HouseholdJoin(View):
    """Make a supporter a member."""

    permission_required = "supporters.edit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        household, supporter = household_of(request, pk), editable(request, _posted(request, "supporter"))
        _join(request, supporter, household)
        return redirect("crm:household-detail", pk)


class SupporterHousehold(View):
    """Find the household to add a supporter to, or create one."""

    permission_required = "supporters.edit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter, text = editable(request, pk), request.GET.get("q", "").strip()
        people = Supporter.objects.visible_to(request.user).matching(text).values("household")
        rows = Household.objects.visible_to(request.user)
        if supporter.household_id:
            rows = rows.exclude(pk=supporter.household_id)
        found = (rows.matching(text) | rows.filter(pk__in=people)).prefetch_related("members")
        context = {"supporter": supporter, "q": text, "found": list(found[:FOUND]) if text else []}
        return render(request, "crm/supporter_household.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter, household = editable(request, pk), household_of(request, _posted(request, "household"))
        _join(request, supporter, household)
        return redirect("crm:supporter-detail", pk)


class HouseholdLeave(ActionView):
    """Take a supporter out of their household."""

    permission_required = "supporters.edit"
    template_name = "crm/household_leave.html"

    def prepare(self) -> HttpResponse | None:
        self.supporter = editable(self.request, self.kwargs["pk"])
        return redirect(self.get_success_url()) if self.supporter.household is None else None

    def perform(self, form: forms.Form) -> Outcome:
        household, undo = self.supporter.household, _moved(self.supporter, None)
        supporters.leave_household(supporter=self.supporter, by=self.request.user)
        return Outcome(f"{self.supporter} removed from {household}.", undo=undo)

    def get_success_url(self) -> str:
        return reverse("crm:supporter-detail", args=[self.supporter.pk])

    def get_context(self) -> dict[str, Any]:
        return {"supporter": self.supporter, "household": self.supporter.household}


def _join(request: HttpRequest, supporter: Supporter, household: Household) -> None:
    undo = _moved(supporter, household.pk)
    supporters.join_household(supporter=supporter, household=household, by=request.user)
    household.refresh_from_db()
    toasts.say(request, Outcome(f"{supporter} added to {household}.", undo=undo))


def _moved(supporter: Supporter, to: int | None) -> Undo:
    """The undo action of a move that is about to happen."""
    return Undo("household-moved", {"supporter": supporter.pk, "was": supporter.household_id, "now": to})
