"""Reversals of wrong entries, refunds, and failed refunds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.display import money_text
from core.money import MoneyField
from core.privacy.visibility import VisibleQuerySet
from crm.models.texts import TextQuerySet, TextRow
from donations.models.gifts import STRIPE, Gift, GiftLine


class Reversal(TextRow):
    """A wrong entry that no longer counts; `replacement` is the corrected entry, if there is one."""

    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="reversal")
    replacement = models.OneToOneField(Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    reason = models.CharField(max_length=500)
    posted_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    seen_with = "gifts.view"
    texts = ("reason",)
    whole = "gift"
    objects = TextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reversal_replaces_another",
                condition=Q(replacement__isnull=True) | ~Q(replacement=models.F("gift")),
            )
        ]

    def __str__(self) -> str:
        return f"Reversal of {self.gift}"


class RefundQuerySet(TextQuerySet["Refund"]):
    def active(self) -> RefundQuerySet:
        """Refunds that count: those that did not fail."""
        return self.filter(~Exists(FailedRefund.objects.filter(refund=OuterRef("pk"))))


class Refund(TextRow):
    """Money refunded to the donor. Its lines say which funds it came from and add up to it."""

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="refunds")
    amount = MoneyField()
    refunded_on = models.DateField(db_index=True)
    posted_on = models.DateField()
    reason = models.TextField()
    system = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=200, null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    seen_with = "gifts.view"
    texts = ("reason",)
    whole = "gift"
    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["refunded_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="refund_positive", condition=Q(amount__gt=0), violation_error_message="Enter an amount above $0."
            ),
            models.UniqueConstraint(fields=["system", "reference"], name="refund_reference_once"),
        ]

    def __str__(self) -> str:
        return f"Refund of {self.amount} on {self.gift}"

    def repeat_message(self, when: str) -> str:
        """Message for a form that was already sent once, with other content."""
        return f"You already refunded {money_text(self.amount)} for this gift {when}."

    @property
    def failed(self) -> bool:
        """Whether the money was returned to us; such a refund counts nowhere."""
        return hasattr(self, "failure")

    @property
    def by_processor(self) -> bool:
        """Whether the processor sent it, and so reports a failure itself."""
        return self.system == STRIPE


class RefundLine(models.Model):
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(GiftLine, on_delete=models.PROTECT, related_name="refund_lines")
    amount = MoneyField()

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="refund_line_positive", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.amount} of {self.line}"


class FailedRefund(TextRow):
    """A refund that never reached the donor: the gift has its money again from the day it failed."""

    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, related_name="failure")
    failed_on = models.DateField()
    posted_on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    seen_with = "gifts.view"
    texts = ("reason",)
    whole = "refund__gift"
    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["failed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.refund} failed"
