"""Pledges: money a supporter promised to give."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.display import money_text
from core.money import ZERO, MoneyField
from crm.models import Supporter
from crm.models.texts import TextQuerySet, TextRow
from donations.models.funds import Fund


class PledgeQuerySet(TextQuerySet["Pledge"]):
    def unpaid(self) -> PledgeQuerySet:
        """Pledges that are not paid in full."""
        return self.filter(paid__lt=F("amount"))


class Pledge(TextRow):
    """`paid` is raised with each payment in the same transaction; overpayment is allowed and shown."""

    number = models.PositiveIntegerField(unique=True, editable=False)
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="pledges")
    amount = MoneyField()
    paid = MoneyField(default=ZERO, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="pledges")
    promised_on = models.DateField()
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    seen_with = "gifts.view"
    texts = ("note",)
    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-promised_on", "-pk"]
        indexes = [
            models.Index(name="pledge_listed", fields=["promised_on", "id"]),
            models.Index(name="pledge_by_amount", fields=["amount", "id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="pledge_positive", condition=Q(amount__gt=0), violation_error_message="Enter an amount above $0."
            ),
            models.CheckConstraint(name="pledge_paid_not_negative", condition=Q(paid__gte=0)),
        ]

    def __str__(self) -> str:
        return self.spoken_number

    def repeat_message(self, when: str) -> str:
        """Message for a form that was already sent once, with other content."""
        return f"You already recorded a pledge of {money_text(self.amount)}, {self.spoken_number}, {when}."

    @property
    def spoken_number(self) -> str:
        return f"P-{self.number:04d}"

    @property
    def open_amount(self) -> Decimal:
        """What is still to be paid; never below zero."""
        return max(ZERO, self.amount - self.paid)
