"""Visitors behind one address, and how they give."""

from __future__ import annotations

import re

from django.utils import timezone

from core.http import card_testing
from core.http.challenges import Challenge

SHOWN = re.compile(r'name="step" value="([^"]+)"')


def harm(shop, count: int, address: str = "203.0.113.7") -> None:
    """Cards declined at payment pages opened from one address."""
    intent = shop.give()
    who = card_testing.Visitor(place_of(address))
    card_testing.note_try(who, at=timezone.now(), reference=f"other-{address}-{count}")
    for number in range(count):
        card_testing.note_decline(
            reference=f"other-{address}-{count}", decline=f"{intent.pk}-{number}", at=timezone.now()
        )


def place_of(address: str) -> str:
    class Request:
        headers: dict = {}
        META = {"REMOTE_ADDR": address}

    return card_testing.visitor(Request()).place


def send(shop, address: str = "203.0.113.7", **changed):
    shop.client.defaults["REMOTE_ADDR"] = address
    return shop.post(**changed)


def answer_to(answer) -> dict[str, str]:
    """The hidden token of the question and its right answer."""
    token = SHOWN.search(answer.text)[1]
    challenge = Challenge.carried_by(token, at=timezone.now())
    return {"step": token, "step_answer": str(challenge.first + challenge.second)}
