"""The settings that keep the stand-in on this machine: more in `test_main`, which starts it."""

from decimal import Decimal

import pytest

from sandbox.config import BadSettings, Settings, check_loopback

GOOD = {"secret_key": "sk_test_standin_x", "webhook_secret": "whsec_x", "control_token": "t"}


@pytest.mark.parametrize(("percent", "good"), [("0", True), ("99.9", True), ("100", False), ("-0.1", False)])
def test_the_fee_is_a_share_of_the_amount(percent, good):
    if good:
        assert Settings(**GOOD, fee_percent=Decimal(percent)).fee_percent == Decimal(percent)
    else:
        with pytest.raises(BadSettings):
            Settings(**GOOD, fee_percent=Decimal(percent))


@pytest.mark.parametrize("url", ["http://127.0.0.2:8000/x", "http://localhost/x"])
def test_webhooks_go_to_this_machine(url):
    assert check_loopback(url) == url


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "http:///x", "http://10.0.0.1/", "http://localhost.example.org/"])
def test_webhooks_go_nowhere_else(url):
    with pytest.raises(BadSettings):
        check_loopback(url)
