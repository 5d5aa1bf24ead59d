"""Ways into the product for tests: codes of an app, and forms filled like a person would."""

import hashlib
import hmac
import struct
import time
from base64 import b32decode

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from core.models import User
from tests.support.builders import PASSWORD

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(seed: str = SEED, *, at: float | None = None) -> str:
    """What an authenticator app shows (RFC 6238: SHA-1, six digits, thirty seconds)."""
    counter = int(time.time() if at is None else at) // 30
    digest = hmac.new(b32decode(seed), struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def give_app(user: User) -> list[str]:
    """Set the app up for a user; gives the recovery codes."""
    TOTP.activate(user, SEED)
    return RecoveryCodes.activate(user).get_unused_codes()


def type_password(client: Client, user: User, password: str = PASSWORD, **more: str):
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def type_code(client: Client, code: str):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
