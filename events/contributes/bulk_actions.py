"""Bulk actions on selected guests."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from core.extend import BulkAction


def _print(page: Any) -> str:
    return reverse("events:guest-print", args=[page.event.slug])


ACTIONS = (
    BulkAction(
        on="guest",
        slug="print",
        label="Print A–Z",
        icon="print",
        permission="events.view",
        order=10,
        url=_print,
    ),
)
