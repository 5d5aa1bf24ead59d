"""A page that does one thing with a form: GET shows the form, POST does it and leads on.

An `ActionView` states its permission, form, template and words; `perform` calls one service and gives the sentence to
say. Everything around it is stated in one place each: who may (`permission_required`, `core/permissions.py`), whether a
fresh sign-in is needed (`fresh_sign_in`, `core/sign_in/reauthentication.py`), and what becomes of a form sent twice
(`repeats`, `leaves_process`, `core/forms/sent.py`). A form that is invalid and an act that is refused answer 422, with
the form as it was typed and what is wrong beside its field.
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

#: An error of a service, with the field to show it beside (None: above the form) and the text. `{error}` in the text
#: is what the error itself says.
Refusals = Mapping[type[Exception], tuple[str | None, str]]


class ActionView(View):
    """One act with a form. A subclass gives the form, `perform`, `get_success_url` and the words."""

    permission_required: str
    template_name = ""
    form_class: type[forms.BaseForm] = forms.Form
    verb = "Save"
    danger = False
    refusals: ClassVar[Refusals] = {}

    @property
    def heading(self) -> str:
        """The title of the page; a subclass states it as an attribute or a property."""
        return ""

    @property
    def lede(self) -> str:
        """What the act does, below the title."""
        return ""

    def prepare(self) -> HttpResponseBase | None:
        """Load what the act is about, or raise `Http404`. An answer given here replaces the page and the act."""
        return None

    def get_form(self, data: Any = None) -> Any:
        """The form: with what was sent, or empty to be shown."""
        return self.form_class(data)

    def perform(self, form: Any) -> Outcome | str | HttpResponseBase | None:
        """Do it, for a valid form: gives what to say before leading on, or an answer of its own.

        A `ValidationError` and the errors in `refusals` are shown on the form, like errors added to it here.
        """
        raise NotImplementedError

    def get_success_url(self) -> str:
        """Where to lead once it is done."""
        raise NotImplementedError

    def get_context(self) -> dict[str, Any]:
        """More for the template."""
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
