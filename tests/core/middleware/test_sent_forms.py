"""A form sent twice is done once and answered alike."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core.forms import sent as sent_forms
from core.models import AuditEntry, User
from donations.models import Gift, Pledge, Refund
from tests.support.builders import general_fund, make_gift, make_organization, make_supporter, make_user
from tests.support.databases import race
from tests.support.markup import one_line
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


def told(client: Client) -> list[str]:
    return [str(message) for message in client.get("/").context["messages"]]


def test_a_refund_sent_twice_is_given_back_once_and_answered_alike(client):
    path, form = refunding(client)

    first, said = client.post(path, form), told(client)
    second, again = client.post(path, form), told(client)

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert said == again
    assert [refund.amount for refund in Refund.objects.all()] == [Decimal("30")]


def test_a_changed_refund_after_back_says_what_was_given_back_and_books_nothing(client):
    path, form = refunding(client)
    client.post(path, form)

    changed = client.post(path, {**form, "amount": "20"})

    page = changed.content.decode()
    assert changed.status_code == 409
    assert re.search(r"You already refunded \$30\.00 for this gift at \d+:\d\d [AP]M\.", page)
    assert [refund.amount for refund in Refund.objects.all()] == [Decimal("30")]
    assert f'href="{path}"' in page


def test_what_was_typed_after_back_can_be_sent_as_a_form_of_its_own(client):
    path, form = refunding(client)
    client.post(path, form)
    page = one_line(client.post(path, {**form, "amount": "20"}).content)
    shown = page.partition(f'action="{path}"')[2].partition("</form>")[0]
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', shown))

    client.post(path, again)

    assert again["form_key"] != form["form_key"]
    assert sorted(refund.amount for refund in Refund.objects.all()) == [Decimal("20"), Decimal("30")]


def test_a_form_that_was_refused_keeps_its_key(client):
    path, form = refunding(client)

    refused = client.post(path, {**form, "amount": "300"})
    sent = client.post(path, form)

    assert (refused.status_code, sent.status_code) == (422, 302)
    assert Gift.objects.get().refunded == Decimal("30")


def test_the_same_key_of_another_person_is_another_form(client):
    path, form = refunding(client)
    client.post(path, form)
    other = Client()
    sign_in(other, make_user("finance"))

    other.post(path, {**form, "amount": "20"})

    assert Gift.objects.get().refunded == Decimal("50")


def test_every_form_on_a_page_has_a_key_of_its_own(client):
    path, _form = refunding(client)

    page = client.get(path).content.decode()

    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", page, re.S)
    keys = [KEY.findall(form) for form in forms]
    assert forms
    assert all(len(found) == 1 for found in keys)
    assert len({key for found in keys for key in found}) == len(forms)


def test_sixteen_pledges_sent_at_once_are_one_pledge_and_sixteen_equal_answers(own_database):
    make_organization()
    user, person = make_user("finance"), make_supporter()
    path = reverse("donations:pledge-new", args=[person.pk])
    form = {"amount": "500", "fund": general_fund().pk, "promised_on": "2026-06-01", "form_key": sent_forms.new_key()}

    answers = race(16, lambda _: post(user, path, form))

    assert set(answers) == {(302, reverse("crm:supporter-detail", args=[person.pk]))}
    assert Pledge.objects.count() == 1
    assert AuditEntry.objects.filter(act="pledge.recorded").count() == 1


def post(user: User, path: str, form: dict) -> tuple[int, str]:
    client = Client()
    sign_in(client, user)
    answer = client.post(path, form)
    return answer.status_code, answer.headers.get("Location", "")
