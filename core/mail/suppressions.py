"""Suppressed addresses: stored as keyed hashes, so that the list names nobody.

The key is derived from `SUPPRESSION_KEY` if set, else from `SECRET_KEY`; rows made under one of `SECRET_KEY_FALLBACKS`
are still found.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import audit
from core.db.chunks import chunks
from core.models import Suppression, User

SALT = b"core.mail.suppressions"
#: The number of hashes in one query.


def normal(address: str) -> str:
    """An address as it is compared: lower case, composed, the domain in ASCII form."""
    name, at, domain = unicodedata.normalize("NFKC", address).strip().lower().rpartition("@")
    with contextlib.suppress(UnicodeError):  # not a domain at all: compared unchanged
        domain = domain.encode("idna").decode()
    return f"{name}{at}{domain}"


def suppress(
    address: str, *, kind: str, source: str, since: datetime | None = None, by: User | None = None
) -> Suppression:
    """Suppress emails to an address, once per kind. `source` says how we know. Raises `ValueError` for an
    unknown kind."""
    found, new = Suppression.objects.get_or_create(
        key=_keys(address)[0],
        kind=Suppression.Kind(kind),
        lifted_at=None,
        defaults={"since": since or timezone.now(), "source": source},
    )
    if new:
        audit.record(by, "address.suppressed", found, kind=kind, source=found.source)
    return found


@transaction.atomic
def suppress_all(addresses: Iterable[str], *, kind: str, source: str, by: User | None = None) -> list[Suppression]:
    """Suppress many addresses, with one audit entry; returns the new suppressions."""
    asked = set(addresses)
    already = {address for address, rows in rows_of(asked).items() if any(row.kind == kind for row in rows)}
    keys = sorted({_keys(address)[0] for address in asked - already})
    common = {"kind": Suppression.Kind(kind), "source": source, "since": timezone.now()}
    Suppression.objects.bulk_create(
        [Suppression(key=key, **common) for key in keys], batch_size=2_000, ignore_conflicts=True
    )
    rows = [row for some in chunks(keys) for row in Suppression.objects.filter(key__in=some, **common)]
    if rows:  # rows inserted by a concurrent request have another time
        named = [audit.FieldChange("kind", None, row.kind, of=row) for row in rows]
        audit.record(by, "addresses.suppressed", kind=kind, source=source, count=len(rows), changes=named)
    return rows


def suppressed(addresses: Iterable[str]) -> dict[str, frozenset[str]]:
    """Which of these addresses are suppressed, as given, with the kinds; others are left out."""
    return {address: frozenset(row.kind for row in rows) for address, rows in rows_of(addresses).items()}


def rows_of(addresses: Iterable[str]) -> dict[str, list[Suppression]]:
    """The active suppressions of each address that has any, in one query per few hundred."""
    keys = {address: _keys(address) for address in set(addresses)}
    found: dict[str, list[Suppression]] = {}
    for some in chunks(sorted({key for made in keys.values() for key in made})):
        for row in Suppression.objects.filter(key__in=some, lifted_at__isnull=True):
            found.setdefault(row.key, []).append(row)
    told = {address: [row for key in made for row in found.get(key, ())] for address, made in keys.items()}
    return {address: rows for address, rows in told.items() if rows}


@transaction.atomic
def lift(*, suppression: Suppression, reason: str, by: User) -> bool:
    """Allow emails to an address again. False when another user did so already."""
    standing = Suppression.objects.filter(pk=suppression.pk, lifted_at__isnull=True)
    if not standing.update(lifted_at=timezone.now(), lifted_by=by, lifted_because=reason):
        return False
    audit.record(by, "address.lifted", suppression, reason=reason, kind=suppression.kind)
    return True


def _keys(address: str) -> list[str]:
    """The keyed hashes of an address: first the one for new rows, then those of older secrets."""
    secrets = [settings.SUPPRESSION_KEY] if settings.SUPPRESSION_KEY else []
    secrets += [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    text = normal(address).encode()
    return [_hash(hmac.digest(secret.encode(), SALT, hashlib.sha256), text) for secret in secrets]


def _hash(key: bytes, text: bytes) -> str:
    return hmac.new(key, text, hashlib.sha256).hexdigest()
