"""A field for a name that holds more than the name: “Parveen Zanzeer (vegetarian)”, “Guest of Parveen Zanzeer”.

Whether the person was protected before it was typed or after, the words are hidden where the name alone would be.
"""

import uuid

import pytest

from crm.models import Supporter
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
    update_supporter(supporter=person, values={"protected": True}, version=person.version, by=None)


@pytest.mark.parametrize("name", NAMES)
def test_the_question_is_answered_for_the_name_within(name):
    protect(make_person())

    assert is_about_protected(name) == About.HIDDEN


@pytest.mark.parametrize("name", OTHERS)
def test_one_word_of_it_among_others_hides_nobody(name):
    protect(make_person())

    assert is_about_protected(name) != About.HIDDEN


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", NAMES)
def test_guests_and_buyers_are_hidden(name, when):
    person = make_person()
    seat = make_ticket(make_event())
    if when == "before":
        protect(person)
    make_order(seat, 1, name="Omar Friend", email="", guests=guests(name))
    make_order(seat, 1, name=name, email="", guests=guests("Omar Friend"))
    if when == "after":
        protect(person)

    assert [row.hidden for row in Guest.objects.order_by("pk")] == [True, False]
    assert [row.hidden for row in Order.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize("name", [name for name in NAMES if "@" not in name and "+" not in name])
def test_no_unprotected_twin_is_made_by_a_gift(name, client_as):
    protect(make_person())
    typed = {"amount": "40", "method": "check", "gift_on": "2026-06-01", "fund": general_fund().pk}

    client_as("development").post(
        "/gifts/new/", {**typed, "donor": name, "create_new": "on", "entry": str(uuid.uuid4())}
    )

    assert Gift.objects.get().supporter.protected


def test_a_record_that_was_there_before_is_asked_about():
    twin, person = make_supporter("Parveen Zanzeer c/o Omar Khalil"), make_person()

    protect(person)

    assert list(person.name_reviews.values_list("object_type", "object_id")) == [("crm.supporter", twin.pk)]
