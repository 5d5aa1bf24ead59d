"""A gift's page, and its verbs: edit, correct, refund."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView

from core import display, panels
from core.clock import organization_today
from core.extend import with_next_steps
from core.forms import sent
from core.http import toasts
from core.models import User
from core.outcomes import Outcome, Undo
from core.privacy import visibility
from crm.reveal.sessions import is_hidden
from donations.ledger import services
from donations.models import Gift
from donations.online.checkout import giving_is_on
from donations.processor.refunds import charge_of
from donations.views.forms import CorrectGiftForm, NoteForm, RefundForm


class GiftDetailView(DetailView):
    """One gift with its lines, what hangs on it and its story."""

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
            references=gift.references.exclude(system="form"),
            refunds=gift.refunds.select_related("by", "failure"),
            is_active=not hasattr(gift, "reversal"),
            before=getattr(getattr(gift, "replaces", None), "gift", None),
            can_correct=user.has_perm("gifts.correct"),
            may_fail_refunds=user.has_perm("gifts.refund"),
            can_refund=user.has_perm("gifts.refund") and gift.net_amount > 0,
            **kwargs,
        )


def _to_reveal(request: HttpRequest, gift: Gift) -> HttpResponse | None:
    """To the page that reveals a protected donor's name, where the form would show a note about them; and back."""
    hidden = [one for one in (gift.supporter, gift.joint_with) if one and is_hidden(one, request.session)]
    if not (gift.note and hidden):
        return None
    messages.info(
        request, "This gift has a note about a protected person. Give a reason to see the note, and the form will open."
    )
    back = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('crm:supporter-reveal', args=[hidden[0].pk])}?{back}")


