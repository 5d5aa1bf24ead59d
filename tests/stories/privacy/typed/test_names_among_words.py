"""A field for a name that holds more than the name: “Parveen Zanzeer (vegetarian)”, “Guest of Parveen Zanzeer”.

Whether the person was protected before it was typed or after, the words are hidden where the name alone would be.
"""

import uuid

import pytest
from django.db import transaction

from crm.models import NameReview, Supporter
from crm.protection.privacy import About, is_about_protected
from crm.services.supporters import update_supporter
from donations.models import Gift
from events.models import Guest, Order
from tests.events.builders import guests, make_event, make_order, make_ticket
from tests.support.builders import general_fund, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
EMAIL, PHONE = "parveen@zanzeermail.example.org", "+1 317 5550111"
NAMES = [
    "Parveen Zanzeer (vegetarian)",
    "Parveen Zanzeer +1",
    "Guest of Parveen Zanzeer",
    "Parveen Zanzeer's guest",
    "Parveen Zanzeer - table 4",
    "Parveen Zanzeer, no nuts",
    "Omar (for Parveen Zanzeer)",
    "Omar for Parveen Zanzeer",
    "Parveen Zanzeer c/o Omar Khalil",
    "Estate of Parveen Zanzeer",
    "In memory of Parveen Zanzeer",
    "Parveen_Zanzeer",
    "Friends-of-Parveen-Zanzeer",
    "for parveen-zanzeer",
    "Parveen Zanzeer/Omar Khalil",
    "مہمان پروین زنجیر کے",
    EMAIL,
    f"Omar <{EMAIL}>",
    f"Omar {PHONE}",
]
OTHERS = ["Parveen Omar (vegetarian)", "Guest of Parveen", "Omar, table of the Zanzibar Trust", "Omar +1 317 5550199"]


def make_person() -> Supporter:
    return make_supporter("Parveen Zanzeer", native_name="پروین زنجیر", emails=(EMAIL,), phones=(PHONE,))


def protect(person: Supporter) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": True}, version=fresh.version, by=None)


def test_the_question_is_answered_for_the_name_within():
    protect(make_person())

    assert {name: is_about_protected(name) for name in NAMES} == dict.fromkeys(NAMES, About.HIDDEN)


def test_one_word_of_it_among_others_hides_nobody():
    protect(make_person())

    assert [name for name in OTHERS if is_about_protected(name) == About.HIDDEN] == []


@pytest.mark.parametrize("when", ["before", "after"])
def test_guests_and_buyers_are_hidden(when):
    person = make_person()
    seat = make_ticket(make_event())
    if when == "before":
        protect(person)
    for name in NAMES:
        make_order(seat, 1, name="Omar Friend", email="", guests=guests(name))
        make_order(seat, 1, name=name, email="", guests=guests("Omar Friend"))
    if when == "after":
        protect(person)

    said = {("Omar Friend", False), *((name, True) for name in NAMES)}
    assert [{(row.name, row.hidden) for row in model.objects.all()} for model in (Guest, Order)] == [said, said]


def test_no_unprotected_twin_is_made_by_a_gift(client_as):
    protect(make_person())
    client, fund = client_as("development"), general_fund().pk
    typed = {"amount": "40", "method": "check", "gift_on": "2026-06-01", "fund": fund, "create_new": "on"}
    made = {}

    for name in (name for name in NAMES if "@" not in name and "+" not in name):
        with transaction.atomic():
            client.post("/gifts/new/", {**typed, "donor": name, "entry": str(uuid.uuid4())})
            made[name] = [gift.supporter.protected for gift in Gift.objects.all()]
            transaction.set_rollback(True)

    assert made == dict.fromkeys(made, [True])
    assert len(made) > 10


def test_a_record_that_was_there_before_is_asked_about():
    twin, person = make_supporter("Parveen Zanzeer c/o Omar Khalil"), make_person()

    protect(person)

    assert list(person.name_reviews.values_list("object_type", "object_id")) == [("crm.supporter", twin.pk)]


@pytest.mark.parametrize("asked", ["P. Zanzeer", "Zanzeer", "Parveen Zanbeer", "Parveen Zanzeer"])
@pytest.mark.parametrize("first", ["record", "protection"])
def test_a_record_under_such_a_name_is_asked_about_whichever_came_first(asked, first):
    person = make_supporter("Parveen Begum Zanzeer")
    if first == "protection":
        protect(person)
    other = make_supporter(asked)
    if first == "record":
        protect(person)

    assert list(NameReview.objects.values_list("object_id", "candidate")) == [(other.pk, person.pk)]
