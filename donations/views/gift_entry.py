"""Quick entry: record gifts by keyboard, one after another, and undo the last one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views import View

from core import clock
from core.clock import organization_today
from core.forms import sent
from core.views.actions import ActionView
from crm.models import Supporter
from crm.protection import points
from crm.services.supporters import SupporterDraft, create_supporter
from donations.ledger import services
from donations.ledger.duplicate_gifts import similar_gifts
from donations.models import Gift, Pledge
from donations.views.forms import HELD_FIELDS, GiftForm, is_name

#: What the address of the form may fill in.
FROM_ADDRESS = (*HELD_FIELDS, "supporter", "amount", "check_number", "kind", "description", "note", "pledge")
RECENT = 8
OPTIONS = 8
SHORTEST = 2


class AlreadyRecorded(Exception):
    """This form recorded another gift before."""

    def __init__(self, gift: Gift) -> None:
        super().__init__(str(gift))
        self.gift = gift


class GiftNewView(ActionView):
    """Donor, amount, Enter: date, method, fund and campaign keep their values for the next gift."""

    permission_required = "gifts.record"
    template_name = "donations/gift_new.html"

    def get_form(self, data: Any = None) -> GiftForm:
        initial = self._initial() if data is None else None
        self.form = GiftForm(data, initial=initial, user=self.request.user, today=organization_today())
        return self.form

    def _initial(self) -> dict[str, Any]:
        asked = self.request.GET
        initial: dict[str, Any] = {name: asked[name] for name in FROM_ADDRESS if asked.get(name)}
        if self.recent:  # a stack of checks is mostly for one fund
            initial.setdefault("fund", self.recent[0].lines.all()[0].fund_id)
        return initial

    @cached_property
    def recent(self) -> list[Gift]:
        """The user's latest entries."""
        user = self.request.user
        mine = Gift.objects.visible_to(user).active().filter(created_by=user, origin=Gift.Origin.FORM)
        rows = mine.select_related("supporter").prefetch_related("lines__fund")
        return list(rows.order_by("-created_at", "-pk")[:RECENT])

    def perform(self, form: GiftForm) -> HttpResponse | None:
        try:
            gift, is_new = self._record(form)
        except services.KnownButReversed as error:
            text = f"This form was recorded as {error.gift}, which was reversed. Open a new form to record it again."
            form.add_error(None, text)
            return None
        except AlreadyRecorded as error:
            when = clock.when_text(error.gift.created_at, now=timezone.now())
            form.add_error(None, f"{error.gift.repeat_message(when)} Open a new form to record another.")
            return None
        sent.made(self.request, gift)
        held = {name: self.request.POST.get(name, "") for name in HELD_FIELDS}
        made: dict[str, Any] = {"made": gift.pk, **({"new": "1"} if is_new else {})}
        return redirect(f"{reverse('donations:gift-new')}?{urlencode({**held, **made})}")

    @transaction.atomic
    def _record(self, form: GiftForm) -> tuple[Gift, bool]:
        """The gift, and whether its donor is new. Raises `AlreadyRecorded`; then no supporter is added either."""
        known, by = form.cleaned_data["person"], self.request.user
        person = known or create_supporter(
            draft=SupporterDraft(full_name=form.cleaned_data["donor"].strip(), source="Gift form"), by=by
        )
        pledge = form.cleaned_data.get("pledge")
        draft = form.draft(
            person,
            anonymous=person.anonymous,
            pledge_id=pledge.pk if pledge else None,
            references=form.references(),
        )
        gift = services.record_gift(draft=draft, by=by, today=form.today)
        if (gift.supporter_id, gift.amount) != (person.pk, form.cleaned_data["amount"]):
            raise AlreadyRecorded(gift)
        return gift, known is None

    def get_context(self) -> dict[str, Any]:
        now, asked, recent = timezone.now(), self.request.GET, self.recent
        return {
            "found": self.form.found,
            "recent": recent,
            "may_undo": {gift.pk for gift in recent if now - gift.created_at <= services.UNDO_WITHIN},
            "made": next((gift for gift in recent if str(gift.pk) == asked.get("made")), None),
            "made_new": asked.get("new") == "1",
            **_about(self.request, self.form.picked()),
        }


class DonorOptionsView(View):
    """Supporters matching the donor field, as options."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest) -> HttpResponse:
        text = " ".join(request.GET.get("donor", "").split())[:100]
        found = Supporter.objects.visible_to(request.user).listed()
        found = found.first_matching(text).prefetch_related("emails", "phones", "addresses")
        rows = list(found[:OPTIONS]) if len(text) >= SHORTEST else []
        watch = points.watch_of(rows)
        options = [(row, points.contact_details(row, watch).address) for row in rows]
        named = len(text) >= SHORTEST and is_name(text)
        may_add = named and "known" not in request.GET
        return render(request, "donations/_donor_options.html", {"rows": options, "text": text, "may_add": may_add})


class DonorPickedView(View):
    """The selected donor's open pledges and last gift."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {"supporter": request.GET.get("supporter", "")}
        form = GiftForm(initial=initial, user=request.user, today=organization_today())
        return render(request, "donations/_donor_picked.html", {"form": form, **_about(request, form.picked())})


class SimilarGiftsView(View):
    """Possible duplicates while a gift is typed."""

    permission_required = "gifts.record"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = similar_gifts(request.GET, user=request.user)
        return render(request, "donations/_similar.html", {"rows": rows})


class GiftUndoView(View):
    """Undo the last entry, and show the form filled in to enter it correctly."""

    permission_required = "gifts.record"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = get_object_or_404(Gift.objects.visible_to(request.user).prefetch_related("lines"), pk=pk)
        try:
            services.undo_entry(gift=gift, by=request.user, now=timezone.now(), today=organization_today())
        except services.NotUndoable:
            messages.error(
                request, "You can undo only your own entries from the last hour. Ask finance to correct this one."
            )
        except services.AlreadyReversed:
            messages.info(request, f"{gift.spoken_number} was already reversed.")
        except services.HasRefunds:
            messages.error(request, "This gift has refunds, so it can't be undone.")
        else:
            messages.success(
                request, f"{gift.spoken_number} was reversed and no longer counts. Enter the gift again, or stop here."
            )
            return redirect(f"{reverse('donations:gift-new')}?{urlencode(_as_typed(gift))}")
        return redirect("donations:gift-new")


def _about(request: HttpRequest, picked: Supporter | None) -> dict[str, Any]:
    """The selected donor with their open pledges and last gift."""
    if picked is None:
        return {"picked": None}
    gifts = Gift.objects.visible_to(request.user).active().filter(supporter=picked)
    pledges = Pledge.objects.visible_to(request.user).unpaid().filter(supporter=picked)
    return {"picked": picked, "last": gifts.order_by("-gift_on", "-number").first(), "pledges": list(pledges)}


def _as_typed(gift: Gift) -> dict[str, Any]:
    """An entry as query parameters of the form."""
    typed = {
        "supporter": gift.supporter_id,
        "amount": gift.amount,
        "check_number": gift.check_number,
        "gift_on": gift.gift_on,
        "method": gift.method,
        "kind": gift.kind,
        "description": gift.description,
        "fund": gift.lines.all()[0].fund_id,
        "campaign": gift.campaign_id,
        "pledge": gift.pledge_id,
        "note": gift.note,
    }
    return {name: value for name, value in typed.items() if value}
