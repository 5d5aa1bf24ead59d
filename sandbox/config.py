"""What the process is started with, and the checks that keep it on this machine."""

from dataclasses import dataclass
from decimal import Decimal
from ipaddress import ip_address
from urllib.parse import urlsplit

HOST = "127.0.0.1"
KEY_PREFIX = "sk_test_standin_"
SECRET_PREFIX = "whsec_"


class BadSettings(ValueError):
    """The process must not start like this; the message says why."""


@dataclass(frozen=True)
class Settings:
    """Amounts in cents, delays in seconds of the stand-in's own clock."""

    secret_key: str
    webhook_secret: str
    control_token: str
    webhook_url: str | None = None
    host: str = HOST
    port: int = 0
    state: str | None = None
    fee_percent: Decimal = Decimal("2.9")
    fee_fixed: int = 30
    fee_delay: float = 5.0
    settle_days: int = 2
    business_name: str = "A demonstration charity"

    def __post_init__(self):
        if self.host != HOST:
            raise BadSettings(f"The stand-in listens on {HOST} alone, not on {self.host}.")
        if not self.secret_key.startswith(KEY_PREFIX):
            raise BadSettings(f"The secret key must start with {KEY_PREFIX}: never give a real key to the stand-in.")
        if not self.webhook_secret.startswith(SECRET_PREFIX):
            raise BadSettings(f"The webhook secret must start with {SECRET_PREFIX}")
        if not self.control_token:
            raise BadSettings("A control token is needed.")
        if self.webhook_url:
            check_loopback(self.webhook_url)
        if not 0 <= self.fee_percent < 100 or self.fee_fixed < 0 or self.fee_delay < 0 or self.settle_days < 0:
            raise BadSettings("Fees and delays are positive; the percentage is below 100.")


def check_loopback(url: str) -> str:
    """Return ``url`` when it is plain http to this machine; raise ``BadSettings`` for anything else."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname or not _is_loopback(parts.hostname):
        raise BadSettings(f"Webhooks go to this machine alone (http://127.0.0.1:…), not to {url}")
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
