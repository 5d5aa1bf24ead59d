"""Bytes kept in the database."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.models.users import User


class StoredFile(models.Model):
    """Bytes kept in the database, so that one backup holds everything."""

    class Purpose(models.TextChoices):
        RECEIPT = "receipt", "Receipt"
        UPLOAD = "upload", "Upload"
        EXPORT = "export", "Export"
        PACK = "pack", "Board pack"
        IMAGE = "image", "Image"

    name = models.CharField(max_length=255)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, *, content: bytes, name: str, purpose: str, media_type: str, owner: User | None = None) -> StoredFile:
        """Store bytes with their SHA-256."""
        return cls.objects.create(
            content=content,
            name=name[:255],
            purpose=purpose,
            media_type=media_type,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            owner=owner,
        )

    def is_whole(self) -> bool:
        """Whether the bytes are the ones that were stored."""
        return hashlib.sha256(bytes(self.content)).hexdigest() == self.sha256
