import pytest

from crm.organization_names import compare_organizations, is_organization


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
    ],
)
def test_other_bodies_stay_apart(a: str, b: str) -> None:
    assert compare_organizations(a, b) != "same"
