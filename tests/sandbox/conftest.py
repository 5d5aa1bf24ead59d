"""One stand-in process for these tests, forgotten between them, and a receiver of its webhooks for each."""

from collections.abc import Iterator

import pytest
import stripe

from tests.sandbox.support.receiver import Receiver
from tests.sandbox.support.standin import StandIn, start_standin


@pytest.fixture(scope="session")
def standin_process() -> Iterator[StandIn]:
    running = start_standin(None, "--fee-delay", "3600")
    yield running
    running.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    listening = Receiver()
    yield listening
    listening.stop()


@pytest.fixture
def standin(standin_process: StandIn, receiver: Receiver) -> StandIn:
    """A stand-in without a past; fees are known an hour after the charge."""
    standin_process.control("reset")
    standin_process.control("webhooks", url=receiver.url)
    return standin_process


@pytest.fixture
def api(standin: StandIn) -> stripe.StripeClient:
    return standin.client()
