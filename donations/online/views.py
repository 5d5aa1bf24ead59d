"""The giving page and the page after payment, public, in English and Urdu."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View

from core.clock import organization_today
from core.db import sqlite
from core.forms import sent as sent_forms
from core.forms.sent import Repeats
from core.http import card_testing
from core.http.languages import language_of, spoken
from core.http.rate_limits import MINUTE, Limit
from core.jobs.attempts import attempted
from core.models import Organization
from core.money import amount_asked
from core.permissions import PUBLIC
from donations.ledger.current_entries import current_entry
from donations.models import Gift, GiftIntent, GiftLine, GivingPage
from donations.online import checkout, left_pages
from donations.online.donor_documents import document_of
from donations.online.forms import GiveForm, asked, new_token
from donations.online.solicitation_disclosures import solicitation_disclosures
from donations.processor.sync import sync_intent

log = logging.getLogger(__name__)
State = GiftIntent.State
LOOKS = Limit(
    what="look",
    most=30,
    seconds=MINUTE,
    per="payment",
    why="Requests to Stripe from the page shown after a payment: above it, the page relies on Stripe's notification.",
)
#: Seconds between polls while the bank has not answered.
LOOK_AGAIN = 5


class GiveView(View):
    """A giving page: GET shows the form; POST stores the intent and redirects to the payment page."""

    permission_required = PUBLIC
    repeats = Repeats.OWN  # a form submitted twice makes one intent (its key)

    def get(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        page = _page(slug)
        if not page.active or not checkout.giving_is_on():
            return _off(request, page)
        return self._show(request, page, GiveForm(page=page, initial=_initial(request, page)))

    def post(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        page, language = _page(slug), language_of(request)
        if not page.active or not checkout.giving_is_on():
            return _off(request, page)
        if request.POST.get("switch"):
            return self._switch(request, page)
        if request.POST.get("show"):
            with translation.override(language):
                return self._show(request, page, GiveForm(request.POST, page=page).only_amounts())
        with translation.override(language):
            form = GiveForm(request.POST, page=page)
            if self._may_go_on(request, form):
                try:
                    return self._open(request, form, language)
                except checkout.CannotOpen:
                    form.add_error(None, _("The payment page didn't open. Nothing was charged. Please try again."))
        return self._show(request, page, form, status=422)

    def _switch(self, request: HttpRequest, page: GivingPage) -> HttpResponse:
        """The same form in the other language, with everything typed so far and without errors."""
        own = {"token", *sent_forms.NOT_CONTENT}
        values = {name: value for name, value in request.POST.items() if name not in own}
        language = "ur" if request.POST["switch"] == "ur" else "en"
        return self._show(request, page, GiveForm(page=page, initial=values), language=language)

    def _may_go_on(self, request: HttpRequest, form: GiveForm) -> bool:
        now = timezone.now()
        if "website" in form.errors:
            card_testing.note_harm(card_testing.visitor(request), at=now)
        return form.is_valid() and form.may_go_on(
            card_testing.visitor(request, email=form.cleaned_data["email"]), at=now
        )

    def _open(self, request: HttpRequest, form: GiveForm, language: str) -> HttpResponse:
        after = f"{reverse('give:thanks', args=['{intent}'])}?lang={language}"
        title = _("Gift to %(name)s") % {"name": Organization.current().legal_name}
        intent, url = checkout.open_checkout(
            lines=form.lines(),
            donor=form.donor(language=language),
            details=form.details(title=title, return_to=after),
            key=form.key,
            at=timezone.now(),
            in_place_of=(form.in_place_of, left_pages.left_by(request)),
        )
        who = card_testing.visitor(request, email=intent.email)
        card_testing.note_try(who, at=timezone.now(), amount=intent.amount, reference=intent.public_id)
        answer = HttpResponseRedirect(url)
        left_pages.remember(answer, intent.public_id)
        return answer

    def _show(
        self, request: HttpRequest, page: GivingPage, form: GiveForm, *, status: int = 200, language: str = ""
    ) -> HttpResponse:
        language = language or language_of(request)
        organization = Organization.current()
        sent = form.data["token"] if form.is_bound and form.key else None
        context = {
            "page": page,
            "form": form,
            "token": sent or new_token(page, in_place_of=request.GET.get("from", "")),
            "campaign": page.campaign.words(language) if page.campaign else "",
            "title": page.title_ur if language == "ur" and page.title_ur else page.title,
            "story": page.story_ur if language == "ur" and page.story_ur else page.story,
            "promise": _promise(organization, language),
            "disclosures": solicitation_disclosures(organization=organization, today=organization_today()),
            "fee_millionths": int(settings.GIVE_FEE_PERCENT * 10_000),
            "fee_fixed": int(settings.GIVE_FEE_FIXED * 1_000_000),
            "fee_rate": f"{settings.GIVE_FEE_PERCENT.normalize():f}% + ${settings.GIVE_FEE_FIXED:.2f}",
        }
        return spoken(request, "give/give.html", context, language=language, status=status)


def _promise(organization: Organization, language: str) -> dict[str, str]:
    """The charity's promise to donors, in Urdu only where an Urdu text is set; '' when there is none."""
    if language == "ur" and organization.giving_promise_ur:
        return {"text": organization.giving_promise_ur}
    text = organization.giving_promise
    return {"text": text, "lang": "en" if language == "ur" else ""} if text else {}


