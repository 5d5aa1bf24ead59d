"""Emails on other pages: home, sidebar, and the page of their object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count
from django.urls import reverse

from core import extend
from core.audit import reading
from core.mail import services
from core.models import Message, User
from core.views.mail.lists import purpose_label, state_badge

State = Message.State
MOST = 5
#: Actions on an email: label, page, style of button, and the statuses in which each is possible.
ACTS = (
    ("Release", "message-release", "pri", (State.HELD,)),
    ("Hold", "message-hold", "", (State.READY,)),
    ("Resend", "message-resend", "", Message.ENDED),
    ("Mark as bounced", "message-bounced", "", (State.SENT, State.UNKNOWN)),
    ("Discard", "message-discard", "ghost", (*Message.WAITING, State.FAILED, State.UNKNOWN, State.SUPPRESSED)),
)
#: What to do about an email in some statuses.
NEXT = {
    State.HELD: "Held in the outbox until outgoing mail is on or someone releases it.",
    State.BOUNCED: "This email bounced. Ask the recipient for another address.",
    State.UNKNOWN: "This email may have arrived. Check before you resend it.",
    State.FAILED: "The mail server refused this email.",
}


def home_items(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    """Emails that need a user's action."""
    for state, words in (
        (State.UNKNOWN, "Emails with delivery unknown"),
        (State.FAILED, "Refused emails"),
        (State.HELD, "Emails held in the outbox"),
    ):
        if count := Message.objects.visible_to(user).filter(state=state).count():
            yield words, f"{reverse('outbox')}?state={state}", count


def waiting(user: User) -> int | None:
    """How many letters have an unknown delivery, for the sidebar."""
    return Message.objects.visible_to(user).filter(state=State.UNKNOWN).count() or None


def held_by_purpose(user: User) -> list[tuple[str, str]]:
    """The purposes of held emails, with their number."""
    held = Message.objects.visible_to(user).filter(state=State.HELD)
    found = held.order_by("purpose").values_list("purpose").annotate(count=Count("pk"))
    return [(slug, f"{purpose_label(slug)}: {count:,}") for slug, count in found]


@dataclass(frozen=True)
class Letter:
    """An email on its object's page: its status in words, the next step, and its buttons."""

    message: Message
    badge: str
    next: str
    acts: list[tuple[str, str]]


def letters_about(target: models.Model, user: User) -> dict[str, Any] | None:
    """The newest emails about an object; None when there are none."""
    kind, key = target._meta.label_lower, target.pk
    rows = list(Message.objects.visible_to(user).about(kind, key).defer("text", "html", "secret")[: MOST + 1])
    if not rows:
        return None
    older = f"{reverse('outbox')}?about={kind}:{key}" if len(rows) > MOST else ""
    return {"letters": [_letter(row, user) for row in rows[:MOST]], "older": older}


def _letter(message: Message, user: User) -> Letter:
    acts = [(label, reverse(name, args=[message.pk])) for label, name, _ in acts_of(message, user)]
    return Letter(message, state_badge(message), NEXT.get(State(message.state), ""), acts)


def acts_of(message: Message, user: User) -> list[tuple[str, str, str]]:
    """The actions this user may perform on an email: label, page, style of button."""
    if not user.has_perm("mail.manage"):
        return []
    found = [(label, name, kind) for label, name, kind, states in ACTS if message.state in states]
    return [act for act in found if act[1] != "message-resend" or services.may_resend(message)]


def page_of(message: Message, user: User) -> tuple[str, str] | None:
    """Name and URL of an email's object, if it has a page this user may open."""
    found = reading.objects([message], user).get((message.object_type, message.object_id or 0))
    return found if found and found[1] else None


def panel(on: str, *, column: str = "side") -> extend.Panel:
    """The panel of emails about an object, for one kind of page."""
    return extend.Panel(
        on=on,
        slug="letters",
        template="core/mail/_letters_panel.html",
        permission="mail.view",
        order=850,
        context=letters_about,
        column=column,
    )
