"""The audit log: what was done, and what personal values stood before.

- An **AuditEntry** holds no personal value, and never changes.
- A **Change** holds one value of a person before and after an act. It may be erased, which leaves the row and says so;
  nothing else about it ever changes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from core import extend
from core.models.mail import Message
from core.privacy.visibility import NOBODY, RevealedPeople, guarded


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: Any) -> AuditQuerySet:
        """All entries for users who manage the installation; those about money and their own for finance; for others
        their own. Pages that show reasons also use `core.audit.reasons`."""
        if user.has_perm("audit.all"):
            return self.all()
        own = Q(actor=user) if user.is_authenticated else Q(pk__in=[])
        if user.has_perm("audit.money"):
            own |= Q(act__in=[act.name for act in extend.entries(extend.AuditAct) if act.money])
        return self.filter(own)

    def with_readable_reason(self, revealed: RevealedPeople = NOBODY) -> AuditQuerySet:
        """Adds `readable_reason`: blank where it is about a protected person who is not revealed. For searches; for
        loaded rows `core.audit.reasons` needs fewer queries."""
        letters = Message.objects.guarded(revealed).filter(pk=OuterRef("object_id"))
        among = Change.objects.filter(guarded(revealed), entry=OuterRef("pk"))
        # An act on many rows has no object: it is hidden if any of its changes is.
        bulk = Q(object_type="") & Q(Exists(among))
        hidden = guarded(revealed) | Q(object_type="core.message") & Q(Exists(letters)) | bulk
        for source in extend.entries(extend.GuardedReasons):
            hidden |= Q(Exists(source.entries(revealed).filter(object_id=OuterRef("pk"))))
        return self.annotate(
            readable_reason=Case(When(hidden, then=Value("")), default=F("reason"), output_field=models.TextField())
        )

    def about(self, object_type: str, object_id: int) -> AuditQuerySet:
        """Entries about one object, alone or among others."""
        among = Change.objects.about(object_type, object_id).order_by().values("entry")
        return self.filter(Q(object_type=object_type, object_id=object_id) | Q(pk__in=among))


class AuditEntry(models.Model):
    """Who did what to which object, when and why."""

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    act = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    #: The reason as its reader may see it, on rows of `readable_reason`.
    readable_reason: str

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(name="audit_entry_listed", fields=["at", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.object_type} {self.object_id or ''}".strip()


class ChangeQuerySet(models.QuerySet["Change"]):
    def visible_to(
        self, user: Any, *, revealed: RevealedPeople = NOBODY, among: frozenset[str] | None = None
    ) -> ChangeQuerySet:
        """Values of objects this user may edit; those of protected people only while they are revealed. Whoever has the
        rows at hand says `among` which kinds of objects they are: only these are asked about, and shown."""
        shown = Q(pk__in=[])
        for scope in extend.entries_for(user, extend.ChangeScope):
            if among is None or scope.object_type in among:
                shown |= Q(object_type=scope.object_type, object_id__in=scope.rows(user))
        return self.filter(shown & ~guarded(revealed, among))

    def about(self, object_type: str, *keys: int) -> ChangeQuerySet:
        """Changes of objects of a kind."""
        return self.filter(object_type=object_type, object_id__in=keys)

    def erase(self, at: datetime) -> int:
        """Erase the values; the rows stay and say when. Returns how many had any."""
        return self.filter(erased_at__isnull=True).update(before="", after="", erased_at=at)


class Change(models.Model):
    """One personal value before and after an act. The entry says who, when and why."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="changes")
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["object_type", "object_id"])]
        constraints = [
            models.CheckConstraint(
                name="change_erased_holds_nothing",
                condition=Q(erased_at__isnull=True) | Q(before="", after=""),
                violation_error_message="An erased change has no value.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.object_type} {self.object_id}"
