"""Whether two names are one."""

import pytest

from crm.names.comparison import DIFFERENT, MAYBE, SAME, compare
from crm.names.people import PersonName, parse_names


def one(cell: str) -> PersonName:
    (person,) = parse_names(cell).people
    return person


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Muhammad Tanoli", "Mohd. Tanoli"),
        ("Kulsoom Tirmizi", "Kalsum Tirmizy"),
        ("Hussain Chaudhry", "Husain Choudhary"),
        ("Sakina Tirmizi", "Tirmizi Sakina"),
        ("Sakina Tirmizi", "سکینہ ترمذی"),
        ("Muhammad Hassan Tanoli", "محمد حسن تنولی"),
        ("Gul Tanoli", "Muhammad Gul Tanoli"),
        ("Ted Vance", "Edward Vance"),
        ("José Peña", "Jose Pena"),
        ("Sakina Bibi", "Begum, Sakina"),
        ("Orakzai, Gul", "gul orakzay"),
    ],
)
def test_spellings_of_one_name_are_the_same(a: str, b: str) -> None:
    assert compare(one(a), one(b)).verdict == SAME
    assert compare(one(b), one(a)).verdict == SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hassan Tanoli", "Hussain Tanoli"),
        ("Sajjad Tanoli", "Sajid Tanoli"),
        ("Samina Tanoli", "Amina Tanoli"),
        ("Tom Vance Jr.", "Tom Vance Sr."),
        ("Zainab Butt", "Zainab Bhatti"),
        ("Gul Tanoli", "Sakina Tanoli"),
    ],
)
def test_names_that_only_look_alike_are_different(a: str, b: str) -> None:
    assert compare(one(a), one(b)).verdict == DIFFERENT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tom Vance", "Tom Vance Jr."),
        ("Ahmed Hussain", "Hussain Ahmed"),
        ("G. Tanoli", "Gul Tanoli"),
        ("Gul", "Gul Tanoli"),
    ],
)
def test_names_that_may_be_one_stay_a_question(a: str, b: str) -> None:
    assert compare(one(a), one(b)).verdict == MAYBE


def test_a_slip_of_the_fingers_is_the_same_name_and_says_so() -> None:
    assert compare(one("Gul Orakzai"), one("Gul Orakzia")) == (SAME, ("one letter differs",))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Claudio", "Claudia"),
        ("Paul", "Paula"),
        ("Nabil", "Nabila"),
        ("Rafiq", "Rafiqa"),
        ("Aurelio", "Aurelia"),
        ("Lucian", "Luciana"),
        ("Munir", "Munirah"),
        ("Jane", "June"),
        ("Tim", "Tom"),
        ("Dan", "Don"),
        ("Julia", "Julie"),
        ("Frances", "Francis"),
        ("Mary", "Marie"),
        ("Umar", "Umair"),
        ("Robin", "Robyn"),
    ],
)
def test_names_of_two_of_one_family_are_not_one_name(a: str, b: str) -> None:
    for first, second in ((a, b), (b, a)):
        assert compare(one(f"{first} Tanoli"), one(f"{second} Tanoli")).verdict == DIFFERENT


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Samira Tanoli", "Samina Tanoli"),
        ("Nadir Tanoli", "Nadar Tanoli"),
        ("Shabana Tanoli", "Shabna Tanoli"),
        ("Sakina Tanoli", "Sakian Tanoli"),
        ("Chris Vance", "Christopher Vance"),
        ("Beth Vance", "Betty Vance"),
        ("Raza", "A. Raza"),
        ("Mary J. Vance", "Mary K. Vance"),
    ],
)
def test_given_names_that_are_only_alike_are_a_question(a: str, b: str) -> None:
    assert compare(one(a), one(b)).verdict == compare(one(b), one(a)).verdict == MAYBE


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Catherine", "Katherine"),
        ("Philip", "Phillip"),
        ("Nabeel", "Nabil"),
        ("Mohsen", "Mohsin"),
        ("Elizabeth", "Elisabeth"),
        ("Sakina", "Sakeenah"),
        ("Rukhsana", "Rokhsanah"),
    ],
)
def test_spellings_of_one_given_name_are_the_same(a: str, b: str) -> None:
    for first, second in ((a, b), (b, a)):
        assert compare(one(f"{first} Tanoli"), one(f"{second} Tanoli")).verdict == SAME


def test_another_initial_is_another_person() -> None:
    assert compare(one("A. Raza"), one("S. Raza")).verdict == DIFFERENT
    assert compare(one("A. Raza"), one("A. Raza")).verdict == SAME
