"""A supporter's page, adding a supporter, and the warning about possible duplicates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core import panels
from core.forms.errors import add_errors
from core.forms.sent import Repeats
from crm.duplicates.on_entry import Similar, find_similar
from crm.forms import ContactDetailsForm, SupporterForm
from crm.models import Supporter
from crm.protection import points
from crm.services.supporters import SupporterDraft, create_supporter, would_be_protected
from crm.timeline import MOST, STEP, timeline_of


def visible(request: HttpRequest, pk: int) -> Supporter:
    """The supporter of a URL, or 404 when this user may not see them."""
    rows = Supporter.objects.visible_to(request.user).select_related("household", "merged_into")
    return get_object_or_404(rows, pk=pk)


class SupporterDetail(View):
    """Everything about one supporter, in panels that every app contributes."""

    permission_required = "supporters.view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter = visible(request, pk)
        if supporter.merged_into:
            messages.info(request, f"{supporter.spoken_number} was merged into {supporter.merged_into.spoken_number}.")
            return redirect("crm:supporter-detail", supporter.merged_into.pk)
        limit = _limit(request)
        context = {
            "supporter": supporter,
            "details": points.contact_details(supporter),
            "badges": list(_badges(supporter)),
            "main": panels.drawn("supporter", supporter, request, "main"),
            "side": panels.drawn("supporter", supporter, request, "side"),
            "buttons": panels.buttons("supporter", supporter, request.user),
            "timeline": timeline_of(supporter, request.user, chosen=request.GET.get("show", ""), limit=limit),
            "perms_edit": request.user.has_perm("supporters.edit"),
            "next_limit": min(limit + STEP, MOST),
        }
        return render(request, "crm/supporter_detail.html", context)


def _limit(request: HttpRequest) -> int:
    """How many timeline entries to show: the default, or what “show older” asks for."""
    asked = request.GET.get("last", "")[:5]
    return max(STEP, min(int(asked), MOST)) if asked.isdecimal() else STEP


def _badges(supporter: Supporter):
    """The badges of a supporter, as (text, tone, hollow)."""
    if supporter.protected:
        yield "Protected", "plum", ""
    if supporter.kind == Supporter.Kind.ORGANIZATION:
        yield "Organization", "info", ""
    if supporter.donor_type not in Supporter.USUAL_TYPES:
        yield supporter.get_donor_type_display(), "acc", ""
    if supporter.language != Supporter.Language.ENGLISH:
        yield f"Prefers {supporter.get_language_display()}", "", ""
    if supporter.anonymous:
        yield "Anonymous in public", "plum", "yes"


class SupporterNew(View):
    """Add a supporter. Possible duplicates are shown while typing, and confirmed before saving."""

    permission_required = "supporters.edit"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SupporterForm(initial={"full_name": request.GET.get("name", "")})
        return self._show(request, form, ContactDetailsForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, details = SupporterForm(request.POST), ContactDetailsForm(request.POST)
        if not all([form.is_valid(), details.is_valid()]):
            return self._show(request, form, details, status=422)
        similar = [one for one in similar_to(request) if one.strong]
        accepted = request.POST.get("anyway", "").split(",")
        if any(str(one.supporter.pk) not in accepted for one in similar):
            return self._show(request, form, details, similar=similar, status=422)
        draft = replace(_draft(form, details), somebody_else=request.POST.get("twin") == "other")
        if request.POST.get("twin") not in ("hold", "other") and would_be_protected(draft):
            return self._show(request, form, details, twin=True, status=422)
        try:
            supporter = create_supporter(draft=draft, by=request.user)
        except ValidationError as error:
            add_errors(form, error)
            return self._show(request, form, details, status=422)
        messages.success(request, f"{supporter} added as {supporter.spoken_number}.")
        return redirect("crm:supporter-detail", supporter.pk)

    def _show(
        self,
        request: HttpRequest,
        form: SupporterForm,
        details: ContactDetailsForm,
        *,
        similar: list[Similar] | None = None,
        twin: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "form": form,
            "details": details,
            "similar": similar or [],
            "held": bool(similar),
            "twin": twin,
            "anyway": ",".join(str(one.supporter.pk) for one in similar or []) or request.POST.get("anyway", "")[:200],
        }
        return render(request, "crm/supporter_new.html", context, status=status)


class SupporterSimilar(View):
    """Possible duplicates of what is typed so far. A POST, so that names stay out of the server's logs."""

    permission_required = "supporters.edit"
    repeats = Repeats.OWN  # writes nothing

    def post(self, request: HttpRequest) -> HttpResponse:
        return render(request, "crm/_similar.html", {"similar": similar_to(request)})


def similar_to(request: HttpRequest) -> list[Similar]:
    """Possible duplicates of the supporter a form describes."""
    typed: dict[str, Any] = {
        name: request.POST.get(name, "") for name in ("full_name", "native_name", "email", "phone")
    }
    names = (typed["full_name"], typed["native_name"])
    return find_similar(user=request.user, names=names, email=typed["email"], phone=typed["phone"])


def _draft(form: SupporterForm, details: ContactDetailsForm) -> SupporterDraft:
    values = form.values()
    own = {name: values.pop(name) for name in ("protected", "anonymous")}
    address = details.address()
    return SupporterDraft(
        **values,
        fields=own,
        emails=tuple(filter(None, [details.cleaned_data["email"]])),
        phones=tuple(filter(None, [details.cleaned_data["phone"]])),
        addresses=(address,) if address else (),
    )