class GiftEditView(View):
    """Note, campaign and anonymity of a posted gift, which stay free."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = get_object_or_404(Gift.objects.visible_to(request.user).active(), pk=pk)
        if asked := _to_reveal(request, gift):
            return asked
        values = ("note", "campaign", "anonymous", "version")
        return self._show(request, gift, NoteForm(initial={name: getattr(gift, name) for name in values}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = get_object_or_404(Gift.objects.visible_to(request.user).active(), pk=pk)
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self._show(request, gift, form, status=422)
        data = form.cleaned_data
        values = {
            "note": data["note"],
            "campaign_id": data["campaign"].pk if data["campaign"] else None,
            "anonymous": data["anonymous"],
        }
        try:
            services.annotate_gift(gift=gift, values=values, version=data["version"], by=request.user)
        except services.EditConflict:
            return _conflict(request, gift, form)
        was = {name: getattr(gift, name) for name, value in values.items() if getattr(gift, name) != value}
        undo = Undo("gift-annotated", {"pk": gift.pk, "version": data["version"] + 1, "was": was}) if was else None
        toasts.say(request, Outcome(f"{gift.spoken_number} saved.", undo=undo))
        return redirect("donations:gift-detail", pk=gift.pk)

    def _show(self, request: HttpRequest, gift: Gift, form: NoteForm, status: int = 200) -> HttpResponse:
        context = {"gift": gift, "form": form, "can_correct": request.user.has_perm("gifts.correct")}
        return render(request, "donations/gift_edit.html", context, status=status)


class GiftCorrectView(View):
    """A posted gift entered anew: reversed and recorded again, linked, shown as one gift with its story."""

    permission_required = "gifts.correct"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = self._gift(pk)
        if hasattr(gift, "reversal"):
            return _conflict(request, gift, None)
        if asked := _to_reveal(request, gift):
            return asked
        values = ("amount", "gift_on", "method", "check_number", "campaign", "note", "version")
        initial = {name: getattr(gift, name) for name in values}
        initial["fund"] = gift.lines.all()[0].fund
        return self._show(
            request, gift, CorrectGiftForm(initial=initial, gift=gift, user=request.user, today=organization_today())
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift, today = self._gift(pk), organization_today()
        form = CorrectGiftForm(request.POST, gift=gift, user=request.user, today=today)
        if not form.is_valid():
            return self._show(request, gift, form, status=422)
        if form.cleaned_data["version"] != gift.version or hasattr(gift, "reversal"):
            return _conflict(request, gift, form)
        return self._correct(request, gift, form, today)

    def _gift(self, pk: int) -> Gift:
        return get_object_or_404(
            Gift.objects.visible_to(self.request.user).select_related("supporter", "foreign"), pk=pk
        )

    def _correct(self, request: HttpRequest, gift: Gift, form: CorrectGiftForm, today: date) -> HttpResponse:
        draft = None if "take_back" in request.POST else form.draft(form.cleaned_data["person"])
        try:
            new = services.correct_gift(
                gift=gift, draft=draft, by=request.user, today=today, reason=form.cleaned_data["reason"]
            )
        except services.AlreadyReversed:
            return _conflict(request, gift, form)
        except services.HasRefunds:
            form.add_error(None, "This gift has refunds, so it can't be corrected.")
            return self._show(request, gift, form, status=422)
        if new is None:
            messages.success(request, with_next_steps(f"{gift.spoken_number} was reversed and no longer counts.", gift))
            return redirect("donations:gift-detail", pk=gift.pk)
        said = with_next_steps(f"Corrected: {gift.spoken_number} is now {new.spoken_number}.", gift)
        again = reverse("donations:gift-correct", args=[new.pk])
        toasts.say(request, Outcome(said, then=[("Correct again", again)]))
        return redirect("donations:gift-detail", pk=new.pk)

    def _show(self, request: HttpRequest, gift: Gift, form: CorrectGiftForm, status: int = 200) -> HttpResponse:
        lines = list(gift.lines.select_related("fund"))
        context = {"gift": gift, "form": form, "lines": lines, "foreign": getattr(gift, "foreign", None)}
        return render(request, "donations/gift_correct.html", context, status=status)


class GiftRefundView(View):
    """Give back part or all of a gift that was not given online; one that was goes back through the processor."""

    permission_required = "gifts.refund"
    fresh_sign_in = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if charge_of(get_object_or_404(Gift.objects.visible_to(request.user), pk=kwargs["pk"])) and giving_is_on():
            return redirect("give:gift-refund", pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift, today = get_object_or_404(Gift.objects.visible_to(request.user).active(), pk=pk), organization_today()
        form = RefundForm(gift=gift, today=today, initial={"amount": gift.net_amount, "refunded_on": today})
        return render(request, "donations/gift_refund.html", {"gift": gift, "form": form})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift, today = get_object_or_404(Gift.objects.visible_to(request.user).active(), pk=pk), organization_today()
        form = RefundForm(request.POST, gift=gift, today=today)
        if form.is_valid():
            try:
                refund = services.refund_gift(gift=gift, posted_on=today, by=request.user, **form.cleaned_data)
            except services.RefundTooLarge:
                form.add_error("amount", "Part of this gift was just refunded. Enter a smaller amount.")
            else:
                sent.made(request, refund)
                given_back = display.money_text(refund.amount)
                messages.success(request, with_next_steps(f"{given_back} of {gift.spoken_number} refunded.", gift))
                return redirect("donations:gift-detail", pk=gift.pk)
        return render(request, "donations/gift_refund.html", {"gift": gift, "form": form}, status=422)


def _conflict(request: HttpRequest, gift: Gift, form: Any) -> HttpResponse:
    """Both versions side by side: the current values, and what this user typed, ready to be saved instead."""
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
    """What a gift says where a form's field of this name asks."""
    if name == "fund":
        return gift.lines.all()[0].fund
    return gift.supporter.shown_name if name == "donor" else getattr(gift, name, None)


def _current_for(gift: Gift, user: User) -> Gift:
    """The entry that counts now in place of this one; the last of the chain when it was taken back."""
    found = Gift.objects.visible_to(user).select_related("supporter", "campaign", "reversal__replacement")
    current = found.get(pk=gift.pk)
    while _gone(current) and current.reversal.replacement_id:
        current = found.get(pk=current.reversal.replacement_id)
    return current


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
