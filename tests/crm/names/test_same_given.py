"""Whether two given names are one."""

import pytest

from crm.names.same_given import ALIKE, OTHER, SAME, SLIP, likeness, of_words


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Nabeel", "Nabil", SAME),
        ("Sakina", "سکینہ", SAME),
        ("Bob", "Robert", SAME),
        ("Philip", "Phillip", SAME),
        ("Tahmasb", "Tahmabs", SLIP),
        ("Maximilian", "Maximillian", SAME),
        ("Samira", "Samina", ALIKE),
        ("Chris", "Christopher", ALIKE),
        ("Rafiq", "Rafiqa", OTHER),
        ("Aurelio", "Aurelia", OTHER),
        ("June", "Jane", OTHER),
    ],
)
def test_a_likeness_is_told_from_a_spelling(a: str, b: str, expected: str) -> None:
    assert likeness(a, b) == likeness(b, a) == expected


def test_family_names_are_not_weighed_and_the_worst_given_name_counts() -> None:
    assert of_words(("sakina", "tirmizi"), ("tirmizy", "sakina"), frozenset({"sakina"})) == SAME
    assert of_words(("mary", "jane"), ("mary", "june"), frozenset({"mary", "jane", "june"})) == OTHER
