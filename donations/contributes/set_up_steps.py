"""What a new installation needs before it can take gifts."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from core import extend
from donations.models import Fund, GatewayEvent


def _is_heard() -> bool:
    """Whether the processor is reached and its signed notices arrive."""
    return bool(settings.STRIPE_SECRET_KEY) and GatewayEvent.objects.exists()


STEPS = (
    extend.SetUpStep(
        "fund",
        "Add the first fund",
        "Every gift goes to a fund. Most charities begin with one for general use, without donor restriction.",
        "funds.manage",
        30,
        Fund.objects.exists,
        lambda: reverse("donations:fund-new"),
    ),
    extend.SetUpStep(
        "stripe",
        "Connect Stripe for online giving",
        "Put the keys and the webhook's signing secret into the settings file, then send a test notice from Stripe: "
        "this step is done when the first one arrives.",
        "settings.manage",
        40,
        _is_heard,
        lambda: "",
        skippable=True,
    ),
)
