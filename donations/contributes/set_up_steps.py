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
        "fund",
        "Add the first fund",
        "Every gift is recorded in a fund. Most charities start with one general fund, without donor restriction.",
        "funds.manage",
        30,
        Fund.objects.exists,
        lambda: reverse("donations:fund-new"),
    ),
    extend.SetUpStep(
        "stripe",
        "Connect Stripe for online giving",
        "Add the keys and the webhook signing secret to the settings file, then send a test notification from Stripe. "
        "This step is done when the first one arrives.",
        "settings.manage",
        40,
        _is_heard,
        lambda: "",
        skippable=True,
    ),
)
