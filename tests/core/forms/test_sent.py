"""A form's one-time key, bound to what was typed: sent twice it is done once, changed it is told of."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.forms import sent as sent_forms
from core.models import SentForm
from tests.support.builders import make_gift, make_organization, make_user
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db
KEY = re.compile(r'name="form_key" value="(\w+)"')


def refunding(client: Client) -> tuple[str, dict[str, str]]:
    """The address of a gift's refund, and its form as the page shows it, with $30.00 typed."""
    make_organization()
    sign_in(client, make_user("finance"))
    path = reverse("donations:gift-refund", args=[make_gift(Decimal("100")).pk])
    (key,) = KEY.findall(client.get(path).content.decode().partition('<main class="main"')[2])[:1]
    return path, {"amount": "30", "refunded_on": "2026-06-01", "reason": "asked for", "form_key": key}


def test_what_was_answered_is_forgotten_after_a_day_and_the_key_after_three_months(client):
    path, form = refunding(client)
    client.post(path, form)
    now = timezone.now()

    assert sent_forms.sweep(now + timedelta(days=1)) == 0
    assert SentForm.objects.get().messages == ""
    assert sent_forms.sweep(now + timedelta(days=90)) == 1
    assert not SentForm.objects.exists()


def test_a_turn_counts_what_is_asked_under_one_key():
    asked = [sent_forms.turn(key="k", act="checkout", said=said) for said in ("50", "50", "500", "50")]

    assert asked == ["k", "k", "k.2", "k.3"]
    assert [sent_forms.before(nonce) for nonce in asked] == [(), (), ("k",), ("k", "k.2")]
    assert sent_forms.asked_before(key="k", act="checkout", said="50") == ("k", "k.2")
    assert sent_forms.asked_before(key="k", act="checkout", said="500") == ("k", "k.2", "k.3")
    assert sent_forms.asked_before(key="other", act="checkout", said="50") == ()


def test_what_leaves_the_process_is_begun_before_it_is_done(client):
    begun, at = {"key": "k", "who": "1", "place": "/here/"}, timezone.now()

    first, is_mine = sent_forms.begin(content="a", at=at, **begun)
    second, is_theirs = sent_forms.begin(content="a", at=at, **begun)
    later, is_taken = sent_forms.begin(content="a", at=at + timedelta(minutes=6), **begun)

    assert (is_mine, is_theirs, is_taken) == (True, False, True)
    assert first.run == second.run != later.run
    assert not sent_forms.begin_anew(first, content="a", at=at)
