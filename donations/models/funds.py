"""Funds and campaigns."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Fund(models.Model):
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    name_ur = models.CharField(
        "name in Urdu",
        max_length=100,
        blank=True,
        help_text="Shown on the Urdu giving page. Leave blank to show the name.",
    )
    purpose = models.TextField(blank=True)
    restricted = models.BooleanField("with donor restriction", default=False)
    zakat_eligible = models.BooleanField("Zakat-eligible", default=False)
    active = models.BooleanField(default=True)
    public = models.BooleanField("offered on the giving page", default=False)

    class Meta:
        ordering = ["restricted", "name"]

    def __str__(self) -> str:
        return self.name

    def words(self, language: str) -> str:
        """The name in a language; the English one when there is none."""
        return (self.name_ur if language == "ur" else "") or self.name

    def restricted_on(self, day: date) -> bool:
        """Whether gifts of a day were given with donor restriction. Uses prefetched rows."""
        rows = sorted(self.restrictions.all(), key=lambda row: row.starts_on)
        past = [row.restricted for row in rows if row.starts_on <= day]
        return past[-1] if past else rows[0].was if rows else self.restricted


class FundRestriction(models.Model):
    """A dated change of a fund's restriction; gifts dated before `starts_on` keep theirs."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="restrictions")
    restricted = models.BooleanField()
    was = models.BooleanField()
    starts_on = models.DateField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "starts_on"], name="fund_restriction_once_a_day"),
            models.CheckConstraint(name="fund_restriction_changes", condition=~Q(restricted=F("was"))),
        ]

    def __str__(self) -> str:
        return f"{self.fund} from {self.starts_on}"


class Campaign(models.Model):
    name = models.CharField(max_length=100, unique=True)
    name_ur = models.CharField(
        "name in Urdu",
        max_length=100,
        blank=True,
        help_text="Shown on Urdu giving pages. Leave blank to show the name.",
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["-starts_on", "name"]

    def __str__(self) -> str:
        return self.name

    def words(self, language: str) -> str:
        """The name in a language; the English one when there is none."""
        return (self.name_ur if language == "ur" else "") or self.name
