"""A gift's page, and its actions: edit, correct, refund."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import DetailView

from core import display, panels
from core.clock import organization_today
from core.extend import with_next_steps
from core.forms import sent
from core.models import User
from core.outcomes import Outcome, Undo
from core.privacy import visibility
from core.views.actions import ActionView
from crm.protection import mentions
from crm.reveal.sessions import is_hidden
from donations.ledger import refunds, services
from donations.ledger.current_entries import latest
from donations.models import Gift
from donations.online.checkout import giving_is_on
from donations.processor.refunds import charge_of
from donations.views.correction_form import CorrectGiftForm
from donations.views.forms import NoteForm, RefundForm


class GiftDetailView(DetailView):
    """One gift with its lines, related records and history."""

    permission_required = "gifts.view"
    template_name = "donations/gift_detail.html"

    def get_queryset(self):
        return Gift.objects.visible_to(self.request.user).select_related(
            "supporter",
            "joint_with",
            "campaign",
            "pledge",
            "created_by",
            "reversal__replacement",
            "reversal__by",
            "replaces__gift",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gift, user = self.object, self.request.user
        return super().get_context_data(
            main=panels.drawn("gift", gift, self.request, "main"),
            side=panels.drawn("gift", gift, self.request, "side"),
            buttons=panels.buttons("gift", gift, user),
            lines=gift.lines.select_related("fund").prefetch_related("benefits"),
            references=_references(gift, self.request),
            refunds=gift.refunds.select_related("by", "failure"),
            is_active=not hasattr(gift, "reversal"),
            before=getattr(getattr(gift, "replaces", None), "gift", None),
            can_correct=user.has_perm("gifts.correct"),
            may_fail_refunds=user.has_perm("gifts.refund"),
            can_refund=user.has_perm("gifts.refund") and gift.net_amount > 0,
            **kwargs,
        )


def _references(gift: Gift, request: HttpRequest) -> list[tuple[str, str]]:
    """The gift's numbers in other systems, with what each is. A file gives both, and either may be a name."""
    rows = gift.references.exclude(system="form")
    found = [(f"{row.system.title()} {row.kind}", row.value) for row in rows]
    words = [" ".join(pair).replace("-", " ") for pair in found]  # systems are named with hyphens
    private = visibility.naming(words, visibility.revealed_to(request))
    shown = zip(words, found, strict=True)
    return [("Reference", "Private") if text in private else pair for text, pair in shown]


def _to_reveal(request: HttpRequest, gift: Gift) -> HttpResponse | None:
    """Redirect to revealing a protected person's name where the form would show a note about them, and back."""
    if not (gift.note and visibility.is_redacted(gift, request)):
        return None
    credited = (credit.supporter for credit in gift.soft_credits.select_related("supporter").order_by("pk"))
    people = (one for one in (gift.supporter, gift.joint_with, *credited, *mentions.named_in(gift)) if one)
    hidden = next((one for one in people if is_hidden(one, request.session)), None)
    if hidden is None:  # someone whose name was typed with the gift
        raise PermissionDenied(
            "This is about a protected person. First reveal their name on their page, with a reason."
        )
    messages.info(
        request, "This gift has a note about a protected person. Give a reason to see the note, and the form will open."
    )
    back = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('crm:supporter-reveal', args=[hidden.pk])}?{back}")


