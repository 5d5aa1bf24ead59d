import pytest

from crm.names.organizations import (
    compare_organizations,
    is_organization,
    is_same_name,
    is_spelled_alike,
    may_be_either,
)


@pytest.mark.parametrize(
    "text",
    ["Harbor Lights Bakery LLC", "Islamic Ctr of Sampleton", "St. Mark Urdu Fellowship", "Tanoli Family Fdn", "ICSV",
     "Lakeview Radiology", "Acme & Sons Co.", "Masjid Al-Huda", "Schwab Charitable"],
)  # fmt: skip
def test_bodies_are_told_from_people(text: str) -> None:
    assert is_organization(text)


@pytest.mark.parametrize(
    "text", ["Sakina Tirmizi", "Tirmizi, Gul & Sakina", "GUL", "The Tanoli Family", "Parish Cole", "ALI", "ANN"]
)
def test_people_are_no_bodies(text: str) -> None:
    assert not is_organization(text)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Harbor Lights Bakery LLC", "Harbor Lights Bakery, L.L.C."),
        ("Islamic Center of Sampleton Valley", "ICSV"),
        ("Masjid Al-Huda of Sampleton", "MASJID ALHUDA"),
        ("Tanoli Family Charitable Foundation", "The Tanoli Family Fdn"),
        ("Saint Mark Urdu Fellowship", "St Mark Urdu Church"),
        ("Tanoli Charitable Trust", "The Tanoli Trust"),
        ("Tanoli Fund", "Tanoli Charitable Gift Fund"),
        ("Vanguard Charitable", "Vanguard Charitable Endowment Program"),
    ],
)
def test_spellings_of_one_body_are_the_same(a: str, b: str) -> None:
    assert compare_organizations(a, b) == "same"
    assert compare_organizations(b, a) == "same"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Harbor Lights Bakery", "Harbor Lights Church"),
        ("Masjid Al-Huda", "Masjid Al-Noor"),
        ("Tanoli Family Foundation", "Orakzai Family Foundation"),
        ("Islamic Center of Sampleton", "Islamic Center of Toledo"),
        ("Ostrander Trust", "Ostrander DAF"),
        ("Ostrander Trust", "Ostrander Foundation"),
        ("Ostrander Fund", "Ostrander Trust"),
        ("Ostrander Family Fund", "Ostrander Family DAF"),
        ("Ostrander Family Trust", "Ostrander Family Fdn"),
        ("Tanoli Charitable Trust", "Tanoli Charitable Fund"),
        ("Tanoli Charitable Trust", "Tanoli Charitable Foundation"),
        ("Tanoli Giving Fund", "Tanoli Family Foundation"),
        ("Tanoli Endowment", "Tanoli Trust"),
    ],
)
def test_other_bodies_stay_apart(a: str, b: str) -> None:
    assert compare_organizations(a, b) != "same"


@pytest.mark.parametrize(
    "name",
    ["Google", "Microsoft", "Cummins", "City of Example", "The Village of Example", "Abdul Karim & Sons",
    "Khan Brothers & Co",
     "Total Wine & More", "Robert Co.", "Friends of the Library", "Example Motors", "Noble Booksellers",
     "Sons of Italy",
     "First Church of Example", "Bank of Example", "Ohio State University"],
)  # fmt: skip
def test_businesses_employers_and_public_bodies_are_no_people(name: str) -> None:
    assert is_organization(name)


@pytest.mark.parametrize(
    "name",
    ["Frank Church", "Robert Co", "Bill Press", "Shirley Temple", "Church, Frank", "Church, Frank & Mary",
    "Mary T. Church",
     "Robert Parish", "Jennifer Null", "Sum Wong", "Na Li", "Johnny Cash", "Delta Burke", "Chi Nguyen", "Ruth Wells",
     "Gregory House", "Tyson Fury", "Mary Kay Ash", "Guest 4", "Guest #4", "P1 Example", "Ford Vance", "Chase Vance",
     "Victor Garden", "Omar Dahl 2nd"],
)  # fmt: skip
def test_people_called_like_bodies_are_people(name: str) -> None:
    assert not is_organization(name)
    assert not may_be_either(name)


@pytest.mark.parametrize(
    "name",
    ["Grace Church", "Ali Market", "Karim Store", "Victoria Bank", "Joe Cafe",
     "Wells Fargo", "WELLS FARGO", "Goldman Sachs", "Johnson Controls", "Eli Lilly", "Red Cross", "Best Buy",
     "Costco #122", "Costco 122", "Kroger Carmel", "Aldi #45", "Chevron Matching", "Amazon Smile", "7-Eleven",
     "7 Eleven",
     "Kebab Palace", "Oslo Kebab House", "Dahl Orthodontics", "Dahl Chiropractic", "Missing Persons Band",
     "Delta Sigma Theta", "Alpha Phi", "Kappa Delta", "Oslo HS", "Carmel PD", "MSA Purdue"],
)  # fmt: skip
def test_what_may_be_either_is_asked(name: str) -> None:
    assert may_be_either(name)


@pytest.mark.parametrize(
    ("a", "b"),
    [("Ostrander Trust", "Ostrander DAF"), ("Tanoli Charitable Trust", "Tanoli Charitable Fund"),
     ("Tanoli Family Foundation", "Tanoli Family Trust")],
)  # fmt: skip
def test_what_gives_in_another_legal_form_is_never_the_same_name(a: str, b: str) -> None:
    assert not is_same_name(a, b)
    assert not is_spelled_alike(a, b)
