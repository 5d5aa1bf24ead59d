"""Pages of the outbox: a letter as it is seen, and what can be done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin

from core.audit import reading
from core.clock import organization_today
from core.display import counted
from core.forms.fields import offer
from core.forms.reasons import OptionalReasonForm, ReasonForm
from core.mail import bodies, people, services, suppressions, test_emails
from core.models import Message, Suppression
from core.outcomes import Outcome, Undo
from core.privacy import visibility
from core.privacy.visibility import NOBODY, RevealedPeople
from core.views.actions import ActionView
from core.views.mail import panels
from core.views.mail.lists import purpose_label, state_badge

State = Message.State
#: The letter in its frame: it may style itself, and load, run, send and open nothing. It is of the page's own origin,
#: so that the page can make the frame as high as the letter; without scripts the letter gains nothing by it.
FRAME = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'none'; frame-ancestors 'self'"
)


def letter_of(request: HttpRequest, pk: int) -> Message:
    """A letter this person may see; else a 404."""
    letters = Message.objects.visible_to(request.user)
    kind = get_object_or_404(letters.only("object_type"), pk=pk).object_type
    return get_object_or_404(letters.marked(among=frozenset({kind})), pk=pk)


class MessageView(View):
    """One letter."""

    permission_required = "mail.view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "core/mail/message_detail.html", context_of(request, letter_of(request, pk)))


class MessageFrameView(View):
    """The letter's HTML, for the frame in its page."""

    permission_required = "mail.view"

    @method_decorator(xframe_options_sameorigin)
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        message = letter_of(request, pk)
        if message.hidden:
            raise PermissionDenied(
                "This email names a protected person. Open the email, choose Reveal and enter a reason."
            )
        answer = HttpResponse(bodies.with_secret(message.html, bodies.MARK if test_emails.secret_of(message) else ""))
        answer["Content-Security-Policy"] = FRAME
        answer["Cache-Control"] = "private, no-store"
        return answer


def context_of(request: HttpRequest, message: Message, *, revealed: bool = False) -> dict[str, Any]:
    """What a letter's page shows."""
    hidden = message.hidden and not revealed
    known = _known(request, message, revealed)
    may = request.user.has_perm("mail.manage")
    return {
        "message": message,
        "badge": state_badge(message),
        "to": people.shown(message) if hidden else message.to,
        "hidden": hidden,
        "revealed": revealed,
        "text": "" if hidden else bodies.with_secret(message.text, KEPT if test_emails.secret_of(message) else ""),
        "purpose": purpose_label(message.purpose),
        "files": [] if hidden else list(message.attachments.visible_to(request.user).defer("content")),
        "file_count": message.attachments.count(),
        "resends": list(message.resends.order_by("pk")),
        "why": "" if hidden and message.state != State.UNKNOWN else why_shown(message, known),
        "suppressions": suppressions.rows_of([message.to]).get(message.to, []),
        "about": panels.page_of(message, request.user),
        "history": _history(request, message, known, revealed=revealed),
        "acts": panels.acts_of(message, request.user),
        "may_show_link": may and bool(message.secret) and message.state in Message.WAITING,
    }


def _known(request: HttpRequest, message: Message, revealed: bool) -> RevealedPeople:
    """The protected people whose names this reader may see here: a letter that is open shows those it names itself."""
    own = visibility.people_named([message.to, message.subject, message.text]) if revealed else NOBODY
    return visibility.revealed_to(request) | own


def why_shown(message: Message, known: RevealedPeople) -> str:
    """Why an email has its status; '' where staff's words name a protected person who is not in `known`."""
    return "" if visibility.naming([message.why], known) else message.why


def _history(
    request: HttpRequest, message: Message, known: RevealedPeople, *, revealed: bool
) -> reading.History | None:
    """What people did with a letter, newest first. Where the letter is open, so are the reasons that name nobody else
    who is protected."""
    found = reading.history(message, request.user, revealed=visibility.revealed_to(request))
    lines = found.lines if found and revealed else []
    others = visibility.naming((line.entry.reason for line in lines), known)
    for line in lines:
        line.entry.readable_reason = "" if line.entry.reason in others else line.entry.reason
    return found


KEPT = "(personal link hidden)"


class LetterAction(ActionView):
    """One step with one letter: a page that asks why, and what came of it."""

    permission_required = "mail.manage"
    template_name = "core/mail/message_verb.html"
    form_class: type[forms.Form] = ReasonForm
    refusals = {
        services.NoReason: ("reason", "The first email may have arrived. Enter a reason for sending it again."),
    }

    def prepare(self) -> None:
        self.message = letter_of(self.request, self.kwargs["pk"])

    def perform(self, form: forms.Form) -> Outcome | str | HttpResponse | None:
        try:
            return self.act(self.message, form.cleaned_data.get("reason", ""))
        except services.TooLate:
            text = "The status of this email has changed since you opened the page. Check it before you try again."
            messages.error(self.request, text)
            return None

    def act(self, message: Message, reason: str) -> Outcome | str | HttpResponse | None:
        """Take the step; what to say."""
        raise NotImplementedError

    def get_success_url(self) -> str:
        return self.message.get_absolute_url()

    def get_context(self) -> dict[str, Any]:
        return {"message": self.message, "to": people.shown(self.message)}


