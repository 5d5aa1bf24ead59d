"""A page that does one thing with a form: GET shows the form, POST performs the action and redirects.

An `ActionView` states its permission, form, template and texts; `perform` calls one service and returns the message.
Everything around it is stated once: who may (`permission_required`, `core/permissions.py`), whether a recent sign-in is
required (`fresh_sign_in`, `core/sign_in/reauthentication.py`), and what happens to a form submitted twice (`repeats`,
`leaves_process`, `core/forms/sent.py`). An invalid form or a refused action responds 422, with the typed form and
errors beside the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views import View

from core.forms.errors import add_errors
from core.http import toasts
from core.outcomes import Outcome

#: A service's exception, with the field to show it beside (None: above the form) and the text, in which `{error}` is
#: the exception's message.
Refusals = Mapping[type[Exception], tuple[str | None, str]]


class ActionView(View):
    """One action with a form. Subclasses provide the form, `perform`, `get_success_url` and the texts."""

    permission_required: str
    template_name = ""
    form_class: type[forms.BaseForm] = forms.Form
    verb = "Save"
    danger = False
    refusals: ClassVar[Refusals] = {}

    @property
    def heading(self) -> str:
        """The title of the page; subclasses state it as an attribute or a property."""
        return ""

    @property
    def lede(self) -> str:
        """What the action does, below the title."""
        return ""

    def prepare(self) -> HttpResponseBase | None:
        """Load the objects of the action, or raise `Http404`. A returned response replaces the page and the action."""
        return None

    def get_form(self, data: Any = None) -> Any:
        """The form: with the submitted data, or empty."""
        return self.form_class(data)

    def perform(self, form: Any) -> Outcome | str | HttpResponseBase | None:
        """Perform the action, for a valid form: returns the message, or a response of its own.

        A `ValidationError` and the exceptions in `refusals` are shown on the form, like errors added to it here.
        """
        raise NotImplementedError

    def get_success_url(self) -> str:
        """Where to redirect when it is done."""
        raise NotImplementedError

    def get_context(self) -> dict[str, Any]:
        """More template variables."""
        return {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = self.prepare()
        return super().dispatch(request, *args, **kwargs) if answer is None else answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(self.get_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.get_form(request.POST)
        done = self._performed(form) if form.is_valid() else None
        if isinstance(done, HttpResponseBase):
            return done
        if form.errors:
            return self.show(form, status=422)
        if done:
            toasts.say(request, done)
        return redirect(self.get_success_url())

    def _performed(self, form: Any) -> Outcome | str | HttpResponseBase | None:
        try:
            return self.perform(form)
        except ValidationError as error:
            add_errors(form, error)
        except tuple(self.refusals) as error:
            field, text = next(said for kind, said in self.refusals.items() if isinstance(error, kind))
            form.add_error(field, text.format(error=error))
        return None

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        """The page with the form."""
        words = {name: getattr(self, name) for name in ("heading", "lede", "verb", "danger")}
        return render(self.request, self.template_name, {"form": form, **words, **self.get_context()}, status=status)
