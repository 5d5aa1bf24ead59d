"""Keys, addresses, modes and databases that must not meet."""

from decimal import Decimal

import pytest

from donations.gateways import UnsafePayments, current
from donations.gateways.safety import Keys, problems, stamp_problem
from donations.gateways.units import from_minor, to_minor
from tests.support.builders import make_organization

GOOD = {
    "secret_key": "sk_test_standin_1",
    "api_base": "http://127.0.0.1:1",
    "mode": "test",
    "webhook_secrets": ("whsec_1",),
}
LIVE = {"secret_key": "rk_live_1", "mode": "live", "webhook_secrets": ("whsec_1",)}


@pytest.mark.parametrize("keys", [{}, GOOD, LIVE, {**GOOD, "demo": True}, {**GOOD, "api_base": ""}])
def test_these_settings_may_be_used(keys):
    assert problems(Keys(**keys)) == []


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({**LIVE, "api_base": "http://127.0.0.1:1"}, id="live key, stand-in"),
        pytest.param({**LIVE, "debug": True}, id="live key, DEBUG"),
        pytest.param({**LIVE, "demo": True}, id="live key, demonstration"),
        pytest.param({**LIVE, "mode": "test"}, id="live key, test mode"),
        pytest.param({**GOOD, "mode": "live"}, id="test key, live mode"),
        pytest.param({**GOOD, "mode": ""}, id="no mode"),
        pytest.param({**GOOD, "webhook_secrets": ()}, id="no webhook secret"),
        pytest.param({**GOOD, "api_base": "http://example.org"}, id="stand-in elsewhere"),
        pytest.param({**GOOD, "api_base": "http://localhost:1"}, id="stand-in by name"),
        pytest.param({**GOOD, "api_base": "http://127.0.0.1:1/"}, id="slash at the end"),
        pytest.param({**GOOD, "secret_key": "pk_test_1"}, id="no secret key"),
        pytest.param({**GOOD, "secret_key": "sk_test_1\n"}, id="line break"),
    ],
)
def test_these_settings_are_refused(keys):
    assert len(problems(Keys(**keys))) >= 1


def test_a_key_belongs_to_one_world_of_databases():
    refused = [bool(stamp_problem(Keys(**keys), stamp)) for keys in (GOOD, LIVE) for stamp in ("demo", "live")]

    assert refused == [False, True, True, False]


@pytest.mark.django_db
def test_a_test_key_never_meets_real_gifts(settings):
    make_organization()
    settings.STRIPE_SECRET_KEY, settings.STRIPE_MODE = "sk_test_standin_1", "test"
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRETS = "http://127.0.0.1:1", ["whsec_1"]

    with pytest.raises(UnsafePayments, match="holds real gifts"):
        current()


@pytest.mark.parametrize(
    ("minor", "currency", "amount"), [(5000, "usd", "50.00"), (5000, "jpy", "5000"), (5000, "kwd", "5.000")]
)
def test_minor_units_follow_the_currency_both_ways(minor, currency, amount):
    assert from_minor(minor, currency) == Decimal(amount)
    assert to_minor(Decimal(amount), currency) == minor
