"""Recording a supporter's opt-in or opt-out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from core.forms.errors import add_errors
from crm.forms import ConsentForm
from crm.models import Supporter
from crm.services.consent import channels_of, record_consent
from crm.views.editing import editable


class ConsentNew(View):
    permission_required = "supporters.edit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = {name: request.GET[name] for name in ("channel", "given") if name in request.GET}
        return self._show(request, editable(request, pk), ConsentForm(initial=asked))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        supporter, form = editable(request, pk), ConsentForm(request.POST)
        if form.is_valid():
            try:
                word = record_consent(supporter=supporter, at=timezone.now(), by=request.user, **form.cleaned_data)
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, f"Contact preference saved for {supporter}. {word}.")
                return redirect("crm:supporter-detail", pk)
        return self._show(request, supporter, form, status=422)

    def _show(self, request: HttpRequest, supporter: Supporter, form: ConsentForm, status: int = 200) -> HttpResponse:
        context = {"supporter": supporter, "form": form, "channels": channels_of(supporter)}
        return render(request, "crm/consent_new.html", context, status=status)
