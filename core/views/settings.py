"""Settings: the organization, its standing with the IRS, its registrations, and whether mail leaves."""

from __future__ import annotations

from datetime import date
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views import View

from core.clock import organization_today
from core.display import day_text
from core.forms.fields import EARLIEST, LATEST
from core.forms.reasons import ReasonForm
from core.mail import test_emails
from core.mail.drain import FRESH, why_none_leaves
from core.models import ExemptionStatus, Message, Organization, StateRegistration, User
from core.organization import exemption_status, services, users
from core.organization.forms import (
    MONTHS,
    EndForm,
    OrganizationForm,
    RegistrationForm,
    StatusForm,
)
from core.organization.role_labels import role_label
from core.time_zone import zone_name
from core.us_states import STATES
from core.views.actions import ActionView

RowT = TypeVar("RowT", bound=Model)


class SettingsView(View):
    """Everything an administrator looks after, on one page."""

    permission_required = users.MANAGE

    def get(self, request: HttpRequest) -> HttpResponse:
        organization, today = Organization.current(), organization_today()
        statuses = list(ExemptionStatus.objects.all())
        asked, problem = _asked(request.GET.get("on", ""), today)
        context = {
            "organization": organization,
            "state": STATES.get(organization.state_of_incorporation, organization.state_of_incorporation),
            "time_zone": zone_name(ZoneInfo(organization.time_zone)),
            "fiscal_month": MONTHS[organization.fiscal_year_first_month - 1],
            "statuses": services.with_receipt_texts(statuses),
            "asked": asked,
            "problem": problem,
            "says": exemption_status.receipts_say(services.in_force(statuses, asked)),
            "registrations": _registrations(today),
            "users": _users(),
            **_mail(),
        }
        return render(request, "core/settings/index.html", context)


class SettingsAction(ActionView):
    """One form that ends on the settings page."""

    permission_required = users.MANAGE
    fresh_sign_in = True
    template_name = "core/settings/form.html"

    def get_success_url(self) -> str:
        return reverse("settings")


class OrganizationEditView(SettingsAction):
    heading = "Organization"
    lede = "Used on receipts, emails and reports. Documents already issued don't change."

    def get_form(self, data: Any = None) -> OrganizationForm:
        return OrganizationForm(data, instance=Organization.current(), today=organization_today())

    def perform(self, form: OrganizationForm) -> str:
        organization = services.save_organization(
            organization=form.instance, fields=form.changed_data, by=self.request.user
        )
        return f"{organization} saved." if form.changed_data else "No changes to save."


class StatusNewView(SettingsAction):
    form_class = StatusForm
    heading = "Add an exemption status"
    lede = "Your organization's status with the IRS from this date until the date of the next entry."

    def perform(self, form: StatusForm) -> str:
        row = services.save_status(row=form.save(commit=False), today=organization_today(), by=self.request.user)
        message = f"Exemption status “{row.get_status_display()}” of {day_text(row.starts_on)} saved."
        return f"{message} Check what receipts now say."


class StatusEditView(StatusNewView):
    heading = "Correct an exemption status"

    def get_form(self, data: Any = None) -> StatusForm:
        return StatusForm(data, instance=get_object_or_404(ExemptionStatus, pk=self.kwargs["pk"]))


