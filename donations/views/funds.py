"""Funds, campaigns and pledges: what gifts point at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.views import View
from django.views.generic import CreateView, UpdateView
from django.views.generic.base import TemplateResponseMixin
from django.views.generic.edit import ModelFormMixin

from core import audit
from core.clock import organization_today
from core.display import day_text
from core.forms import sent
from core.http import toasts
from core.outcomes import Outcome
from crm.models import Supporter
from donations.ledger import fund_restrictions, services
from donations.models import Campaign, Fund
from donations.views.forms import PledgeForm
from donations.views.fund_forms import CampaignForm, FundForm, RestrictionForm


class _Saved(TemplateResponseMixin, ModelFormMixin):
    """Confirms what was saved, and writes it to the audit log."""

    template_name = "donations/setup_form.html"
    permission_required = "funds.manage"
    heading = ""
    object: Any

    def form_valid(self, form: Any) -> HttpResponse:
        before = audit.stored(form.instance)
        answer = super().form_valid(form)
        act, changes = f"{self.model._meta.model_name}.saved", audit.since(before, self.object)
        audit.record(self.request.user, act, self.object, fields=form.changed_data, changes=changes)
        messages.success(self.request, f"{self.object} saved.")
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        list_title = self.model._meta.verbose_name_plural.capitalize()
        return super().get_context_data(
            heading=self.heading, on=self.model._meta.model_name, back=self.success_url, list_title=list_title, **kwargs
        )


class FundNewView(_Saved, CreateView):
    model, form_class, heading = Fund, FundForm, "Add a fund"
    success_url = reverse_lazy("donations:fund-list")


class FundEditView(_Saved, UpdateView):
    model, form_class, heading = Fund, FundForm, "Edit fund"
    success_url = reverse_lazy("donations:fund-list")


class FundRestrictionView(View):
    """Change the restriction of a fund to which money is posted: for gifts from a day on, with a reason."""

    permission_required = "funds.manage"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        fund = get_object_or_404(Fund, pk=pk)
        return self._show(request, fund, RestrictionForm(initial={"starts_on": organization_today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        fund, form = get_object_or_404(Fund, pk=pk), RestrictionForm(request.POST)
        if not form.is_valid():
            return self._show(request, fund, form, status=422)
        try:
            row = fund_restrictions.change_restriction(
                fund=fund,
                restricted=not fund.restricted,
                by=request.user,
                today=organization_today(),
                **form.cleaned_data,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
            return self._show(request, fund, form, status=422)
        sent.made(request, row)
        said = f"Gifts to {fund} from {day_text(row.starts_on)} on are {fund_restrictions.words(row.restricted)}."
        messages.success(request, f"{said} Earlier gifts keep their restriction.")
        return redirect("donations:fund-edit", pk=fund.pk)

    def _show(self, request: HttpRequest, fund: Fund, form: RestrictionForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "object": fund,
            "heading": f"Make {fund} a fund {fund_restrictions.words(not fund.restricted)}",
            "back": reverse("donations:fund-edit", args=[fund.pk]),
            "list_title": "Funds",
        }
        return render(request, "donations/fund_restriction.html", context, status=status)


class CampaignNewView(_Saved, CreateView):
    model, form_class, heading = Campaign, CampaignForm, "Add a campaign"
    success_url = reverse_lazy("donations:campaign-list")


class CampaignEditView(_Saved, UpdateView):
    model, form_class, heading = Campaign, CampaignForm, "Edit campaign"
    success_url = reverse_lazy("donations:campaign-list")


class PledgeNewView(View):
    """Record a supporter's pledge."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest, supporter: int) -> HttpResponse:
        person, today = self._person(request, supporter), organization_today()
        form = PledgeForm(today=today, initial={"promised_on": today})
        return self._show(request, person, form)

    def post(self, request: HttpRequest, supporter: int) -> HttpResponse:
        person = self._person(request, supporter)
        form = PledgeForm(request.POST, today=organization_today())
        if not form.is_valid():
            return self._show(request, person, form, status=422)
        data = form.cleaned_data
        pledge = services.record_pledge(
            supporter_id=person.pk,
            amount=data["amount"],
            fund_id=data["fund"].pk,
            promised_on=data["promised_on"],
            note=data["note"],
            by=request.user,
        )
        sent.made(request, pledge)
        said = f"{pledge.spoken_number} recorded: ${pledge.amount:,.2f} pledged by {person}."
        paid = f"{reverse('donations:gift-new')}?{urlencode({'supporter': person.pk, 'pledge': pledge.pk})}"
        toasts.say(request, Outcome(said, then=[("Record a payment", paid)]))
        return redirect("crm:supporter-detail", pk=person.pk)

    def _person(self, request: HttpRequest, pk: int) -> Supporter:
        return get_object_or_404(Supporter.objects.visible_to(request.user).not_merged(), pk=pk)

    def _show(self, request: HttpRequest, person: Supporter, form: PledgeForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "heading": f"Record a pledge from {person}",
            "back": reverse("crm:supporter-detail", args=[person.pk]),
            "list_title": str(person),
        }
        return render(request, "donations/setup_form.html", context, status=status)
