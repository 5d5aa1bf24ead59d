"""Households whose name or salutation holds a protected person's whole name among other words: shown by a code."""

import pytest

from crm.models import Household, Supporter
from crm.services.supporters import update_household, update_supporter
from tests.support.builders import make_household, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
SECRET = "Zanzeer"
NAMES = [
    "Parveen Zanzeer",
    "Friends of Parveen Zanzeer",
    "Parveen Zanzeer and family",
    "Home of Zanzeer, Parveen (2nd floor)",
    "c/o Parveen Zanzeer, Elm Street",
    "گھر پروین زنجیر کا",
    "parveen@zanzeermail.example.org",
]
OTHERS = ["The Zanzeers", "Friends of Parveen", "Home of Omar Khalil"]


@pytest.fixture
def person() -> Supporter:
    return make_supporter("Parveen Zanzeer", native_name="پروین زنجیر", emails=("parveen@zanzeermail.example.org",))


def protect(person: Supporter, *, protected: bool = True) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": protected}, version=fresh.version, by=None)


def hidden(household: Household) -> bool:
    return Household.objects.get(pk=household.pk).hidden


def named(name: str) -> Household:
    return make_household(make_supporter("Omar Khalil"), name=name)


def greeted(name: str) -> Household:
    return make_household(make_supporter("Omar Khalil"), name="The Khalils", salutation=name)


def renamed(name: str) -> Household:
    return update_household(household=named("The Khalils"), values={"name": name, "salutation": ""}, by=None)


@pytest.mark.parametrize("write", [named, greeted, renamed], ids=lambda write: write.__name__)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("when", ["before", "after"])
def test_whatever_words_stand_beside_the_name(write, name, when, person):
    if when == "before":
        protect(person)
    household = write(name)
    if when == "after":
        protect(person)

    private = hidden(household)
    protect(person, protected=False)

    assert (private, hidden(household)) == (True, False)


@pytest.mark.parametrize("name", OTHERS)
def test_one_word_of_it_hides_nobody(name, person):
    protect(person)

    assert not hidden(named(name))
    assert not hidden(greeted(name))


def test_no_page_says_it(person, client_as):
    protect(person)
    household = named("Friends of Parveen Zanzeer")
    client, member = client_as("admin", "development"), household.members.get()

    pages = [
        "/households/",
        f"/households/{household.pk}/",
        f"/supporters/{member.pk}/",
        "/audit/",
        "/search/?q=Friends",
    ]
    answers = {page: client.get(page) for page in pages}

    assert [page for page, answer in answers.items() if answer.status_code != 200 or SECRET in answer.text] == []