class _Remove(SettingsAction, Generic[RowT]):
    """Take out a row that was entered by mistake, for a reason."""

    lede = "Remove an entry only if it was made by mistake. Receipts already issued don't change."
    form_class = ReasonForm
    verb, danger = "Remove entry", True
    model: type[RowT]

    def prepare(self) -> None:
        self.row = get_object_or_404(self.model, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return f"Remove {self.what()}?"

    def what(self) -> str:
        raise NotImplementedError


class StatusRemoveView(_Remove[ExemptionStatus]):
    model = ExemptionStatus

    def what(self) -> str:
        return f"“{self.row.get_status_display()}” of {day_text(self.row.starts_on)}"

    def perform(self, form: ReasonForm) -> str:
        what = self.what()
        services.remove_status(row=self.row, reason=form.cleaned_data["reason"], by=self.request.user)
        return f"{what} removed."


class RegistrationNewView(SettingsAction):
    form_class = RegistrationForm
    heading = "Add a state registration"
    lede = (
        "Your registration to solicit in a state. Receipts to donors there include the legend that state law requires."
    )

    def perform(self, form: RegistrationForm) -> str:
        row = services.save_registration(row=form.save(commit=False), today=organization_today(), by=self.request.user)
        return f"Registration in {STATES.get(row.state, row.state)} saved."


class RegistrationEditView(RegistrationNewView):
    heading = "Correct a state registration"

    def get_form(self, data: Any = None) -> RegistrationForm:
        return RegistrationForm(data, instance=get_object_or_404(StateRegistration, pk=self.kwargs["pk"]))


class RegistrationEndView(SettingsAction):
    lede = "From this date, the state's legend is no longer printed."
    verb = "End registration"

    def prepare(self) -> None:
        self.row = get_object_or_404(StateRegistration, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return f"End the registration in {STATES.get(self.row.state, self.row.state)}"

    def get_form(self, data: Any = None) -> EndForm:
        return EndForm(data, initial={"ends_on": self.row.ends_on or organization_today()})

    def perform(self, form: EndForm) -> str:
        ends_on, today = form.cleaned_data["ends_on"], organization_today()
        row = services.end_registration(row=self.row, ends_on=ends_on, today=today, by=self.request.user)
        return f"Registration in {STATES.get(row.state, row.state)} ends on {day_text(row.ends_on)}."


class RegistrationRemoveView(_Remove[StateRegistration]):
    model = StateRegistration
    lede = f"{_Remove.lede} To close a registration that was in force, end it instead."

    def what(self) -> str:
        return f"the registration in {STATES.get(self.row.state, self.row.state)}"

    def perform(self, form: ReasonForm) -> str:
        what = self.what()
        services.remove_registration(row=self.row, reason=form.cleaned_data["reason"], by=self.request.user)
        return f"{what[0].upper()}{what[1:]} removed."


class MailForm(forms.Form):
    on = forms.TypedChoiceField(choices=[("1", "on"), ("0", "off")], coerce=lambda text: text == "1")


class MailView(SettingsAction):
    """Whether letters may leave by e-mail."""

    template_name, form_class = "core/settings/mail.html", MailForm
    heading = "Outgoing mail"

    def get_context(self) -> dict[str, Any]:
        return _mail()

    def perform(self, form: MailForm) -> str:
        organization = services.switch_mail(on=form.cleaned_data["on"], by=self.request.user)
        if not organization.mail_on:
            return "Outgoing mail is off. New emails are held in the outbox."
        reason = why_none_leaves(organization)
        return (
            f"Outgoing mail is on, but emails can't be sent yet. {reason}"
            if reason
            else "Outgoing mail is on. Emails are sent automatically."
        )


def _mail() -> dict[str, Any]:
    held = Message.objects.filter(state=Message.State.HELD)
    organization = Organization.current()
    return {
        "blocked_reason": why_none_leaves(organization) if organization.mail_on else "",
        "sender": test_emails.sender(organization),
        "held": held.count(),
        "stale": held.filter(created_at__lt=timezone.now() - FRESH).count(),
    }


def _asked(text: str, today: date) -> tuple[date, str]:
    """The day asked about, and a sentence when it cannot be used."""
    try:
        day = parse_date(text[:20]) if text else today
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day < LATEST:
        return today, f"“{text[:20]}” isn't a date. Showing today."
    return (today, "The date is in the future. Showing today.") if day > today else (day, "")


def _registrations(today: date) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "state": STATES.get(row.state, row.state),
            "ended": bool(row.ends_on and row.ends_on <= today),
            "ahead": row.starts_on > today,
        }
        for row in StateRegistration.objects.all()
    ]


def _users() -> list[dict[str, Any]]:
    people = User.objects.prefetch_related("grants").order_by("-is_active", "name", "pk")
    return [
        {
            "user": person,
            "roles": ", ".join(map(role_label, person.role_names)),
            "waiting": not person.has_usable_password(),
        }
        for person in people
    ]
