"""Households: starting one, naming it, joining and leaving it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core.forms.errors import add_errors
from core.http import toasts
from core.outcomes import Outcome, Undo
from crm import identity
from crm.forms import HouseholdForm
from crm.models import Household, Supporter
from crm.services import supporters
from crm.views.editing import editable

FOUND = 8


def household_of(request: HttpRequest, pk: int) -> Household:
    """The household of an address, if this person may see it; else 404."""
    return get_object_or_404(Household.objects.visible_to(request.user).prefetch_related("members__addresses"), pk=pk)


def _posted(request: HttpRequest, name: str) -> int:
    """A key that was posted; one that nothing has for what is no number."""
    text = request.POST.get(name, "")[:18]
    return int(text) if text.isdecimal() else 0


class HouseholdDetail(View):
    """Its members and, for those who may, who else could join."""

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


class HouseholdNew(View):
    """Start a household, with a first member when the address names one."""

    permission_required = "supporters.edit"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, HouseholdForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, first = HouseholdForm(request.POST), self._first(request)
        if form.is_valid():
            try:
                household = supporters.create_household(
                    **form.cleaned_data, members=[first] if first else [], by=request.user
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, f"{household} created. Add its members.")
                return redirect("crm:household-detail", household.pk)
        return self._show(request, form, status=422)

    def _first(self, request: HttpRequest) -> Supporter | None:
        key = request.GET.get("member", "")[:18]
        return editable(request, int(key)) if key.isdecimal() else None

    def _show(self, request: HttpRequest, form: HouseholdForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "first": self._first(request)}
        return render(request, "crm/household_form.html", context, status=status)


class HouseholdEdit(View):
    """Rename it. Where a member is protected, the current name is not shown, as it would reveal them."""

    permission_required = "supporters.edit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        household = household_of(request, pk)
        return self._show(request, household, HouseholdForm(instance=None if household.hidden else household))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        household, form = household_of(request, pk), HouseholdForm(request.POST)
        if form.is_valid():
            try:
                supporters.update_household(household=household, values=form.cleaned_data, by=request.user)
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, "Household saved.")
                return redirect("crm:household-detail", pk)
        return self._show(request, household, form, status=422)

    def _show(self, request: HttpRequest, household: Household, form: HouseholdForm, status: int = 200) -> HttpResponse:
        return render(request, "crm/household_form.html", {"form": form, "household": household}, status=status)


class HouseholdJoin(View):
    """Make a supporter a member."""

    permission_required = "supporters.edit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        household, supporter = household_of(request, pk), editable(request, _posted(request, "supporter"))
        _join(request, supporter, household)
        return redirect("crm:household-detail", pk)


class SupporterHousehold(View):
    """Find the household a supporter belongs to, or start one."""

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


class HouseholdLeave(View):
    """Take a supporter out of their household."""

    permission_required = "supporters.edit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter = editable(request, pk)
        if supporter.household is None:
            return redirect("crm:supporter-detail", pk)
        return render(request, "crm/household_leave.html", {"supporter": supporter, "household": supporter.household})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter = editable(request, pk)
        if supporter.household is not None:
            household, undo = supporter.household, _moved(supporter, None)
            supporters.leave_household(supporter=supporter, by=request.user)
            toasts.say(request, Outcome(f"{supporter} removed from {household}.", undo=undo))
        return redirect("crm:supporter-detail", pk)


def _join(request: HttpRequest, supporter: Supporter, household: Household) -> None:
    undo = _moved(supporter, household.pk)
    supporters.join_household(supporter=supporter, household=household, by=request.user)
    household.refresh_from_db()
    toasts.say(request, Outcome(f"{supporter} added to {household}.", undo=undo))


def _moved(supporter: Supporter, to: int | None) -> Undo:
    """How to undo a move that is about to happen."""
    return Undo("household-moved", {"supporter": supporter.pk, "was": supporter.household_id, "now": to})
