"""Checks before a payment processor is used; pure, so that startup and every use run the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

LIVE_BASE = "https://api.stripe.com"
MODES = {"sk_live_": "live", "rk_live_": "live", "sk_test_": "test", "rk_test_": "test"}


@dataclass(frozen=True)
class Keys:
    """The settings to reach the processor, under the same names."""

    secret_key: str = ""
    api_base: str = ""
    mode: str = ""
    webhook_secrets: tuple[str, ...] = ()
    debug: bool = False
    demo: bool = False

    @property
    def base(self) -> str:
        return self.api_base or LIVE_BASE

    @property
    def key_mode(self) -> str:
        """`live` or `test` by the key's prefix; '' for anything else."""
        return next((mode for prefix, mode in MODES.items() if self.secret_key.startswith(prefix)), "")


def problems(keys: Keys) -> list[str]:
    """Why these settings must not be used, one sentence each; empty when they are complete or giving is off.

    The processor's library would send a live key over plain HTTP to any host, so we have to check.
    """
    if not keys.secret_key:
        return []
    found = list(_key_problems(keys))
    if keys.base != LIVE_BASE:
        found += _stand_in_problems(keys)
    if not keys.webhook_secrets or not all(secret.startswith("whsec_") for secret in keys.webhook_secrets):
        found.append(
            "Set STRIPE_WEBHOOK_SECRETS to the webhook's signing secrets (whsec_…): they verify Stripe notifications."
        )
    return found


def _key_problems(keys: Keys):
    if any(char.isspace() for char in keys.secret_key):
        yield "STRIPE_SECRET_KEY contains a space or a line break."
    if not keys.key_mode:
        yield "STRIPE_SECRET_KEY is not a secret key: it must start with sk_live_, rk_live_, sk_test_ or rk_test_."
    elif keys.mode != keys.key_mode:
        yield f"STRIPE_MODE is {keys.mode!r}, but STRIPE_SECRET_KEY is a {keys.key_mode} key. They must match."
    if keys.key_mode == "live" and keys.debug:
        yield "A live key can't be used while DEBUG is on."
    if keys.key_mode == "live" and keys.demo:
        yield "A live key can't be used while SOLIDARITY_DEMO is on."


def _stand_in_problems(keys: Keys) -> list[str]:
    """Problems with a URL other than the processor's own: it must be the stand-in on this machine, and never with a
    live key."""
    found = []
    if keys.key_mode == "live":
        found.append(f"A live key may only be sent to {LIVE_BASE}. Remove STRIPE_API_BASE.")
    if not is_loopback(keys.base):
        found.append("STRIPE_API_BASE must be an address on this computer, such as http://127.0.0.1:12111.")
    if urlsplit(keys.base).path or urlsplit(keys.base).query:
        found.append("STRIPE_API_BASE must end after the port, without a slash.")
    return found


def is_loopback(address: str) -> bool:
    """Whether an HTTP URL is a loopback IP address. Host names are refused, as they could resolve to anything."""
    parts = urlsplit(address)
    try:
        return parts.scheme == "http" and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def stamp_problem(keys: Keys, environment: str) -> str:
    """Why this key must not be used with this database; '' when it may. `environment` is stored with the
    organization."""
    wanted = "live" if keys.key_mode == "live" else "demo"
    if environment == wanted:
        return ""
    if wanted == "live":
        return "This is a demo database, so a live key can't be used here."
    return "This database holds real gifts, so a test key can't be used here."
