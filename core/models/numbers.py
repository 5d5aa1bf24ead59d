"""Counters without gaps."""

from __future__ import annotations

from django.db import models


class Sequence(models.Model):
    """The last number taken of a series; see `core/db/sequences.py`."""

    series = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"
