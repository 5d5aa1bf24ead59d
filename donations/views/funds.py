"""Funds, campaigns and pledges."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from core import audit
from core.clock import organization_today
from core.display import day_text
from core.forms import sent
from core.outcomes import Outcome
from core.views.actions import ActionView
from crm.models import Supporter
from donations.ledger import fund_restrictions, services
from donations.models import Campaign, Fund
from donations.views.forms import PledgeForm
from donations.views.fund_forms import CampaignForm, FundForm, RestrictionForm


class _SetupAction(ActionView):
    """Base: add or change a fund or campaign, with an audit entry."""

    permission_required = "funds.manage"
    template_name = "donations/setup_form.html"
    form_class: type[forms.ModelForm]
    model: type[Fund] | type[Campaign]

    def prepare(self) -> None:
        pk = self.kwargs.get("pk")
        self.row = get_object_or_404(self.model, pk=pk) if pk else self.model()

    def get_form(self, data: Any = None) -> Any:
        return self.form_class(data, instance=self.row)

    def perform(self, form: Any) -> str:
        before, kind = audit.stored(self.row), self.model._meta.model_name
        row = form.save()
        changes = audit.since(before, row)
        audit.record(self.request.user, f"{kind}.saved", row, fields=form.changed_data, changes=changes)
        return f"{row} saved."

    def get_success_url(self) -> str:
        return reverse(f"donations:{self.model._meta.model_name}-list")

    def get_context(self) -> dict[str, Any]:
        meta = self.model._meta
        list_title = str(meta.verbose_name_plural).capitalize()
        return {"object": self.row, "on": meta.model_name, "back": self.get_success_url(), "list_title": list_title}


class FundNewView(_SetupAction):
    model, form_class, heading = Fund, FundForm, "Add fund"


class FundEditView(_SetupAction):
    model, form_class, heading = Fund, FundForm, "Edit fund"


class FundRestrictionView(ActionView):
    """Change the restriction of a fund that has gifts, from a day on, with a reason."""

    permission_required = "funds.manage"
    template_name = "donations/fund_restriction.html"

    def prepare(self) -> None:
        self.fund = get_object_or_404(Fund, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return f"Make {self.fund} a fund {fund_restrictions.words(not self.fund.restricted)}"

    def get_form(self, data: Any = None) -> RestrictionForm:
        return RestrictionForm(data, initial={"starts_on": organization_today()})

    def perform(self, form: RestrictionForm) -> str:
        row = fund_restrictions.change_restriction(
            fund=self.fund,
            restricted=not self.fund.restricted,
            by=self.request.user,
            today=organization_today(),
            **form.cleaned_data,
        )
        sent.made(self.request, row)
        message = (
            f"Gifts to {self.fund} from {day_text(row.starts_on)} on are {fund_restrictions.words(row.restricted)}."
        )
        return f"{message} Earlier gifts keep their restriction."

    def get_success_url(self) -> str:
        return reverse("donations:fund-edit", args=[self.fund.pk])

    def get_context(self) -> dict[str, Any]:
        return {"object": self.fund, "back": self.get_success_url(), "list_title": "Funds"}


class CampaignNewView(_SetupAction):
    model, form_class, heading = Campaign, CampaignForm, "Add campaign"


class CampaignEditView(_SetupAction):
    model, form_class, heading = Campaign, CampaignForm, "Edit campaign"


class PledgeNewView(ActionView):
    """Record a supporter's pledge."""

    permission_required = "gifts.record"
    template_name = "donations/setup_form.html"

    def prepare(self) -> None:
        people = Supporter.objects.visible_to(self.request.user).not_merged()
        self.person = get_object_or_404(people, pk=self.kwargs["supporter"])

    @property
    def heading(self) -> str:
        return f"Record pledge from {self.person}"

    def get_form(self, data: Any = None) -> PledgeForm:
        today = organization_today()
        return PledgeForm(data, today=today, initial={"promised_on": today})

    def perform(self, form: PledgeForm) -> Outcome:
        data, person = form.cleaned_data, self.person
        pledge = services.record_pledge(
            supporter_id=person.pk,
            amount=data["amount"],
            fund_id=data["fund"].pk,
            promised_on=data["promised_on"],
            note=data["note"],
            by=self.request.user,
        )
        sent.made(self.request, pledge)
        paid = f"{reverse('donations:gift-new')}?{urlencode({'supporter': person.pk, 'pledge': pledge.pk})}"
        message = f"{pledge.spoken_number} recorded: ${pledge.amount:,.2f} pledged by {person}."
        return Outcome(message, then=[("Record a payment", paid)])

    def get_success_url(self) -> str:
        return reverse("crm:supporter-detail", args=[self.person.pk])

    def get_context(self) -> dict[str, Any]:
        number = self.person.spoken_number
        return {"back": self.get_success_url(), "person": self.person, "list_title": number, "crumb": "Record pledge"}
