"""Versions of processor objects: of concurrent requests for one object, an older answer never replaces a newer one.

`next_version` numbers a request before it is sent, outside any transaction. `claim_latest` is called when the answer is
applied, inside a transaction; it returns False for an answer older than the last one applied. No lock is held in
between.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F

from donations.models import ProcessorObject


@dataclass(frozen=True)
class RequestedVersion:
    row_id: int
    number: int


def next_version(*, kind: str, external_id: str, livemode: bool) -> RequestedVersion:
    """The number of a request for an object. Call outside transactions, before asking the processor."""
    mine = {"external_id": external_id, "livemode": livemode}
    ProcessorObject.objects.bulk_create([ProcessorObject(kind=kind, **mine)], ignore_conflicts=True)
    with transaction.atomic():
        ProcessorObject.objects.filter(**mine).update(requested_version=F("requested_version") + 1)
        row_id, number = ProcessorObject.objects.filter(**mine).values_list("pk", "requested_version").get()
    return RequestedVersion(row_id, number)


def claim_latest(version: RequestedVersion, *, facts: dict[str, Any], at: datetime) -> bool:
    """Record an answer as the latest of its object; False when a newer one was applied already. Call inside the
    transaction that applies the answer: the object's row stays locked until it ends."""
    plain = json.loads(DjangoJSONEncoder().encode(facts))
    latest = ProcessorObject.objects.filter(pk=version.row_id, applied_version__lt=version.number)
    return bool(latest.update(applied_version=version.number, facts=plain, fetched_at=at))
