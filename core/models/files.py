"""Bytes kept in the database.

- A file is opened through `visible_to`: an export by whoever ordered it, a receipt or pack by whoever has the right to
  its kind, an upload by nobody; `permission` is what its content needs besides, so that a role taken away closes it.
- Its address holds a random key, and means nothing to anybody else who is signed in.
- An export opens for a day, an upload is kept for 30 days after its batch was decided; the night after, their bytes are
  removed, and name, size and SHA-256 stay for the audit. Receipts, packs and images are never removed.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core import extend
from core.models.users import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

EXPORT_KEPT = timedelta(hours=24)
UPLOAD_KEPT = timedelta(days=30)


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, user: User | AnonymousUser) -> StoredFileQuerySet:
        """The files this user may open, whether or not their bytes are still stored."""
        if not isinstance(user, User):
            return self.none()
        may = user.get_permissions()
        kinds = [kind for kind, permission in StoredFile.OPENED_BY.items() if permission in may]
        opened = Q(purpose__in=kinds) | Q(purpose__in=StoredFile.OPENED_BY_OWNER, owner=user)
        found = self.filter(opened, permission__in=["", *may])
        for guard in extend.entries(extend.GuardedFiles):
            if guard.permission not in may:
                found = found.exclude(pk__in=guard.keys())
        return found

    def decided(self, at: datetime) -> int:
        """Start the retention of uploads that were decided; returns how many."""
        return self.filter(purpose=StoredFile.Purpose.UPLOAD).update(expires_at=at + UPLOAD_KEPT)

    def due(self, at: datetime) -> StoredFileQuerySet:
        """Files past their retention whose bytes are still stored."""
        return self.filter(expires_at__lte=at, removed_at__isnull=True)

    def sweep(self, at: datetime) -> int:
        """Delete the bytes of files past their retention; returns how many."""
        return self.due(at).update(content=b"", removed_at=at)


class StoredFile(models.Model):
    """Bytes stored in the database, so that one backup holds everything."""

    class Purpose(models.TextChoices):
        RECEIPT = "receipt", "Receipt"
        UPLOAD = "upload", "Upload"
        EXPORT = "export", "Export"
        PACK = "pack", "Board pack"
        IMAGE = "image", "Image"

    #: The permission to open any file of a kind.
    OPENED_BY = {Purpose.RECEIPT: "receipts.view", Purpose.PACK: "reports.board"}
    #: Kinds that only their owner may open.
    OPENED_BY_OWNER = (Purpose.EXPORT, Purpose.IMAGE)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=255)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    permission = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stored_file_kept_for_good",
                condition=Q(purpose__in=("export", "upload")) | Q(expires_at__isnull=True, removed_at__isnull=True),
                violation_error_message="Only exports and uploads can be removed.",
            )
        ]
        indexes = [
            models.Index(
                name="stored_file_to_remove",
                fields=["expires_at"],
                condition=Q(expires_at__isnull=False, removed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("file", args=[self.key])

    @classmethod
    def store(
        cls,
        *,
        content: bytes,
        name: str,
        purpose: str,
        media_type: str,
        owner: User | None = None,
        permission: str = "",
        key: uuid.UUID | None = None,
    ) -> StoredFile:
        """Store bytes with their SHA-256. An export expires in a day; reading it needs `permission` besides. Work that
        may be done twice passes the file's `key`: the same key is refused the second time."""
        now = timezone.now()
        return cls.objects.create(
            content=content,
            name=name[:255],
            purpose=purpose,
            media_type=media_type,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            owner=owner,
            permission=permission,
            key=key or uuid.uuid4(),
            created_at=now,
            expires_at=now + EXPORT_KEPT if purpose == cls.Purpose.EXPORT else None,
        )

    def is_gone(self, at: datetime) -> bool:
        """Whether its retention ended, deleted already or not."""
        return self.removed_at is not None or (self.expires_at is not None and self.expires_at <= at)

    def is_whole(self) -> bool:
        """Whether the bytes match the stored SHA-256."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256
