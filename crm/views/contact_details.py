"""Adding, changing, and removing a supporter's contact details."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core.outcomes import Outcome, Undo
from core.views.actions import ActionView
from crm.contributes.undo_actions import fields_of
from crm.forms import AddressForm, EmailForm, PhoneForm
from crm.models import ContactPoint, EmailAddress, PhoneNumber, PostalAddress
from crm.protection import points
from crm.reveal.sessions import is_hidden, revealed_keys
from crm.services.supporters import remove_contact_point, save_contact_point
from crm.views.editing import editable, to_reveal


@dataclass(frozen=True)
class Kind:
    """A kind of contact point: its slug in the URL, its form, and its label."""

    slug: str
    model: type[EmailAddress] | type[PhoneNumber] | type[PostalAddress]
    form: type[forms.ModelForm]
    noun: str


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("email", EmailAddress, EmailForm, "email address"),
        Kind("phone", PhoneNumber, PhoneForm, "phone number"),
        Kind("address", PostalAddress, AddressForm, "postal address"),
    )
}


@method_decorator(never_cache, name="dispatch")
class ContactAction(ActionView):
    """Base of the three pages: finds the supporter and contact point, and requires a protected supporter to be
    revealed."""

    permission_required = "supporters.edit"

    def prepare(self) -> HttpResponse | None:
        if self.kwargs["kind"] not in KINDS:
            raise Http404("No such type of contact detail.")
        self.kind, self.supporter = KINDS[self.kwargs["kind"]], editable(self.request, self.kwargs["pk"])
        if is_hidden(self.supporter, self.request.session):
            return to_reveal(self.request, self.supporter)
        self.point = self._point(self.kwargs.get("point"))
        if others := self._named() - revealed_keys(self.request.session):
            return to_reveal(self.request, editable(self.request, min(others)))
        self.was = fields_of(self.point) if self.point.pk else None
        return None

    def _point(self, key: int | None) -> ContactPoint:
        if key is None:
            return self.kind.model(supporter=self.supporter)
        return get_object_or_404(self.kind.model, pk=key, supporter=self.supporter)

    def _named(self) -> set[int]:
        """The protected people whom the contact point names beside its supporter."""
        return points.named_in(self.point) - {self.supporter.pk} if self.point.pk else set()

    def undo(self, slug: str, **values: Any) -> Undo | None:
        """How to undo it; nothing of a protected person is kept for that."""
        if self.supporter.protected or self._named():
            return None
        return Undo(slug, {"kind": self.kind.model.__name__, "was": self.was, **values})

    def get_success_url(self) -> str:
        page = "crm:supporter-edit" if self.supporter.protected else "crm:supporter-detail"
        return reverse(page, args=[self.supporter.pk])

    def get_context(self) -> dict[str, Any]:
        return {"supporter": self.supporter, "kind": self.kind, "point": self.point}


class ContactEdit(ContactAction):
    """Add or change a contact point."""

    template_name = "crm/contact_edit.html"

    def get_form(self, data: Any = None) -> forms.ModelForm:
        return self.kind.form(data, instance=self.point)

    def perform(self, form: forms.ModelForm) -> Outcome:
        saved = save_contact_point(point=form.instance, by=self.request.user)
        undo = self.undo("contact-saved", pk=saved.pk, now=fields_of(saved))
        return Outcome(f"{self.kind.noun.capitalize()} saved for {self.supporter}.", undo=undo)


class ContactRemove(ContactAction):
    """Remove a contact point."""

    template_name = "crm/contact_remove.html"

    def perform(self, form: forms.Form) -> Outcome:
        remove_contact_point(point=self.point, by=self.request.user)
        return Outcome(f"{self.kind.noun.capitalize()} removed.", undo=self.undo("contact-removed"))
