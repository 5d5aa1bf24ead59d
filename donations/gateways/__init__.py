"""Payment processors: one module each, one line here.

Call `current()` to get the processor. It raises `UnsafePayments` for settings that mix live and test payments or do not
match the database, and returns None without keys, when online giving is off.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from core.models import Organization
from donations.gateways.base import Gateway
from donations.gateways.safety import Keys, problems, stamp_problem
from donations.gateways.stripe import StripeGateway

GATEWAYS = {StripeGateway.slug: StripeGateway}


class UnsafePayments(ImproperlyConfigured):
    """Keys, URL, mode and database do not match; the message says which."""


def keys() -> Keys:
    """The settings that say how the processor is reached."""
    return Keys(
        secret_key=settings.STRIPE_SECRET_KEY,
        api_base=settings.STRIPE_API_BASE,
        mode=settings.STRIPE_MODE,
        webhook_secrets=tuple(settings.STRIPE_WEBHOOK_SECRETS),
        debug=settings.DEBUG,
        demo=settings.DEMO,
    )


def refuse_unsafe_settings() -> None:
    """Raise `UnsafePayments` at startup, in every process and command, for settings that must not be used."""
    if found := problems(keys()):
        raise UnsafePayments("Online giving can't start with these settings:\n  - " + "\n  - ".join(found))


@register(Tags.database)
def check_stamp(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[Error]:
    """A Django check: the key's mode (live or test) must match the database's."""
    now = keys()
    if not now.secret_key or "default" not in (databases or []):
        return []
    if Organization._meta.db_table not in connection.introspection.table_names():
        return []
    stamps = Organization.objects.filter(pk=1).values_list("environment", flat=True)
    found = [stamp_problem(now, stamp) for stamp in stamps]
    return [Error(problem, id="donations.E001") for problem in found if problem]


def current() -> Gateway | None:
    """The processor to use now; None without keys. Raises `UnsafePayments`."""
    now = keys()
    if found := problems(now):
        raise UnsafePayments(" ".join(found))
    organization = Organization.objects.only("environment").filter(pk=1).first()
    if not now.secret_key or organization is None:
        return None
    if problem := stamp_problem(now, organization.environment):
        raise UnsafePayments(problem)
    return _made(now)


@lru_cache(maxsize=4)
def _made(now: Keys) -> Gateway:
    return GATEWAYS["stripe"](now)
