import io

import pytest

from sandbox.__main__ import main
from sandbox.config import BadSettings, Settings, check_loopback
from tests.sandbox.support.payments import open_session, settled_charge
from tests.sandbox.support.standin import start_standin

GOOD = {"secret_key": "sk_test_standin_x", "webhook_secret": "whsec_x", "control_token": "t"}


@pytest.mark.parametrize(
    "changed",
    [
        {"host": "0.0.0.0"},
        {"host": "localhost"},
        {"secret_key": "sk_live_x"},
        {"secret_key": "sk_test_x"},
        {"webhook_secret": "secret"},
        {"control_token": ""},
        {"webhook_url": "https://127.0.0.1/x"},
        {"webhook_url": "http://example.org/x"},
        {"fee_delay": -1.0},
    ],
)
def test_unsafe_settings_are_refused(changed):
    with pytest.raises(BadSettings):
        Settings(**GOOD | changed)


def test_safe_settings_are_taken():
    assert Settings(**GOOD, webhook_url="http://127.0.0.1:8000/stripe/webhook/").port == 0


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://localhost/x", "http://[::1]:8/"])
def test_this_machine_has_several_names(url):
    assert check_loopback(url) == url


def test_the_command_refuses_another_host(monkeypatch):
    monkeypatch.setattr("sys.stderr", told := io.StringIO())

    code = main(
        [
            "--host",
            "0.0.0.0",
            "--secret-key",
            "sk_test_standin_x",
            "--webhook-secret",
            "whsec_x",
            "--control-token",
            "t",
        ]
    )

    assert (code, told.getvalue()) == (2, "sandbox: The stand-in listens on 127.0.0.1 alone, not on 0.0.0.0.\n")


def test_a_state_file_outlives_the_process(tmp_path):
    options = ("--state", str(tmp_path / "state.sqlite"), "--fee-percent", "1", "--fee-fixed", "10")
    first = start_standin(None, *options)
    try:
        charge = settled_charge(first, first.client())
        session = open_session(first.client())
        first.control("clock", advance=5000)
    finally:
        first.stop()

    second = start_standin(None, *options)
    try:
        api = second.client()
        row = api.v1.balance_transactions.retrieve(charge.balance_transaction)
        state = second.control("state", "GET")
        found = api.v1.checkout.sessions.retrieve(session.id)
    finally:
        second.stop()

    # 1 % of 50.00 is 0.50, and 10 cents.
    assert (row.fee, row.net) == (60, 4940)
    assert state["clock_offset"] == 5000
    assert (found.id, found.status) == (session.id, "open")
