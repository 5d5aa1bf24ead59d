"""What is asked about a whole file: which fund each name means, and exchange rates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from core.clock import organization_today
from core.models import Organization
from imports import overview, services
from imports.models import ImportBatch
from imports.views.forms import FundsForm, RatesForm
from imports.views.steps import steps


class FundsView(View):
    """Which fund each name in the file means."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch, names = self._load(pk)
        if not names:
            return redirect("imports:batch-detail", pk=pk)
        return self._show(request, batch, FundsForm(names=names))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch, names = self._load(pk)
        if not names:
            return redirect("imports:batch-detail", pk=pk)
        form = FundsForm(request.POST, names=names)
        if not form.is_valid():
            return self._show(request, batch, form, status=422)
        services.map_funds(batch=batch, funds=form.chosen(), by=request.user)
        messages.success(request, "Fund names matched and saved for the next file. Check the rows, then import.")
        return redirect("imports:batch-detail", pk=pk)

    def _load(self, pk: int) -> tuple[ImportBatch, list[overview.FundName]]:
        batch = get_object_or_404(
            ImportBatch.objects.visible_to(self.request.user), pk=pk, state=ImportBatch.State.PLANNED
        )
        return batch, overview.fund_names(batch)

    def _show(self, request: HttpRequest, batch: ImportBatch, form: FundsForm, status: int = 200) -> HttpResponse:
        context = {"batch": batch, "form": form, "steps": steps(batch, form.names)}
        return render(request, "imports/funds.html", context, status=status)


class RatesView(View):
    """Exchange rates on the dates of gift, for rows that wait for one."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch, form = self._load(pk, None)
        return self._show(request, batch, form) if form.wanted else redirect("imports:batch-detail", pk=pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch, form = self._load(pk, request.POST)
        if not form.wanted:
            return redirect("imports:batch-detail", pk=pk)
        if not form.is_valid():
            return self._show(request, batch, form, status=422)
        done = services.give_rates(
            batch=batch,
            rates=form.rates(),
            source=form.cleaned_data["source"],
            by=request.user,
            today=organization_today(),
        )
        messages.success(request, f"{done.gift_count:,} more gift{'' if done.gift_count == 1 else 's'} recorded.")
        return redirect("imports:batch-detail", pk=pk)

    def _load(self, pk: int, data: Any) -> tuple[ImportBatch, RatesForm]:
        batch = get_object_or_404(
            ImportBatch.objects.visible_to(self.request.user), pk=pk, state=ImportBatch.State.APPLIED
        )
        home = Organization.current().currency
        return batch, RatesForm(data, wanted=overview.rates_wanted(batch), home=home)

    def _show(self, request: HttpRequest, batch: ImportBatch, form: RatesForm, status: int = 200) -> HttpResponse:
        return render(request, "imports/rates.html", {"batch": batch, "form": form}, status=status)
