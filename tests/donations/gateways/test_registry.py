"""The contract of every payment processor."""

import inspect
from typing import get_type_hints

import pytest

from donations.gateways import GATEWAYS
from donations.gateways.base import Gateway
from donations.gateways.safety import Keys

KEYS = Keys(secret_key="sk_test_1", api_base="http://127.0.0.1:1", mode="test", webhook_secrets=("whsec_1",))
CALLS = [name for name, _ in inspect.getmembers(Gateway, inspect.isfunction) if not name.startswith("_")]


@pytest.mark.parametrize("slug", GATEWAYS)
def test_a_gateway_says_who_it_is_and_in_which_world_it_moves(slug):
    made = GATEWAYS[slug](KEYS)

    assert (made.slug, bool(made.label), made.livemode) == (slug, True, False)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("slug", GATEWAYS)
def test_a_gateway_answers_every_call_in_plain_values(slug, call):
    promised, given = getattr(Gateway, call), getattr(GATEWAYS[slug], call)

    assert list(inspect.signature(given).parameters) == list(inspect.signature(promised).parameters)
    assert get_type_hints(given) == get_type_hints(promised)
