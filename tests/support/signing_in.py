"""Signed-in clients without the forms: sessions that have proven what the product asks of their owner."""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from core.models import User
from core.sign_in import idle, sessions

#: After every day a test travels to: a proof that stays fresh, and a session that was just noted.
LATER = 4_102_444_800.0


def sign_in(client: Client, user: User, *, second_factor: bool = True, fresh: bool = True) -> None:
    """Open a session for a user, as if with password and code, a moment ago."""
    client.force_login(user)
    session = client.session
    session.update(proofs(user, second_factor=second_factor, fresh=fresh))
    session.save()


def proofs(user: User, *, second_factor: bool = True, fresh: bool = True) -> dict[str, Any]:
    """What a session holds whose owner was recognized, and that was noted already."""
    at = LATER if fresh else time.time() - 3600
    entries: list[dict[str, Any]] = [{"method": "password", "at": at}]
    if second_factor:
        entries.append({"method": "mfa", "type": "totp", "at": at})
    owner = {AUTHENTICATION_METHODS_SESSION_KEY: entries, _AUTHENTICATION_METHODS_USER_SESSION_KEY: str(user.pk)}
    return {**owner, sessions.NOTED: LATER, idle.BEGAN: LATER, idle.USED: LATER}
