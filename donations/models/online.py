"""What donors ask for online before any payment: giving pages and intents.

- A **GivingPage** is a public page: its text, amounts and funds. Without one, `/give/` is a plain page for the charity.
- A **GiftIntent** is what someone asked to give. It and its **IntentLine**s are stored before the processor is called.
  The lines, not the processor or the browser, say what a payment is for. An intent creates no supporter and counts
  nowhere; a paid one has a gift.
- A form submitted twice is one intent (`nonce`: the form's key and its attempt), and one intent is paid at most once. A
  form submitted with other content is another intent, and the payment page of the first is closed.
- `PAID` is final: whatever arrives later, in any order, an intent never becomes unpaid again. A refund is a separate
  row.
"""

from __future__ import annotations

import re
import secrets
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.money import CENT, MoneyField, MoneyFormField
from core.privacy.visibility import VisibleQuerySet
from crm.models import Supporter
from crm.models.typed import Typed, TypedQuerySet, TypedRow, shown_as_typed
from donations.models.funds import Campaign, Fund
from donations.models.gifts import Gift, GiftLine

AMOUNTS = "25, 50, 100, 250, 500"


def new_public_id() -> str:
    """A random id for URLs and the processor; it cannot be guessed."""
    return secrets.token_urlsafe(18)


def amounts_in(text: str) -> list[Decimal]:
    """The amounts of a list such as `25, 50, 1000`. Raises `ValidationError`, also for a comma inside an amount, which
    could be a separator of amounts or of thousands."""
    parts = [part for part in re.split(r",\s+|[\s;]+", text.strip().rstrip(",;")) if part]
    if any("," in part for part in parts):
        raise ValidationError("Put a space after each comma and no commas inside amounts: 25, 50, 1000.")
    return [MoneyFormField(min_value=CENT).clean(part) for part in parts]


def check_amounts(text: str) -> None:
    """Raise `ValidationError` unless the text is a list of up to five whole-cent amounts above zero."""
    if not 1 <= len(amounts_in(text)) <= 5:
        raise ValidationError("Enter one to five amounts, separated by commas.")


class GivingPage(models.Model):
    slug = models.SlugField(unique=True, max_length=60, help_text="Web address: /give/this-name/")
    title = models.CharField(max_length=120)
    title_ur = models.CharField("title in Urdu", max_length=120, blank=True)
    story = models.TextField(blank=True, max_length=3_000, help_text="Shown beside the form, as plain text.")
    story_ur = models.TextField("story in Urdu", blank=True, max_length=3_000)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="giving_pages")
    funds = models.ManyToManyField(
        Fund, blank=True, related_name="giving_pages", help_text="Leave blank to offer every public fund."
    )
    amounts = models.CharField(max_length=60, default=AMOUNTS, validators=[check_amounts])
    minimum = MoneyField("smallest gift", default=Decimal("5"))
    maximum = MoneyField("largest gift", default=Decimal("25000"))
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="giving_page_minimum",
                condition=Q(minimum__gte=Decimal("1"), minimum__lte=F("maximum")),
                violation_error_message="The smallest gift must be at least $1 and no more than the largest gift.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def choices(self) -> list[Decimal]:
        """The amounts to choose from, smallest first."""
        return sorted(set(amounts_in(self.amounts)))


class IntentQuerySet(TypedQuerySet):
    def paid(self) -> IntentQuerySet:
        """Intents whose payment arrived; each has a gift."""
        return self.filter(state=GiftIntent.State.PAID)

    def waiting(self) -> IntentQuerySet:
        """Intents that may still be paid."""
        return self.filter(state__in=GiftIntent.WAITING)


DONOR = Typed("full_name", email="email", asks=False)
HONOREE = Typed("tribute_name", "shown_tribute")


class GiftIntent(TypedRow):
    class State(models.TextChoices):
        NEW = "new", "Not yet sent to Stripe"
        OPEN = "open", "On the payment page"
        PROCESSING = "processing", "Processing"
        PAID = "paid", "Paid"
        FAILED = "failed", "Failed"
        EXPIRED = "expired", "Expired"

    WAITING = (State.NEW, State.OPEN, State.PROCESSING)

    class TributeKind(models.TextChoices):
        HONOR = "honor", "In honor of"
        MEMORY = "memory", "In memory of"

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    nonce = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20, default="gift", help_text="What the payment is for: gift or event.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    livemode = models.BooleanField()
    amount = MoneyField()
    title = models.CharField("name on the payment page", max_length=250)
    page = models.ForeignKey(GivingPage, on_delete=models.PROTECT, null=True, blank=True, related_name="intents")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="intents")
    supporter = models.ForeignKey(
        Supporter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="intents",
        help_text="The donor, where a personal link already named them.",
    )
    full_name = models.CharField(max_length=250)
    shown_name = models.CharField(max_length=250, blank=True, editable=False)
    email = models.EmailField()
    country = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=Supporter.Language.choices, default=Supporter.Language.ENGLISH)
    anonymous = models.BooleanField(default=False)
    tribute_kind = models.CharField(max_length=10, choices=TributeKind.choices, blank=True)
    tribute_name = models.CharField(max_length=200, blank=True)
    shown_tribute = models.CharField(max_length=200, blank=True, editable=False)
    comment = models.TextField(max_length=1_000, blank=True)
    return_path = models.CharField(
        max_length=300, help_text="Where the payment page sends the donor; {intent} is the ID of the online gift."
    )
    cancel_path = models.CharField(max_length=300)
    attempt = models.PositiveIntegerField(default=1, editable=False)
    session_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    session_url = models.CharField(max_length=500, blank=True)
    session_expires_at = models.DateTimeField(null=True, blank=True)
    payment_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    declined_at = models.DateTimeField("last declined", null=True, blank=True)
    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="intent")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    paid_at = models.DateTimeField(null=True, blank=True)

    seen_with = "gifts.view"
    typed = (DONOR, HONOREE)
    free = "comment"
    objects = IntentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"])]
        constraints = [
            *shown_as_typed("intent", DONOR, HONOREE),
            models.CheckConstraint(
                name="intent_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Enter an amount above $0.",
            ),
            models.CheckConstraint(
                name="intent_paid_has_a_gift",
                condition=Q(state="paid", gift__isnull=False) | (~Q(state="paid") & Q(gift__isnull=True)),
                violation_error_message="Only a paid online gift has a recorded gift.",
            ),
        ]

    def __str__(self) -> str:
        return f"Intent {self.pk}: {self.amount}"


class IntentLine(models.Model):
    """One part of the request, which becomes a gift line. `benefits` are drafts with amounts in cents."""

    intent = models.ForeignKey(GiftIntent, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=GiftLine.Kind.choices, default=GiftLine.Kind.CONTRIBUTION)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="intent_lines")
    amount = MoneyField()
    description = models.CharField(max_length=200, blank=True)
    benefits = models.JSONField(default=list)

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="intent_line_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Enter an amount above $0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.kind}"
