"""Reviews of online donors: is a supporter that was added the same as an existing one?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.privacy.visibility import VisibleQuerySet
from crm.models import Supporter
from donations.models.online import GiftIntent

#: Reviews that involve no protected person.
OPENLY = Q(supporter__protected=False, candidate__protected=False)


class DonorReviewQuerySet(VisibleQuerySet["DonorReview"]):
    def visible_to(self, user: Any) -> DonorReviewQuerySet:
        """All reviews for users who may reveal names; for others, those that involve no protected person."""
        rows = super().visible_to(user)
        return rows if user.has_perm("supporters.edit") else rows.filter(OPENLY)


class DonorReview(models.Model):
    intent = models.ForeignKey(GiftIntent, on_delete=models.PROTECT, related_name="reviews")
    supporter = models.ForeignKey(
        Supporter, on_delete=models.PROTECT, related_name="+", help_text="The supporter who was added."
    )
    candidate = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    seen_with = "supporters.view"
    objects = DonorReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(name="donor_review_listed", fields=["created_at", "id"])]
        constraints = [models.UniqueConstraint(fields=["intent", "candidate"], name="donor_review_once")]

    def __str__(self) -> str:
        return f"{self.supporter} or {self.candidate}?"
