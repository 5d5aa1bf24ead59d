"""What is asked about a whole file: which fund each name means, what its titles say of rows, and exchange rates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property

from core.clock import organization_today
from core.display import counted
from core.models import Organization
from core.views.actions import ActionView
from crm.protection.free_text import Watch
from imports import overview, services
from imports.mapping import services as mappings
from imports.models import ImportBatch
from imports.overview import FundName
from imports.private_rows import shown
from imports.views.forms import FundsForm, HeadingsForm, RatesForm
from imports.views.steps import steps


class FileQuestion(ActionView):
    """Base of pages that ask something about a whole file in one `state`."""

    permission_required = "imports.run"
    state = ImportBatch.State.PLANNED

    @cached_property
    def batch(self) -> ImportBatch:
        """The file of the URL, or a 404."""
        batches = ImportBatch.objects.visible_to(self.request.user).filter(state=self.state)
        return get_object_or_404(batches, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("imports:batch-detail", args=[self.batch.pk])


class FundsView(FileQuestion):
    """Which fund each name in the file means."""

    template_name = "imports/funds.html"

    def prepare(self) -> HttpResponse | None:
        self.names = [_shown(name) for name in overview.fund_names(self.batch)]
        return None if self.names else redirect(self.get_success_url())

    def get_form(self, data: Any = None) -> FundsForm:
        return FundsForm(data, names=self.names)

    def perform(self, form: FundsForm) -> str:
        services.map_funds(batch=self.batch, funds=form.chosen(), by=self.request.user)
        return "Fund names matched and saved for the next file. Check the rows, then import."

    def get_context(self) -> dict[str, Any]:
        return {"batch": self.batch, "steps": steps(self.batch, self.names)}


def _shown(name: FundName) -> FundName:
    """A name for a fund as the page says it: without that of somebody protected."""
    watch = Watch(name.spellings)
    return replace(name, spellings=[shown(text, watch) for text in name.spellings])


class HeadingsView(FileQuestion):
    """What titles, headings, and the names of sheets and of the file say of the rows beneath them."""

    template_name = "imports/headings.html"

    def prepare(self) -> HttpResponse | None:
        self.asked = overview.headings(self.batch)
        return None if self.asked else redirect(self.get_success_url())

    def get_form(self, data: Any = None) -> HeadingsForm:
        said = self.batch.answers.get("headings", {})
        watch = Watch(text for heading in self.asked for text in (heading.question, *heading.sheets))
        return HeadingsForm(data, asked=self.asked, said=said, shown=lambda text: shown(text, watch))

    def perform(self, form: HeadingsForm) -> str | HttpResponse:
        try:
            count = mappings.answer_headings(batch=self.batch, told=form.chosen(), by=self.request.user)
        except mappings.NotOpen:
            messages.error(self.request, "This file was just imported or discarded, so its titles are settled.")
            return redirect("imports:batch-list")
        return f"{counted(count, 'title is', 'titles are')} answered. Check the rows, then import."

    def get_context(self) -> dict[str, Any]:
        return {"batch": self.batch, "steps": steps(self.batch)}


class RatesView(FileQuestion):
    """Exchange rates on the dates of gift, for rows that wait for one."""

    state = ImportBatch.State.APPLIED
    template_name = "imports/rates.html"

    def prepare(self) -> HttpResponse | None:
        self.wanted = overview.rates_wanted(self.batch)
        return None if self.wanted else redirect(self.get_success_url())

    def get_form(self, data: Any = None) -> RatesForm:
        return RatesForm(data, wanted=self.wanted, home=Organization.current().currency)

    def perform(self, form: RatesForm) -> str:
        done = services.give_rates(
            batch=self.batch,
            rates=form.rates(),
            source=form.cleaned_data["source"],
            by=self.request.user,
            today=organization_today(),
        )
        return f"{counted(done.gift_count, 'more gift', 'more gifts')} recorded."

    def get_context(self) -> dict[str, Any]:
        return {"batch": self.batch}