class ReleaseView(LetterAction):
    heading, verb = "Release this email?", "Release email"
    lede = "The email will be sent as soon as outgoing mail is on."
    form_class = forms.Form

    def act(self, message: Message, reason: str) -> Outcome:
        mine = Message.objects.visible_to(self.request.user)
        if not services.release(messages=mine.filter(pk=message.pk), by=self.request.user):
            message.refresh_from_db(fields=["state", "why"])
            if message.state != State.DISCARDED:
                raise services.TooLate(message)
            return Outcome(f"Email discarded. {why_shown(message, visibility.revealed_to(self.request))}".strip())
        return Outcome(
            "Email released. It will be sent as soon as outgoing mail is on.",
            undo=Undo("letter-released", {"pk": message.pk}),
        )


class HoldView(LetterAction):
    heading, verb = "Hold this email?", "Hold email"
    lede = "The email stays in the outbox until someone releases it."

    def act(self, message: Message, reason: str) -> Outcome:
        services.hold_back(message=message, reason=reason, by=self.request.user)
        return Outcome(
            "Email on hold. Release it when it's ready to send.", undo=Undo("letter-held", {"pk": message.pk})
        )


class DiscardView(LetterAction):
    heading, verb, danger = "Discard this email?", "Discard email", True
    lede = "The email won't be sent. It stays in the outbox, and you can resend it from there."

    def act(self, message: Message, reason: str) -> str:
        services.discard(message=message, reason=reason, by=self.request.user)
        return "Email discarded. If you need it after all, resend it from this page as a new email."


class BouncedView(LetterAction):
    heading, verb = "Did this email bounce?", "Mark as bounced"
    lede = "No more emails will be sent to this address until someone removes the suppression."

    def act(self, message: Message, reason: str) -> str:
        services.mark_bounced(message=message, reason=reason, by=self.request.user)
        return "Email marked as bounced. This address is suppressed until someone removes the suppression below."


class ResendView(LetterAction):
    heading, verb = "Resend this email?", "Resend email"
    lede = "Creates a new email with the same text, linked to this one, and adds it to the outbox."
    form_class = OptionalReasonForm

    def act(self, message: Message, reason: str) -> Outcome:
        new = services.resend(message=message, reason=reason, by=self.request.user)
        text = f"New email created. Status: {new.get_state_display()}."
        return Outcome(text, then=[("Open email", new.get_absolute_url())])


class LinkView(LetterAction):
    """The link of a letter about an account, to hand over while mail is off."""

    permission_required = "settings.manage"
    heading, verb = "Show the link in this email?", "Show link"
    lede = "The link works once. Give it only to the person it was created for."
    fresh_sign_in = True

    def act(self, message: Message, reason: str) -> HttpResponse | None:
        link = services.show_link(message=message, reason=reason, by=self.request.user)
        if not link:
            messages.error(self.request, "This email no longer contains a link.")
            return None
        return _shown_once(self.request, "core/mail/message_link.html", {"message": message, "link": link})


class RevealView(LetterAction):
    """The letter to a protected person, once, for a reason."""

    permission_required = "supporters.edit"
    fresh_sign_in = True
    heading, verb = "Read an email to a protected person?", "Reveal"
    lede = "The email names a person who would be at risk if their name became known. Your reason is recorded."

    def act(self, message: Message, reason: str) -> HttpResponse:
        services.reveal(message=message, reason=reason, by=self.request.user)
        context = context_of(self.request, message, revealed=True)
        return _shown_once(self.request, "core/mail/message_detail.html", context)


def _shown_once(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that no cache keeps."""
    answer = render(request, template, context)
    answer["Cache-Control"] = "private, no-store"
    return answer


class ReleaseHeldForm(forms.Form):
    purposes = forms.MultipleChoiceField(label="Emails to release", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "purposes", choices)


class ReleaseHeldView(ActionView):
    """Release what waits in the outbox: all of it, or by what the letters are for."""

    permission_required = "mail.manage"
    fresh_sign_in = True
    template_name = "core/mail/release_held.html"

    def get_form(self, data: Any = None) -> ReleaseHeldForm:
        return ReleaseHeldForm(data, choices=panels.held_by_purpose(self.request.user))

    def perform(self, form: ReleaseHeldForm) -> str:
        mine = Message.objects.visible_to(self.request.user)
        chosen = mine.filter(purpose__in=form.cleaned_data["purposes"])
        count = services.release(messages=chosen, by=self.request.user)
        return f"{counted(count, 'email', 'emails')} released. They will be sent as soon as outgoing mail is on."

    def get_success_url(self) -> str:
        return reverse("outbox")


class LiftView(ActionView):
    """Let letters go to an address again, for a reason."""

    permission_required = "mail.manage"
    template_name, form_class = "core/mail/suppression_lift.html", ReasonForm

    def prepare(self) -> None:
        self.suppression = get_object_or_404(Suppression, pk=self.kwargs["pk"])

    def perform(self, form: ReasonForm) -> str | None:
        reason = form.cleaned_data["reason"]
        if suppressions.lift(suppression=self.suppression, reason=reason, by=self.request.user):
            return "Suppression removed. New emails to this address will be sent. Resend the ones that were suppressed."
        messages.info(self.request, "This suppression was already removed.")
        return None

    def get_success_url(self) -> str:
        return reverse("outbox")

    def get_context(self) -> dict[str, Any]:
        return {"suppression": self.suppression, "today": organization_today()}
