"""What a new installation needs before it can take gifts."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from core import extend
from donations.models import Fund, GatewayEvent


def _is_heard() -> bool:
    """Whether a key is set and at least one signed Stripe notification has arrived."""
    return bool(settings.STRIPE_SECRET_KEY) and GatewayEvent.objects.exists()


STEPS = (
    extend.SetUpStep(
        slug="fund",
        label="Add the first fund",
        help="Every gift is recorded in a fund. Most charities start with one general fund, without donor restriction.",
        permission="funds.manage",
        order=30,
        is_done=Fund.objects.exists,
        url=lambda: reverse("donations:fund-new"),
    ),
    extend.SetUpStep(
        slug="stripe",
        label="Connect Stripe for online giving",
        help="Add the keys and the webhook signing secret to the settings file, then send a test"
        " notification from Stripe. "
        "This step is done when the first one arrives.",
        permission="settings.manage",
        order=40,
        is_done=_is_heard,
        url=lambda: "",
        skippable=True,
    ),
)
