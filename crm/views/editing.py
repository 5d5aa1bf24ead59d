"""Editing a supporter, resolving edit conflicts, and revealing a protected name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from core.http.return_paths import own_path
from core.outcomes import Outcome, Undo
from core.privacy.visibility import is_redacted
from core.views.actions import ActionView
from crm import identity
from crm.forms import RevealForm, SupporterForm
from crm.models import Supporter
from crm.protection import points
from crm.reveal.sessions import is_hidden, reveal, revealed_keys, revealed_until
from crm.services import supporters
from crm.views import edit_conflicts

#: The message when a record is held under a code because of its new name.
HELD = " The name may be a protected person's, so a code is shown until the name review is done."


def editable(request: HttpRequest, pk: int) -> Supporter:
    """The supporter of a URL, or 404 when it can't be edited here."""
    rows = Supporter.objects.visible_to(request.user).not_merged().select_related("household")
    return get_object_or_404(rows, pk=pk)


def to_reveal(request: HttpRequest, supporter: Supporter) -> HttpResponse:
    """Redirect to the page that asks for a reason, which returns here."""
    return redirect(f"{reverse('crm:supporter-reveal', args=[supporter.pk])}?{urlencode({'next': request.path})}")


@method_decorator(never_cache, name="dispatch")
class SupporterEdit(ActionView):
    permission_required = "supporters.edit"
    template_name = "crm/supporter_edit.html"

    def prepare(self) -> None:
        self.supporter = editable(self.request, self.kwargs["pk"])
        self.hidden = is_hidden(self.supporter, self.request.session)
        self.silent = is_redacted(self.supporter, self.request)

    def get_form(self, data: Any = None) -> SupporterForm:
        if data is None:
            return SupporterForm(instance=self.supporter, hidden=self.hidden, silent=self.silent)
        data = edit_conflicts.resolved(
            data, form=SupporterForm(hidden=self.hidden, silent=self.silent), current=self.supporter
        )
        # The form writes into its instance; the page shows the supporter as stored.
        return SupporterForm(
            data, instance=editable(self.request, self.supporter.pk), hidden=self.hidden, silent=self.silent
        )

    def perform(self, form: SupporterForm) -> Outcome | HttpResponse:
        before, version = self.supporter, _version(self.request)
        try:
            saved = supporters.update_supporter(
                supporter=before, values=form.values(), version=version, by=self.request.user
            )
        except supporters.EditConflict as conflict:
            return self._show_both(self.request, form, conflict.current)
        held = HELD if saved.pending_name_review and not before.pending_name_review else ""
        return Outcome(f"{saved} saved.{held}", undo=_undo(before, saved, form))

    def get_success_url(self) -> str:
        return reverse("crm:supporter-detail", args=[self.supporter.pk])

    def get_context(self) -> dict[str, Any]:
        supporter, request = self.supporter, self.request
        return {
            "supporter": supporter,
            "version": request.POST.get("version", supporter.version),
            "began": request.POST.get("began", "") if request.method == "POST" else self._began(),
            "hidden": self.hidden,
            "until": revealed_until(supporter, request.session) if supporter.protected else None,
            "details": None if self.hidden else self._details(),
        }

    def _details(self) -> identity.ContactDetails:
        """The ways to reach them; without those that name somebody else who is protected and not revealed."""
        found = identity.revealed_contact_details(self.supporter, viewer=self.request.user, purpose="edit")
        own = {self.supporter.pk}
        return points.shown(found, revealed=revealed_keys(self.request.session) | own)

    def _began(self) -> str:
        """The form's initial values, signed, to compare when it is submitted."""
        return edit_conflicts.sealed(edit_conflicts.values_of(self.supporter, self.get_form()))

    def _show_both(self, request: HttpRequest, form: SupporterForm, current: Supporter) -> HttpResponse:
        """Show stored and typed values side by side; the typed values are submitted again."""
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
    """The undo action; None for a protected supporter, whose values are not kept."""
    was = {name: getattr(before, name) for name in form.values() if getattr(before, name) != getattr(saved, name)}
    if not was or before.protected or saved.protected:
        return None
    return Undo("supporter-changed", {"pk": saved.pk, "version": saved.version, "was": was})


def _version(request: HttpRequest) -> int:
    """The version the form was opened at; 0 for text that is not a number, which always conflicts."""
    text = request.POST.get("version", "")[:9]
    return int(text) if text.isdecimal() else 0


@method_decorator(never_cache, name="dispatch")
class SupporterReveal(ActionView):
    """Reveal the name of a protected supporter, for a recorded reason."""

    permission_required = "supporters.edit"
    fresh_sign_in = True
    template_name, form_class = "crm/supporter_reveal.html", RevealForm

    def prepare(self) -> None:
        self.supporter = editable(self.request, self.kwargs["pk"])

    def perform(self, form: RevealForm) -> None:
        session, reason = self.request.session, form.cleaned_data["reason"]
        reveal(supporter=self.supporter, session=session, by=self.request.user, reason=reason, now=timezone.now())

    def get_success_url(self) -> str:
        return own_path(self.request.GET.get("next", "")) or reverse("crm:supporter-edit", args=[self.supporter.pk])

    def show(self, form: RevealForm, status: int = 200) -> HttpResponse:
        if not self.supporter.protected:
            return redirect("crm:supporter-edit", self.supporter.pk)
        return super().show(form, status)

    def get_context(self) -> dict[str, Any]:
        return {"supporter": self.supporter}
