"""No second record of a protected person is made without a question."""

import pytest
from django.utils import timezone

from crm.models import NameReview, Supporter
from crm.services import supporters
from crm.services.name_reviews import answer_review
from events.models import Order
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_household, make_supporter

pytestmark = pytest.mark.django_db


def test_a_new_record_that_may_be_a_protected_person_is_asked_about_before_it_is_saved(client_as):
    hidden = make_supporter("Parveen Zanzeer", emails=("p@zanzeermail.example.org",), protected=True)
    client = client_as("development")

    def post(**more):
        values = {"full_name": "Perveen Zanzeer", "kind": "person", "donor_type": "individual", "language": "en"}
        return client.post("/supporters/new/", {**values, "email": "new@example.org", **more})

    asked = post()
    there = Supporter.objects.count()
    held, named = post(twin="hold"), post(twin="other", email="other@example.org")

    assert (asked.status_code, there) == (422, 1)
    page = asked.content.decode()
    assert "Nothing is saved yet" in page
    assert "zanzeermail" not in page
    assert (held.status_code, named.status_code) == (302, 302)
    first, second = Supporter.objects.exclude(pk=hidden.pk).order_by("pk")
    assert (first.pending_name_review, first.shown_name, second.pending_name_review, second.shown_name) == (
        True,
        first.code,
        False,
        "Perveen Zanzeer",
    )
    assert list(NameReview.objects.order_by("object_id").values_list("object_id", "answer", "answered_by")) == [
        (first.pk, "", None),
        (second.pk, "other", client.user.pk),
    ]


def test_a_record_renamed_like_a_protected_person_is_held_and_asked_about():
    hidden = make_supporter("Parveen Zanzeer", protected=True)
    person = make_supporter("Parveen Khalil")

    supporters.update_supporter(supporter=person, values={"full_name": "Parveen Zanzeer"}, version=1, by=None)

    assert list(NameReview.objects.values_list("object_id", "candidate", "sure")) == [(person.pk, hidden.pk, True)]
    person.refresh_from_db()
    assert (person.protected, person.pending_name_review, person.shown_name) == (True, True, person.code)


@pytest.mark.parametrize(
    "values",
    [
        {"full_name": "Zanzeer, Perveen"},
        {"given_name": "Parveen", "family_name": "Zanzeer"},
        {"native_name": "پروین زنزیر"},
        {"full_name": "Parveen Zanzeer", "note": "Renamed", "anonymous": True},
    ],
    ids=["full", "parts", "native", "with others"],
)
def test_no_name_form_added_later_makes_an_unprotected_twin(client_as, values):
    hidden = make_supporter("Parveen Zanzeer", native_name="پروین زنزیر", protected=True)
    person = make_supporter("Omar Khalil", household_id=make_household(name="The Khalils").pk)
    order = make_order(make_ticket(make_event()), name="Omar Khalil")
    Order.objects.update(supporter=person)

    fresh = supporters.update_supporter(supporter=person, values=values, version=1, by=None)

    review = NameReview.objects.get(object_id=person.pk)
    assert (fresh.pending_name_review, fresh.shown_name, fresh.name_keys) == (True, fresh.code, "")
    assert (review.candidate, review.sure, review.answer) == (hidden, True, "")
    order.refresh_from_db()
    assert (order.hidden, order.shown_name) == (True, fresh.code)

    client = client_as("development")
    answer_review(review=review, answer="other", by=client.user, at=timezone.now())
    fresh.refresh_from_db()
    assert (fresh.protected, fresh.pending_name_review, fresh.shown_name) == (False, False, fresh.full_name)
    again = {"full_name": "Parveen Q Zanzeer"}
    fresh = supporters.update_supporter(supporter=fresh, values=again, version=fresh.version, by=None)
    assert not fresh.protected


def test_whoever_renames_is_told_why_a_code_shows(client_as):
    make_supporter("Parveen Zanzeer", protected=True)
    client, person = client_as("development"), make_supporter("Parveen Khalil")
    typed = {"full_name": "Parveen Zanzeer", "kind": "person", "donor_type": "individual", "language": "en"}

    page = client.post(f"/supporters/{person.pk}/edit/", {**typed, "version": "1"}, follow=True)

    person.refresh_from_db()
    assert person.pending_name_review
    assert f"{person.code} saved. The name may be a protected person" in page.text
    assert "Zanzeer" not in page.text
