"""Recording, reading and correcting gifts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views import View
from django.views.generic import DetailView

from core import panels
from core.clock import organization_today
from crm.models import Supporter
from crm.services import SupporterDraft, create_supporter
from donations import services
from donations.forms import HELD_FIELDS, CorrectGiftForm, GiftForm, NoteForm, RefundForm
from donations.models import Gift
from donations.similar import similar_gifts


class GiftDetailView(DetailView):
    """One gift with its lines, what hangs on it and its story."""

    permission_required = "gifts.view"
    template_name = "donations/gift_detail.html"

    def get_queryset(self):
        return Gift.objects.select_related(
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
            refunds=gift.refunds.select_related("by"),
            standing=not hasattr(gift, "reversal"),
            before=getattr(getattr(gift, "replaces", None), "gift", None),
            can_correct=user.has_perm("gifts.correct"),
            can_refund=user.has_perm("gifts.refund") and gift.kept > 0,
            **kwargs,
        )


class GiftNewView(View):
    """The quick form: a check keyed in without the mouse, the next one ready at once."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {name: request.GET[name] for name in (*HELD_FIELDS, "supporter") if request.GET.get(name)}
        form = GiftForm(initial=initial, user=request.user, today=organization_today())
        if picked := form.picked():
            form.initial["donor"] = picked.shown_name
        return self._show(request, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        today = organization_today()
        form = GiftForm(request.POST, user=request.user, today=today)
        if not form.is_valid():
            return self._show(request, form, status=422)
        gift = self._record(request, form, today)
        messages.success(request, f"{gift.spoken_number} recorded: {gift.supporter}, ${gift.amount:,.2f}.")
        held = {name: request.POST.get(name, "") for name in HELD_FIELDS}
        return redirect(f"{reverse('donations:gift-new')}?{urlencode({**held, 'made': gift.pk})}")

    def _record(self, request: HttpRequest, form: GiftForm, today: date) -> Gift:
        person = form.cleaned_data["person"] or create_supporter(
            draft=SupporterDraft(full_name=form.cleaned_data["donor"].strip(), source="Gift form"), by=request.user
        )
        pledge = form.cleaned_data.get("pledge")
        draft = form.draft(
            person,
            anonymous=person.anonymous,
            pledge_id=pledge.pk if pledge else None,
            references=form.references(),
        )
        return services.record_gift(draft=draft, by=request.user, today=today)

    def _show(self, request: HttpRequest, form: GiftForm, status: int = 200) -> HttpResponse:
        mine = (
            Gift.objects.standing().filter(created_by=request.user, origin=Gift.Origin.FORM).select_related("supporter")
        )
        recent = list(mine.prefetch_related("lines__fund").order_by("-created_at", "-pk")[:8])
        now = timezone.now()
        context = {
            "form": form,
            "found": form.found,
            "recent": recent,
            "may_undo": {gift.pk for gift in recent if now - gift.created_at <= services.UNDO_WITHIN},
            "made": next((gift for gift in recent if str(gift.pk) == request.GET.get("made")), None),
        }
        return render(request, "donations/gift_new.html", context, status=status)


class DonorOptionsView(View):
    """Supporters who fit what is typed in the donor field, as options of a list."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("donor", "").strip()[:100]
        found = Supporter.objects.visible_to(request.user).living()
        rows = list(found.matching(text).prefetch_related("addresses")[:8]) if len(text) > 1 else []
        return render(request, "donations/_donor_options.html", {"rows": rows, "text": text})


class SimilarGiftsView(View):
    """Gifts that may be this one already, while it is typed."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = similar_gifts(request.GET, user=request.user)
        return render(request, "donations/_similar.html", {"rows": rows})


class GiftUndoView(View):
    """Take back the entry one just made."""

    permission_required = "gifts.record"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = get_object_or_404(Gift, pk=pk)
        try:
            services.undo_entry(gift=gift, by=request.user, now=timezone.now(), today=organization_today())
            messages.success(request, f"{gift.spoken_number} was taken back. It counts nowhere.")
        except services.NotYours:
            messages.error(
                request, "Only your own entry of the last hour can be taken back. Ask finance to correct it."
            )
        except services.AlreadyReversed:
            messages.info(request, f"{gift.spoken_number} was taken back before.")
        except services.HasRefunds:
            messages.error(request, "Money of this gift was refunded, so the entry stays.")
        return redirect("donations:gift-new")


class GiftEditView(View):
    """Note, campaign and anonymity of a posted gift, which stay free."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = get_object_or_404(Gift.objects.standing(), pk=pk)
        values = ("note", "campaign", "anonymous", "version")
        return self._show(request, gift, NoteForm(initial={name: getattr(gift, name) for name in values}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = get_object_or_404(Gift.objects.standing(), pk=pk)
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
        messages.success(request, f"{gift.spoken_number} saved.")
        return redirect("donations:gift-detail", pk=gift.pk)

    def _show(self, request: HttpRequest, gift: Gift, form: NoteForm, status: int = 200) -> HttpResponse:
        context = {"gift": gift, "form": form, "can_correct": request.user.has_perm("gifts.correct")}
        return render(request, "donations/gift_edit.html", context, status=status)


class GiftCorrectView(View):
    """A posted gift entered anew: reversed and recorded again, linked, shown as one gift with its story."""

    permission_required = "gifts.correct"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = get_object_or_404(Gift.objects.select_related("supporter"), pk=pk)
        if hasattr(gift, "reversal"):
            return _conflict(request, gift, None)
        values = ("amount", "gift_on", "method", "check_number", "campaign", "note", "version")
        initial = {name: getattr(gift, name) for name in values}
        initial["fund"] = gift.lines.first().fund
        return self._show(request, gift, CorrectGiftForm(initial=initial, today=organization_today()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift, today = get_object_or_404(Gift.objects.select_related("supporter"), pk=pk), organization_today()
        if gift.lines.count() > 1:
            raise PermissionDenied("A gift of several lines is corrected line by line.")
        form = CorrectGiftForm(request.POST, today=today)
        if not form.is_valid():
            return self._show(request, gift, form, status=422)
        if form.cleaned_data["version"] != gift.version or hasattr(gift, "reversal"):
            return _conflict(request, gift, form)
        return self._correct(request, gift, form, today)

    def _correct(self, request: HttpRequest, gift: Gift, form: CorrectGiftForm, today: date) -> HttpResponse:
        draft = form.draft(
            gift.supporter,
            kind=gift.kind,
            joint_with_id=gift.joint_with_id,
            anonymous=gift.anonymous,
            pledge_id=gift.pledge_id,
            origin=gift.origin,
            history=gift.history,
            description=gift.description,
        )
        try:
            new = services.correct_gift(
                gift=gift, draft=draft, by=request.user, today=today, reason=form.cleaned_data["reason"]
            )
        except services.AlreadyReversed:
            return _conflict(request, gift, form)
        except services.HasRefunds:
            form.add_error(None, "Money of this gift was refunded, so it can no longer be corrected as a whole.")
            return self._show(request, gift, form, status=422)
        messages.success(request, f"Corrected: {gift.spoken_number} is now {new.spoken_number}.")
        return redirect("donations:gift-detail", pk=new.pk)

    def _show(self, request: HttpRequest, gift: Gift, form: CorrectGiftForm, status: int = 200) -> HttpResponse:
        context = {"gift": gift, "form": form, "several": gift.lines.count() > 1}
        return render(request, "donations/gift_correct.html", context, status=status)


class GiftRefundView(View):
    """Give back part or all of a gift that was not given online."""

    permission_required = "gifts.refund"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift, today = get_object_or_404(Gift.objects.standing(), pk=pk), organization_today()
        form = RefundForm(gift=gift, today=today, initial={"amount": gift.kept, "refunded_on": today})
        return render(request, "donations/gift_refund.html", {"gift": gift, "form": form})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift, today = get_object_or_404(Gift.objects.standing(), pk=pk), organization_today()
        form = RefundForm(request.POST, gift=gift, today=today)
        if form.is_valid():
            try:
                services.refund_gift(gift=gift, posted_on=today, by=request.user, **form.cleaned_data)
            except services.RefundTooLarge:
                form.add_error("amount", "Somebody refunded part of this gift meanwhile: less remains.")
            else:
                messages.success(
                    request, f"${form.cleaned_data['amount']:,.2f} of {gift.spoken_number} refunded. Check its receipt."
                )
                return redirect("donations:gift-detail", pk=gift.pk)
        return render(request, "donations/gift_refund.html", {"gift": gift, "form": form}, status=422)


def _conflict(request: HttpRequest, gift: Gift, form: Any) -> HttpResponse:
    """Both versions side by side: what stands now, and what this person typed."""
    current = Gift.objects.select_related("supporter", "campaign", "reversal__replacement").get(pk=gift.pk)
    while hasattr(current, "reversal") and current.reversal.replacement:
        current = Gift.objects.select_related("supporter", "campaign").get(pk=current.reversal.replacement_id)
    rows = []
    for name, value in form.cleaned_data.items() if form is not None else ():
        stands = current.lines.first().fund if name == "fund" else getattr(current, name, None)
        if name != "version" and name != "reason":
            rows.append({"label": form.fields[name].label or name, "typed": value, "stands": stands})
    context = {"gift": current, "rows": rows, "form": form}
    return render(request, "donations/gift_conflict.html", context, status=409)
