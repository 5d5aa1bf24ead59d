"""Whom a search finds: the same on both engines, whatever its index."""

import pytest

from crm.models import Household, Supporter
from tests.support.builders import make_household, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


@pytest.fixture
def people(db):
    place = {"street": "1 Example Street", "city": "San José", "region": "CA", "postal_code": "95112-1234"}
    amina = make_supporter(
        "Amina O'Testperson-Khan", emails=("amina.tp@example.org",), phones=("(317) 555-0142",), addresses=[place]
    )
    amina.native_name = "آمنہ خان"
    amina.save()
    return {"amina": amina, "josef": make_supporter("José Sampleson"), "clinic": make_supporter("Example Clinic, LLC")}


def found(text: str) -> set[str]:
    return set(Supporter.objects.matching(text).values_list("full_name", flat=True))


AMINA, JOSE = "Amina O'Testperson-Khan", "José Sampleson"
WORDS = {
    "amina": {AMINA},
    "AMINA": {AMINA},
    "min": {AMINA},
    "am": {AMINA},
    "a": {AMINA},
    "in": set(),
    "jose": {JOSE},
    "José": {JOSE, AMINA},
    "josé sampleson": {JOSE},
    "0317 555 0142": {AMINA},
    "ameena": {AMINA},
    "خان": {AMINA},
    "khan amina": {AMINA},
    "amina sampleson": set(),
    "o'testperson": {AMINA},
    "sampleson, jose": {JOSE},
    "(317) 555-0142": {AMINA},
    "317 555 0142": {AMINA},
    "0142": {AMINA},
    "014": set(),
    "amina.tp@example": {AMINA},
    "tp@": {AMINA},
    "san josé": {AMINA},
    "95112": {AMINA},
    "9511": set(),
    "amina 95112": {AMINA},
    'am"ina': {AMINA},
    "%": set(),
    "_m_na": set(),
    "zzqqxx": set(),
    "clinic": {"Example Clinic, LLC"},
}


@pytest.mark.parametrize("text", WORDS)
def test_a_word_finds_by_any_part(people, text):
    assert found(text) == WORDS[text], text


def test_a_number_finds_in_each_way_it_is_spoken(people):
    number = people["amina"].number
    assert {frozenset(found(form.format(number))) for form in ("S-{}", "s{}", "{}", "S{}")} == {frozenset({AMINA})}


def test_a_protected_supporter_is_found_by_code_and_number_alone(people):
    amina = people["amina"]
    amina.protected = True
    amina.save()

    told = {text for text in WORDS if AMINA in found(text)}
    assert told == set()
    assert found(amina.code.lower()) == found(amina.code[:5]) == found(f"S-{amina.number}") == {AMINA}


def test_households_are_found_by_parts_of_their_name(db):
    home = make_household(make_supporter(), make_supporter(), name="The Testpersons of Carmel")

    assert [list(Household.objects.matching(text)) for text in ("TESTP carm", "th", "zzz")] == [[home], [home], []]