class GiftEditView(ActionView):
    """Edit a posted gift's note, campaign and anonymity."""

    permission_required = "gifts.record"
    template_name = "donations/gift_edit.html"

    def prepare(self) -> None:
        gifts = Gift.objects.visible_to(self.request.user).active()
        self.gift = get_object_or_404(gifts, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _to_reveal(request, self.gift) or super().get(request, *args, **kwargs)

    def get_form(self, data: Any = None) -> NoteForm:
        values = ("note", "campaign", "anonymous", "version")
        return NoteForm(data, initial={name: getattr(self.gift, name) for name in values})

    def perform(self, form: NoteForm) -> Outcome | HttpResponse:
        gift, data = self.gift, form.cleaned_data
        values = {
            "note": data["note"],
            "campaign_id": data["campaign"].pk if data["campaign"] else None,
            "anonymous": data["anonymous"],
        }
        try:
            services.annotate_gift(gift=gift, values=values, version=data["version"], by=self.request.user)
        except services.EditConflict:
            return _conflict(self.request, gift, form)
        was = {name: getattr(gift, name) for name, value in values.items() if getattr(gift, name) != value}
        undo = Undo("gift-annotated", {"pk": gift.pk, "version": data["version"] + 1, "was": was}) if was else None
        return Outcome(f"{gift.spoken_number} saved.", undo=undo)

    def get_success_url(self) -> str:
        return reverse("donations:gift-detail", args=[self.gift.pk])

    def get_context(self) -> dict[str, Any]:
        return {"gift": self.gift, "can_correct": self.request.user.has_perm("gifts.correct")}


class GiftCorrectView(ActionView):
    """Correct a posted gift: it is reversed and recorded again, linked, and shown as one gift with its history."""

    permission_required = "gifts.correct"
    template_name = "donations/gift_correct.html"
    refusals = {services.HasRefunds: (None, "This gift has refunds, so it can't be corrected.")}

    def prepare(self) -> None:
        gifts = Gift.objects.visible_to(self.request.user).select_related("supporter", "foreign")
        self.gift = self.current = get_object_or_404(gifts, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _gone(self.gift):
            return _conflict(request, self.gift, None)
        return _to_reveal(request, self.gift) or super().get(request, *args, **kwargs)

    def get_form(self, data: Any = None) -> CorrectGiftForm:
        plain = ("amount", "gift_on", "method", "kind", "description", "check_number", "campaign", "note", "version")
        initial = {name: getattr(self.gift, name) for name in plain}
        initial["fund"] = self.gift.lines.all()[0].fund
        return CorrectGiftForm(
            data, initial=initial, gift=self.gift, user=self.request.user, today=organization_today()
        )

    def perform(self, form: CorrectGiftForm) -> Outcome | str | HttpResponse:
        if form.cleaned_data["version"] != self.gift.version or _gone(self.gift):
            return _conflict(self.request, self.gift, form)
        draft = None if "take_back" in self.request.POST else form.draft(form.cleaned_data["person"])
        by, reason = self.request.user, form.cleaned_data["reason"]
        try:
            new = services.correct_gift(gift=self.gift, draft=draft, by=by, today=organization_today(), reason=reason)
        except services.AlreadyReversed:
            return _conflict(self.request, self.gift, form)
        if new is None:
            return with_next_steps(f"{self.gift.spoken_number} was reversed and no longer counts.", self.gift)
        self.current = new
        message = with_next_steps(f"Corrected: {self.gift.spoken_number} is now {new.spoken_number}.", self.gift)
        return Outcome(message, then=[("Correct again", reverse("donations:gift-correct", args=[new.pk]))])

    def get_success_url(self) -> str:
        return reverse("donations:gift-detail", args=[self.current.pk])

    def get_context(self) -> dict[str, Any]:
        lines = list(self.gift.lines.select_related("fund"))
        return {"gift": self.gift, "lines": lines, "foreign": getattr(self.gift, "foreign", None)}


class GiftRefundView(ActionView):
    """Refund part or all of a gift that was not paid online; online gifts are refunded through the processor."""

    permission_required = "gifts.refund"
    fresh_sign_in = True
    template_name = "donations/gift_refund.html"
    refusals = {refunds.RefundTooLarge: ("amount", "Part of this gift was just refunded. Enter a smaller amount.")}

    def prepare(self) -> HttpResponse | None:
        gifts, pk = Gift.objects.visible_to(self.request.user), self.kwargs["pk"]
        if charge_of(get_object_or_404(gifts, pk=pk)) and giving_is_on():
            return redirect("give:gift-refund", pk=pk)
        self.gift, self.today = get_object_or_404(gifts.active(), pk=pk), organization_today()
        return None

    def get_form(self, data: Any = None) -> RefundForm:
        initial = {"amount": self.gift.net_amount, "refunded_on": self.today}
        return RefundForm(data, gift=self.gift, today=self.today, initial=initial)

    def perform(self, form: RefundForm) -> str:
        posted_on = max(self.today, self.gift.posted_on)
        refund = refunds.refund_gift(gift=self.gift, posted_on=posted_on, by=self.request.user, **form.cleaned_data)
        sent.made(self.request, refund)
        return with_next_steps(f"{display.money_text(refund.amount)} of {self.gift.spoken_number} refunded.", self.gift)

    def get_success_url(self) -> str:
        return reverse("donations:gift-detail", args=[self.gift.pk])

    def get_context(self) -> dict[str, Any]:
        return {"gift": self.gift}


def _conflict(request: HttpRequest, gift: Gift, form: Any) -> HttpResponse:
    """An edit conflict: the current values beside what this user typed, ready to be saved instead."""
    current = _current_for(gift, request.user)
    rows = []
    for name, value in form.cleaned_data.items() if form is not None else ():
        if name in form.fields and name not in ("version", "reason", "supporter"):
            stands = _stands(current, name)
            texts = _as_text(form.fields[name], value), _as_text(form.fields[name], stands)
            if name == "note" and visibility.is_redacted(current, request):
                texts = texts[0], "Shown while the name is revealed."
            rows.append({"label": form[name].label, "typed": texts[0], "stands": texts[1], "differ": value != stands})
    typed = [pair for pair in request.POST.items() if pair[0] not in ("csrfmiddlewaretoken", "form_key", "version")]
    verb = "gift-correct" if isinstance(form, CorrectGiftForm) else "gift-edit"
    context = {
        "gift": current,
        "rows": rows,
        "typed": typed,
        "save_over": reverse(f"donations:{verb}", args=[current.pk]) if rows and not _gone(current) else "",
    }
    return render(request, "donations/gift_conflict.html", context, status=409)


def _stands(gift: Gift, name: str) -> Any:
    """The gift's value for a form field."""
    if name == "fund":
        return gift.lines.all()[0].fund
    return gift.supporter.shown_name if name == "donor" else getattr(gift, name, None)


def _current_for(gift: Gift, user: User) -> Gift:
    """The current entry, or the last reversed one, as this user sees it."""
    return Gift.objects.visible_to(user).select_related("supporter", "campaign", "reversal").get(pk=latest(gift).pk)


def _gone(gift: Gift) -> bool:
    return hasattr(gift, "reversal")


def _as_text(field: forms.Field, value: Any) -> str:
    """A value as its field shows it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal):
        return display.money_text(value)
    if isinstance(value, date):
        return display.day_text(value)
    if not isinstance(field, forms.ModelChoiceField) and isinstance(field, forms.ChoiceField):
        return str(dict(cast("list[tuple[Any, Any]]", field.choices)).get(value, value))
    return "" if value is None else str(value)
