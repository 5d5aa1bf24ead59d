"""Changing a supporter, settling what two people changed at once, and revealing a protected name."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views import View
from django.views.decorators.cache import never_cache

from core.forms.errors import add_errors
from core.http import toasts
from core.outcomes import Outcome, Undo
from crm import identity
from crm.forms import RevealForm, SupporterForm
from crm.models import Supporter
from crm.reveal.sessions import is_hidden, reveal, revealed_until
from crm.services import supporters
from crm.views import edit_conflicts

#: What is said when a record is held under a code for its new name.
HELD = " The name may be a protected person's, so a code is shown until the name review is done."


def editable(request: HttpRequest, pk: int) -> Supporter:
    """The supporter of an address, if they may be changed here; else 404."""
    rows = Supporter.objects.visible_to(request.user).not_merged().select_related("household")
    return get_object_or_404(rows, pk=pk)


def to_reveal(request: HttpRequest, supporter: Supporter) -> HttpResponse:
    """Send to the page that asks for a reason, and back here afterwards."""
    return redirect(f"{reverse('crm:supporter-reveal', args=[supporter.pk])}?{urlencode({'next': request.path})}")


@method_decorator(never_cache, name="dispatch")
class SupporterEdit(View):
    permission_required = "supporters.edit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter = editable(request, pk)
        form = SupporterForm(instance=supporter, hidden=is_hidden(supporter, request.session))
        return self._show(
            request, supporter, form, began=edit_conflicts.sealed(edit_conflicts.values_of(supporter, form))
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter, hidden = editable(request, pk), is_hidden(editable(request, pk), request.session)
        data = edit_conflicts.resolved(request.POST, form=SupporterForm(hidden=hidden), current=supporter)
        form = SupporterForm(data, instance=editable(request, pk), hidden=hidden)
        began = request.POST.get("began", "")
        if not form.is_valid():
            return self._show(request, supporter, form, began=began, status=422)
        try:
            saved = supporters.update_supporter(
                supporter=supporter, values=form.values(), version=_version(request), by=request.user
            )
        except supporters.EditConflict as conflict:
            return self._show_both(request, form, conflict.current)
        except ValidationError as error:
            add_errors(form, error)
            return self._show(request, supporter, form, began=began, status=422)
        held = HELD if saved.pending_name_review and not supporter.pending_name_review else ""
        toasts.say(request, Outcome(f"{saved} saved.{held}", undo=_undo(supporter, saved, form)))
        return redirect("crm:supporter-detail", pk)

    def _show(
        self, request: HttpRequest, supporter: Supporter, form: SupporterForm, *, began: str, status: int = 200
    ) -> HttpResponse:
        hidden = is_hidden(supporter, request.session)
        context = {
            "supporter": supporter,
            "form": form,
            "version": request.POST.get("version", supporter.version),
            "began": began,
            "hidden": hidden,
            "until": revealed_until(supporter, request.session) if supporter.protected else None,
            "details": None
            if hidden
            else identity.revealed_contact_details(supporter, viewer=request.user, purpose="edit"),
        }
        return render(request, "crm/supporter_edit.html", context, status=status)

    def _show_both(self, request: HttpRequest, form: SupporterForm, current: Supporter) -> HttpResponse:
        """What stands and what was typed, side by side; what was typed travels on."""
        rows = edit_conflicts.differences(
            form=form, current=current, began=edit_conflicts.opened(request.POST.get("began", ""))
        )
        context = {
            "supporter": current,
            "form": form,
            "rows": rows,
            "version": current.version,
            "began": edit_conflicts.sealed(edit_conflicts.values_of(current, form)),
            "change": edit_conflicts.last_change(current),
        }
        return render(request, "crm/supporter_conflict.html", context, status=409)


def _undo(before: Supporter, saved: Supporter, form: SupporterForm) -> Undo | None:
    """How to undo the change; nothing of a protected person is kept for that."""
    was = {name: getattr(before, name) for name in form.values() if getattr(before, name) != getattr(saved, name)}
    if not was or before.protected or saved.protected:
        return None
    return Undo("supporter-changed", {"pk": saved.pk, "version": saved.version, "was": was})


def _version(request: HttpRequest) -> int:
    """The version a form was opened at; none for what is no number, which conflicts."""
    text = request.POST.get("version", "")[:9]
    return int(text) if text.isdecimal() else 0


@method_decorator(never_cache, name="dispatch")
class SupporterReveal(View):
    """Ask for the name of a protected supporter, for a reason that is kept."""

    permission_required = "supporters.edit"
    fresh_sign_in = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, editable(request, pk), RevealForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter, form = editable(request, pk), RevealForm(request.POST)
        if not form.is_valid():
            return self._show(request, supporter, form, status=422)
        reason = form.cleaned_data["reason"]
        reveal(supporter=supporter, session=request.session, by=request.user, reason=reason, now=timezone.now())
        wanted = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
        return redirect(wanted if safe else reverse("crm:supporter-edit", args=[pk]))

    def _show(self, request: HttpRequest, supporter: Supporter, form: RevealForm, status: int = 200) -> HttpResponse:
        if not supporter.protected:
            return redirect("crm:supporter-edit", supporter.pk)
        context = {"supporter": supporter, "form": form}
        return render(request, "crm/supporter_reveal.html", context, status=status)
