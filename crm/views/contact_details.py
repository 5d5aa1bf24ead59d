"""Adding, changing, and removing a supporter's contact details."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from core.forms.errors import add_errors
from core.http import toasts
from core.outcomes import Outcome, Undo
from crm.contributes.undo_actions import fields_of
from crm.forms import AddressForm, EmailForm, PhoneForm
from crm.models import ContactPoint, EmailAddress, PhoneNumber, PostalAddress
from crm.reveal.sessions import is_hidden
from crm.services.supporters import remove_contact_point, save_contact_point
from crm.views.editing import editable, to_reveal


@dataclass(frozen=True)
class Kind:
    """A kind of contact point: the word in its address, its form, and what people call it."""

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
class ContactPage(View):
    """What the three pages share: whose contact point of which kind, and that a protected one is revealed first."""

    permission_required = "supporters.edit"

    def dispatch(self, request: HttpRequest, pk: int, kind: str, point: int | None = None) -> HttpResponseBase:
        if kind not in KINDS:
            raise Http404("No such type of contact detail.")
        self.kind, self.supporter = KINDS[kind], editable(request, pk)
        if is_hidden(self.supporter, request.session):
            return to_reveal(request, self.supporter)
        self.point = self._point(point)
        return super().dispatch(request)

    def _point(self, key: int | None) -> ContactPoint:
        if key is None:
            return self.kind.model(supporter=self.supporter)
        return get_object_or_404(self.kind.model, pk=key, supporter=self.supporter)

    def back(self, told: Outcome) -> HttpResponse:
        toasts.say(self.request, told)
        return redirect("crm:supporter-edit" if self.supporter.protected else "crm:supporter-detail", self.supporter.pk)

    def _undo(self, slug: str, **values: Any) -> Undo | None:
        """How to undo it; nothing of a protected person is kept for that."""
        if self.supporter.protected:
            return None
        return Undo(slug, {"kind": self.kind.model.__name__, **values})

    def show(self, template: str, form: forms.BaseForm | None = None, status: int = 200) -> HttpResponse:
        context = {"supporter": self.supporter, "kind": self.kind, "point": self.point, "form": form}
        return render(self.request, template, context, status=status)


class ContactEdit(ContactPage):
    """Add one, or change one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("crm/contact_edit.html", self.kind.form(instance=self.point))

    def post(self, request: HttpRequest) -> HttpResponse:
        was = fields_of(self.point) if self.point.pk else None
        form = self.kind.form(request.POST, instance=self.point)
        if form.is_valid():
            try:
                saved = save_contact_point(point=form.instance, by=request.user)
            except ValidationError as error:
                add_errors(form, error)
            else:
                undo = self._undo("contact-saved", pk=saved.pk, was=was, now=fields_of(saved))
                return self.back(Outcome(f"{self.kind.noun.capitalize()} saved for {self.supporter}.", undo=undo))
        return self.show("crm/contact_edit.html", form, status=422)


class ContactRemove(ContactPage):
    """Take one away."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("crm/contact_remove.html")

    def post(self, request: HttpRequest) -> HttpResponse:
        undo = self._undo("contact-removed", was=fields_of(self.point))
        remove_contact_point(point=self.point, by=request.user)
        return self.back(Outcome(f"{self.kind.noun.capitalize()} removed.", undo=undo))
