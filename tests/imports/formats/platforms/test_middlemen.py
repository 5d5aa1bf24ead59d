import pytest

from imports.formats.platforms.middlemen import is_middleman


@pytest.mark.parametrize("name", ["PayPal Giving Fund", "PAYPAL GIVING FUND UK", "Benevity, Inc.", "Network for Good"])
def test_platforms_that_pass_on_gifts_are_known(name: str) -> None:
    assert is_middleman(name)


@pytest.mark.parametrize("name", ["Stripe Rite LLC", "Ines Vance", "Goodwill Network", "Classy Tailors LLC", ""])
def test_others_give_in_their_own_name(name: str) -> None:
    assert not is_middleman(name)
