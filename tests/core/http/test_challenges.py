"""The question asked of a network that does harm."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.http import card_testing
from core.http.challenges import Challenge
from tests.core.http.visitors import SHOWN, answer_to, harm, send
from tests.support.shop import shop, shop_standin

__all__ = ["shop", "shop_standin"]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_question_lets_people_through_after_its_wait_and_once(shop, monkeypatch, language):
    harm(shop, card_testing.HARM_ASKED.most)
    first = send(shop, lang=language)
    reply = answer_to(first)
    early = send(shop, lang=language, token=first.context["token"], **reply)
    kept = SHOWN.search(early.text)[1]
    later = timezone.now() + timedelta(seconds=10)
    monkeypatch.setattr("donations.online.views.timezone.now", lambda: later)
    wrong = send(shop, lang=language, **{**reply, "step_answer": "99"})
    right = send(shop, lang=language, **reply)
    again = send(shop, lang=language, **reply)

    words = {"en": "Enter the number.", "ur": "ہندسوں میں لکھیں۔"}
    assert words[language] in first.text
    assert [answer.status_code for answer in (early, wrong, right, again)] == [422, 422, 302, 422]
    assert kept == reply["step"]
    assert "step_answer" in early.context["form"].errors


def test_an_answer_in_urdu_digits_is_an_answer():
    challenge = Challenge.new(wait=0, at=timezone.now())
    urdu = str(challenge.first + challenge.second).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    assert challenge.is_answered(urdu)
    assert Challenge.carried_by(challenge.token + "x", at=timezone.now()) is None
    assert Challenge.carried_by(challenge.token, at=timezone.now() + timedelta(hours=2)) is None


def test_a_field_only_a_script_sees_is_harm(shop):
    for _ in range(3):
        send(shop, website="https://spam.example")

    assert "step_answer" in send(shop).context["form"].errors