class ThanksView(View):
    """The state of a gift: paid, being confirmed, refused, abandoned or expired.

    The page asks the processor itself, so that it is right before any notification arrives.
    """

    permission_required = PUBLIC

    def get(self, request: HttpRequest, intent: str) -> HttpResponse:
        row = get_object_or_404(GiftIntent.objects.select_related("page"), public_id=intent, purpose="gift")
        language = language_of(request, row.language)
        known = _look(row)
        current = current_entry(row.gift) if row.gift else None
        stage = _stage(row, current, known=known)
        document = document_of(row.gift, row.public_id) if row.gift else None
        context = {
            "intent": row,
            "stage": stage,
            "stage_template": f"give/_{stage}.html",
            "document": document,
            "gift": current,
            "lines": row.lines.select_related("fund"),
            "fund": row.lines.select_related("fund").first().fund.words(language),
            "masked": masked(row.email),
            "again": f"{_address(row.page)}?lang={language}&from={row.public_id}",
            "look_again": LOOK_AGAIN,
        }
        answer = spoken(request, "give/thanks.html", context, language=language)
        answer["Cache-Control"] = "no-store"
        if stage in ("open", "declined"):  # the page leads on to where this is paid
            left_pages.remember(answer, row.public_id)
        return answer


def masked(email: str) -> str:
    """An email address only its owner recognizes: `am•••@example.org`."""
    name, _at, host = email.partition("@")
    return f"{name[: min(2, len(name) - 1)]}•••@{host}"


def _look(intent: GiftIntent) -> bool:
    """Update an intent from the processor; False when the processor could not be reached."""
    now = timezone.now()
    # The page must answer whatever goes wrong; a notification updates the intent later.
    with attempted() as attempt, sqlite.briefly(connection, seconds=sqlite.LOOK):
        # Anyone with the link may see the page, but requests to the processor are limited.
        if LOOKS.use_attempt(who=intent.public_id, at=now):
            sync_intent(intent=intent, at=now)
    if attempt.error:
        log.warning("The thank-you page couldn't update %s: %s.", intent, type(attempt.error).__name__)
    return attempt.error is None


def _stage(intent: GiftIntent, gift: Gift | None, *, known: bool) -> str:
    """Which variant of the page to show; `gift` is the current entry of the intent's gift."""
    if intent.gift:
        return "reversed" if gift is None else "paid" if gift.net_amount else "returned"
    if intent.state == State.PROCESSING or (not known and intent.state in GiftIntent.WAITING):
        return "confirming"
    if intent.state == State.OPEN:
        return "declined" if intent.declined_at else "open"
    return "failed" if intent.state == State.FAILED else "over"


def _page(slug: str) -> GivingPage:
    """A stored page; without a slug the default page."""
    if slug:
        return get_object_or_404(GivingPage.objects.select_related("campaign"), slug=slug)
    if not Organization.objects.exists():
        raise Http404
    return GivingPage(slug="", title="")


def _address(page: GivingPage | None) -> str:
    return reverse("give:page", args=[page.slug]) if page is not None else reverse("give:home")


def _initial(request: HttpRequest, page: GivingPage) -> dict[str, Any]:
    """The form's initial values: an amount from a link, or the content of this donor's unpaid intent. Personal details
    are left out, as someone else may open the link."""
    before = GiftIntent.objects.filter(public_id=request.GET.get("from", "-"), gift__isnull=True).first()
    if before is None:
        amount = amount_asked(request.GET.get("amount", ""))
        return asked(page, amount) if amount else {}
    lines = {line.kind: line for line in before.lines.all()}
    gift = lines[GiftLine.Kind.CONTRIBUTION]
    return {
        **asked(page, gift.amount),
        "fund": gift.fund_id,
        "cover_fee": GiftLine.Kind.FEE_COVER in lines,
        "tribute_kind": before.tribute_kind,
        "tribute_name": before.tribute_name,
        "anonymous": before.anonymous,
    }


def _off(request: HttpRequest, page: GivingPage) -> HttpResponse:
    """The page when giving is off or the appeal has ended: other ways to give."""
    language = language_of(request)
    context = {
        "page": page,
        "ended": not page.active and checkout.giving_is_on(),
    }
    return spoken(request, "give/off.html", context, language=language)
