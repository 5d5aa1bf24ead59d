"""What the session has proven: allauth's list of authentication methods and times."""

from __future__ import annotations

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

SECOND_FACTOR = "mfa"


def proved_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or later confirmed, with a code, a passkey or a recovery code."""
    return any(entry.get("method") == SECOND_FACTOR for entry in get_authentication_records(request, request.user))


def is_fresh(request: HttpRequest) -> bool:
    """Whether the user authenticated in the last `ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds."""
    entries = get_authentication_records(request, request.user)
    newest = max((entry.get("at", 0) for entry in entries), default=0)
    return time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT


def last_proof(request: HttpRequest, user: AbstractBaseUser) -> str:
    """The last authentication method: password, totp, webauthn or recovery_codes."""
    entries = get_authentication_records(request, user)
    return str(entries[-1].get("type") or entries[-1].get("method")) if entries else ""


def keep_set_up(request: HttpRequest, authenticator: Authenticator) -> None:
    """Count setting up a second factor as proof of it in this session."""
    record_authentication(
        request, authenticator.user, SECOND_FACTOR, id=authenticator.pk, type=str(authenticator.type), set_up=True
    )
