"""Letters on other pages: home, sidebar, and the page of what a letter is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count
from django.urls import reverse

from core.mail.lists import purpose_label, state_badge
from core.models import Message, User

State = Message.State
MOST = 5


def home_items(user: User, today: date) -> Iterable[tuple[str, str, int]]:
    """Letters that want somebody."""
    for state, words in (
        (State.UNKNOWN, "Letters with delivery unknown: check before resending"),
        (State.FAILED, "Letters that were refused"),
        (State.HELD, "Letters held in the outbox"),
    ):
        if count := Message.objects.visible_to(user).filter(state=state).count():
            yield words, f"{reverse('outbox')}?state={state}", count


def waiting(user: User) -> int | None:
    """How many letters have an unknown delivery, for the sidebar."""
    return Message.objects.visible_to(user).filter(state=State.UNKNOWN).count() or None


def held_by_purpose(user: User) -> list[tuple[str, str]]:
    """The purposes of the letters that are held, with how many there are."""
    held = Message.objects.visible_to(user).filter(state=State.HELD)
    found = held.order_by("purpose").values_list("purpose").annotate(count=Count("pk"))
    return [(slug, f"{purpose_label(slug)}: {count:,}") for slug, count in found]


def letters_about(target: models.Model, user: User) -> dict[str, Any] | None:
    """The newest letters about an object, for its page; None when there are none."""
    rows = Message.objects.visible_to(user).about(target).defer("text", "html", "secret")[:MOST]
    letters = [{"letter": row, "badge": state_badge(row)} for row in rows]
    return {"letters": letters} if letters else None


def page_of(message: Message) -> tuple[str, str] | None:
    """Name and address of what a letter is about, where that has a page."""
    if not message.object_type or message.object_id is None:
        return None
    found = apps.get_model(message.object_type)._default_manager.filter(pk=message.object_id).first()
    address = getattr(found, "get_absolute_url", None)
    return (str(found), address()) if found is not None and address else None
