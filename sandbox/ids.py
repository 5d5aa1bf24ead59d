"""Identifiers in Stripe's form: a prefix that names the kind, then random letters and digits."""

import secrets
import string

_ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """``new_id("ch")`` → ``ch_…`` with ``length`` random characters."""
    return f"{prefix}_" + "".join(secrets.choice(_ALPHABET) for _ in range(length))
