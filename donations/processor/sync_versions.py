"""Asking the processor about one object from several places at once: only the latest question's answer is applied.

A ticket is taken before asking, outside any transaction, and shown when the answer is applied, inside one. An answer
older than the last one applied changes nothing. There is no lock held while the processor is asked.
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
class Ticket:
    row_id: int
    number: int


def take(*, kind: str, external_id: str, livemode: bool) -> Ticket:
    """The next ticket of an object."""
    mine = {"external_id": external_id, "livemode": livemode}
    ProcessorObject.objects.bulk_create([ProcessorObject(kind=kind, **mine)], ignore_conflicts=True)
    with transaction.atomic():
        ProcessorObject.objects.filter(**mine).update(ticket=F("ticket") + 1)
        row_id, number = ProcessorObject.objects.filter(**mine).values_list("pk", "ticket").get()
    return Ticket(row_id, number)


def use(ticket: Ticket, *, facts: dict[str, Any], at: datetime) -> bool:
    """Whether this answer may be applied, which then is the latest. Call inside the transaction that applies it: the
    object's row stays locked until that ends."""
    plain = json.loads(DjangoJSONEncoder().encode(facts))
    latest = ProcessorObject.objects.filter(pk=ticket.row_id, applied__lt=ticket.number)
    return bool(latest.update(applied=ticket.number, facts=plain, fetched_at=at))
