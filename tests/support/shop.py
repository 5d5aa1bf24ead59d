"""The application with online giving switched on, and the stand-in as a process of its own behind it.

Tests ask for `shop`. Nothing is replaced but the network: the real library asks the stand-in over HTTP, and its
signed webhooks come back to the served application.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from core.extend import Drain, entries
from core.models import Organization
from donations.models import Fund, GatewayEvent, GiftIntent
from tests.sandbox.support.standin import StandIn, start_standin
from tests.support.builders import make_fund, make_organization

FORM = {
    "amount": "50",
    "other": "",
    "full_name": "Amina Testperson",
    "email": "amina@example.org",
    "country": "",
    "postal_code": "",
    "comment": "",
    "website": "",
    "lang": "en",
}


@dataclass
class Shop:
    """`give()` sends the form of the giving page and answers with the intent; `pay()` is the donor at the bank."""

    url: str
    standin: StandIn
    organization: Organization
    fund: Fund
    client: Client = field(default_factory=Client)

    def token(self, path: str = "/give/") -> str:
        """The token of a fresh form."""
        return self.client.get(path).context["token"]

    def post(self, path: str = "/give/", **changed: Any):
        """Send the form; a value of None leaves a field out."""
        values = {**FORM, "fund": str(self.fund.pk), "token": changed.pop("token", None) or self.token(path), **changed}
        return self.client.post(path, {name: value for name, value in values.items() if value is not None})

    def give(self, path: str = "/give/", **changed: Any) -> GiftIntent:
        answer = self.post(path, **changed)
        assert answer.status_code == 302, answer.context["form"].errors
        return GiftIntent.objects.get(session_url=answer.url)

    def pay(self, intent: GiftIntent, outcome: str = "pay", **payer: Any) -> dict:
        return self.standin.control(f"sessions/{intent.session_id}/{outcome}", **payer)

    def hold(self) -> None:
        """Let notices wait at the stand-in until they are released."""
        self.standin.control("webhooks", mode="hold")

    def settle(self) -> None:
        """Everything under way arrives, and the worker does all that waits."""
        self.standin.control("idle", timeout=20)
        self.work()

    def work(self) -> None:
        """The worker's round, failing as a test should."""
        for drain in entries(Drain):
            drain.run()

    def unfinished(self) -> list[str]:
        """Notices that are not done, for asserting that none is."""
        rows = GatewayEvent.objects.filter(status__in=GatewayEvent.DUE)
        return [f"{row.type}: {row.error}" for row in rows]


@pytest.fixture(scope="session")
def shop_standin() -> Iterator[StandIn]:
    running = start_standin(None, "--fee-delay", "3600")
    yield running
    running.stop()


@pytest.fixture
def shop(live_app: str, shop_standin: StandIn, settings: Any) -> Shop:
    """Online giving on the test's own database; fees are known an hour after the charge unless settled."""
    use_standin(settings, shop_standin, live_app)
    shop_standin.control("reset")
    shop_standin.control("webhooks", url=f"{live_app}/stripe/webhook/")
    organization = make_organization(environment=Organization.Environment.DEMO)
    return Shop(live_app, shop_standin, organization, make_fund("GENERAL", name="Where it is needed most", public=True))


def use_standin(settings: Any, standin: StandIn, site: str) -> None:
    """Settings of an installation that pays through the stand-in."""
    settings.STRIPE_API_BASE = standin.url
    settings.STRIPE_SECRET_KEY = standin.secret_key
    settings.STRIPE_WEBHOOK_SECRETS = [standin.webhook_secret]
    settings.STRIPE_MODE = "test"
    settings.PROCESSOR_SECONDS = (60.0, 60.0)  # a busy machine is no slow processor
    settings.SITE_URL = site
    settings.GIVE_FEE_PERCENT, settings.GIVE_FEE_FIXED = Decimal("2.9"), Decimal("0.30")
    policy = settings.CONTENT_SECURITY_POLICY
    directives = {**policy["DIRECTIVES"], "form-action": ["'self'", standin.url]}
    settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": directives}
