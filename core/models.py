"""What every room is built with: users, the charity's own facts, files, the outbox, the audit trail, counters.

- A **User** signs in by e-mail and has one or more roles (`config/roles.py` says what each may do).
- The **Organization** is one row. Its **ExemptionStatus** and **StateRegistration** rows are dated: wording follows
  the status on the issue date, deductibility the status on the gift date.
- A **StoredFile** keeps bytes and their SHA-256 in the database: receipts, uploads, exports.
- A **Message** waits in the outbox; nothing leaves until mail is switched on.
- An **AuditEntry** says who did what to which object, when and why; it holds no personal values.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "", roles: tuple[str, ...] = ()):
        """A user with a password and roles. The e-mail address is kept in lower case."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save()
        RoleGrant.objects.bulk_create([RoleGrant(user=user, role=role) for role in roles])
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    title = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message="This e-mail already signs in."
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def role_names(self) -> list[str]:
        return sorted(grant.role for grant in self.grants.all())

    def get_permissions(self) -> frozenset[str]:
        """Every permission of the person's roles; asked once a request."""
        from core.access import SIGNED_IN, permissions_of

        if not hasattr(self, "_permissions"):
            granted = permissions_of(self.role_names) | {SIGNED_IN}
            self._permissions = granted if self.is_active else frozenset()
        return self._permissions

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm in self.get_permissions()

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, label: str) -> bool:
        return any(perm.startswith(f"{label}.") for perm in self.get_permissions())


class RoleGrant(models.Model):
    """That a user has a role."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_granted_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Organization(models.Model):
    """The charity itself: one row."""

    class Environment(models.TextChoices):
        LIVE = "live", "Live"
        DEMO = "demo", "Demonstration"

    legal_name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    ein = models.CharField("EIN", max_length=10, blank=True, validators=[RegexValidator(r"^\d\d-\d{7}$")])
    address = models.TextField(help_text="As it stands in the letterhead, one line a line.")
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    formation_on = models.DateField()
    state_of_incorporation = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=60, default="America/New_York")
    fiscal_year_first_month = models.PositiveSmallIntegerField(default=1)
    currency = models.CharField(max_length=3, default="USD")
    signer_name = models.CharField(max_length=100, blank=True)
    signer_title = models.CharField(max_length=100, blank=True)
    mail_on = models.BooleanField(default=False)
    environment = models.CharField(max_length=10, choices=Environment.choices, default=Environment.LIVE)

    class Meta:
        constraints = [
            models.CheckConstraint(name="organization_is_one_row", condition=Q(pk=1)),
            models.CheckConstraint(
                name="organization_fiscal_month", condition=Q(fiscal_year_first_month__range=(1, 12))
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> Organization:
        """The charity's row; raises `Organization.DoesNotExist` before it is set up."""
        return cls.objects.get(pk=1)


class ExemptionStatus(models.Model):
    """The charity's standing with the IRS from a day on, until the next row's day."""

    class Status(models.TextChoices):
        NOT_APPLIED = "not_applied", "Not applied"
        PENDING = "pending", "Application pending"
        RECOGNIZED = "recognized", "Recognized under 501(c)(3)"
        DENIED = "denied", "Denied"
        REVOKED = "revoked", "Revoked"

    status = models.CharField(max_length=12, choices=Status.choices)
    starts_on = models.DateField(
        unique=True, help_text="Filed, letter dated, denied, or for a revocation published by the IRS."
    )
    effective_on = models.DateField(
        null=True, blank=True, help_text="From when it counts, where that differs: a letter may reach back."
    )

    class Meta:
        ordering = ["starts_on"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} from {self.starts_on}"

    @classmethod
    def on(cls, day: date) -> str:
        """The status in force on a day; `not_applied` before the first row."""
        row = cls.objects.filter(starts_on__lte=day).order_by("-starts_on").first()
        return row.status if row else cls.Status.NOT_APPLIED


class StateRegistration(models.Model):
    """A registration to solicit in a state, with the number its legend prints."""

    state = models.CharField(max_length=2)
    number = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="First day it no longer holds.")

    class Meta:
        ordering = ["state", "starts_on"]

    def __str__(self) -> str:
        return f"{self.state} {self.number}".strip()


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


class Message(models.Model):
    """A letter by e-mail, in the outbox. `identity` makes writing it twice change nothing."""

    class State(models.TextChoices):
        HELD = "held", "Held"
        SENT = "sent", "Sent"
        BOUNCED = "bounced", "Bounced"
        UNKNOWN = "unknown", "Delivery unknown"

    identity = models.CharField(max_length=100, unique=True)
    purpose = models.CharField(max_length=40)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    attachments = models.ManyToManyField(StoredFile, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class AuditEntry(models.Model):
    """Who did what to which object, when and why."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    act = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.act} {self.object_type} {self.object_id or ''}".strip()


class Sequence(models.Model):
    """The last number taken of a series; see `core/numbers.py`."""

    series = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series}: {self.last}"
