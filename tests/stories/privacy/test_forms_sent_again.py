"""A form that comes again says nothing that was said while somebody's name was still open."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.forms import sent
from core.models import SentForm
from crm.models import Household, NameReview, Supporter
from crm.services import supporters
from crm.services.name_reviews import answer_review
from tests.support.builders import make_household, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
NAME = "Parveen Zanzeer"


def edit(person: Supporter, **values) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    supporters.update_supporter(supporter=fresh, values=values, version=fresh.version, by=None)


def edit_form(person: Supporter) -> tuple[str, dict]:
    fields = {"full_name": f"{NAME} Begum", "kind": "person", "donor_type": "individual", "language": "en"}
    return reverse("crm:supporter-edit", args=[person.pk]), {**fields, "version": person.version}


def household_form(person: Supporter) -> tuple[str, dict]:
    home = make_household(person, name=NAME)
    fields = {"name": f"The {NAME} Home", "salutation": ""}
    return reverse("crm:household-edit", args=[home.pk]), fields


def said(client) -> str:
    return " ".join(str(message) for message in client.get("/").context["messages"])


@pytest.mark.parametrize("form", [edit_form, household_form])
def test_a_form_that_comes_again_does_not_name_who_is_protected_since(client_as, form):
    person, client = make_supporter(NAME), client_as("development")
    path, fields = form(person)
    fields["form_key"] = sent.new_key()
    first, told = client.post(path, fields), said(client)

    edit(person, protected=True)
    again = client.post(path, fields)

    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert told
    assert "Zanzeer" not in said(client)


def by_name(person: Supporter) -> None:
    edit(person, protected=True)


def by_review(person: Supporter) -> None:
    make_supporter(NAME, protected=True)
    review = NameReview.objects.filter(object_type="crm.supporter").first()
    assert review
    answer_review(review=review, answer="other", by=make_user("development"), at=timezone.now())


def by_new_name(person: Supporter) -> None:
    edit(make_supporter("Gulnaz Other", protected=True), full_name="Gulnaz Zanzeer")


@pytest.mark.parametrize("act", [by_name, by_review, by_new_name])
def test_whatever_changes_who_is_protected_forgets_what_was_said_of_forms(act):
    person = make_supporter(NAME)
    SentForm.objects.create(key="k", place="p", content="c", run="r", status=302, messages=f'["{NAME}"]')
    late = SentForm.objects.create(key="l", place="p", content="c", run="r", status=302, messages="[]")
    SentForm.objects.filter(pk=late.pk).update(sent_at=timezone.now() - timedelta(hours=1))

    act(person)

    assert set(SentForm.objects.values_list("messages", flat=True)) == {""}
    assert Household.objects.count() == 0
