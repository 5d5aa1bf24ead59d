"""The organization: one row, and its dated exemption status and state registrations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q


class Organization(models.Model):
    """The charity itself: one row."""

    class Environment(models.TextChoices):
        LIVE = "live", "Live"
        DEMO = "demo", "Demo"

    legal_name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    ein = models.CharField("EIN", max_length=10, blank=True, validators=[RegexValidator(r"^\d\d-\d{7}$")])
    address = models.TextField(help_text="As shown in the letterhead, one line per line.")
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
    giving_promise = models.TextField(
        "promise to donors",
        blank=True,
        max_length=600,
        help_text="Shown on the giving page: your own policy, for example on privacy or refunds.",
    )
    giving_promise_ur = models.TextField("promise to donors, in Urdu", blank=True, max_length=600)
    mail_on = models.BooleanField(default=False)
    mail_on_since = models.DateTimeField(null=True, blank=True, editable=False)
    mail_from = models.EmailField(
        "from", blank=True, help_text="The address emails are sent from. Leave blank to use the organization's email."
    )
    mail_reply_to = models.EmailField(
        "reply to", blank=True, help_text="Where replies are sent. Leave blank to use the From address."
    )
    mail_bounces_to = models.EmailField(
        "bounces to", blank=True, help_text="The envelope sender, where mail servers report bounced emails."
    )
    skipped_steps = models.JSONField(
        default=list, editable=False, help_text="Set-up steps the organization has skipped."
    )
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
    """The exemption status from a day on, until the next row's day."""

    class Status(models.TextChoices):
        NOT_APPLIED = "not_applied", "Not applied"
        PENDING = "pending", "Application pending"
        RECOGNIZED = "recognized", "Recognized under 501(c)(3)"
        DENIED = "denied", "Denied"
        REVOKED = "revoked", "Revoked"

    status = models.CharField(max_length=12, choices=Status.choices)
    starts_on = models.DateField(
        unique=True, help_text="Date of filing, of the letter, or of publication by the IRS for a revocation."
    )
    effective_on = models.DateField(
        null=True, blank=True, help_text="The effective date where it differs, since a letter can be retroactive."
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
    ends_on = models.DateField(null=True, blank=True, help_text="First day the registration is no longer in force.")

    class Meta:
        ordering = ["state", "starts_on"]

    def __str__(self) -> str:
        return f"{self.state} {self.number}".strip()
