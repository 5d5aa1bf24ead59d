"""Gifts, their lines, benefits and references."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import get_currency_precision
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.display import money_text
from core.money import ZERO, MoneyField
from core.periods import Period
from core.privacy.visibility import VisibleQuerySet
from crm.models import Supporter
from crm.models.texts import TextQuerySet, TextRow
from donations import payment_methods
from donations.models.funds import Campaign, Fund
from donations.models.pledges import Pledge


class GiftQuerySet(TextQuerySet["Gift"]):
    def active(self) -> GiftQuerySet:
        """Gifts that count: not corrected or reversed."""
        return self.filter(status__in=Gift.COUNTS)

    def raised(self) -> GiftQuerySet:
        """What “raised” counts: active gifts of cash and stock, not property or services."""
        return self.active().filter(kind__in=Gift.RAISED)

    def not_fully_refunded(self) -> GiftQuerySet:
        """Gifts that count and were not refunded in full."""
        return self.filter(status=Gift.Status.ACTIVE)

    def received_in(self, period: Period) -> GiftQuerySet:
        """By date of gift, in `[start, end)`."""
        return self.filter(gift_on__gte=period.start, gift_on__lt=period.end)

    def with_story(self) -> GiftQuerySet:
        """With related rows that lists show, in a constant number of queries."""
        return self.select_related("supporter", "campaign", "reversal").prefetch_related("lines__fund")


class Gift(TextRow):
    class Kind(models.TextChoices):
        """The kinds of gifts in the tax rules (`gift_kind` of a case)."""

        CASH = "cash", "Monetary"
        SECURITIES = "publicly_traded_securities", "Stock"
        IN_KIND = "in_kind", "Goods"
        DIGITAL_ASSET = "digital_asset", "Digital asset"
        VEHICLE = "vehicle", "Vehicle"
        SERVICES = "services", "Services"

    RAISED = (Kind.CASH, Kind.SECURITIES)

    Method = payment_methods.PaymentMethod

    class Origin(models.TextChoices):
        FORM = "form", "Entered by staff"
        IMPORT = "import", "Import"
        ONLINE = "online", "Online"
        EVENT = "event", "Event"

    class Status(models.TextChoices):
        """The state of a gift, stored on its row; `check_ledger` compares it with its reversal and refunds."""

        ACTIVE = "active", "Active"
        REFUNDED = "refunded", "Refunded in full"
        REVERSED = "reversed", "Corrected or reversed"

    class ReceiptStatus(models.TextChoices):
        """What is due for a gift's receipt, stored on its row by `receipts.issuing.statuses`."""

        DUE = "due", "To issue"
        BLOCKED = "blocked", "Needs review"
        REPLACE = "replace", "To replace"
        ISSUED = "issued", "Issued"
        OUT_OF_DATE = "out_of_date", "Out of date"
        NOT_WANTED = "not_wanted", "No receipt"
        HISTORY = "history", "Imported history"
        NONE = "none", "Reversed or refunded"

    #: Statuses of gifts that were not reversed, including those refunded in full.
    COUNTS = (Status.ACTIVE, Status.REFUNDED)
    #: Gifts that may get a receipt now. One that was blocked before is tried again: what stopped it may be settled.
    TO_ISSUE = (ReceiptStatus.DUE, ReceiptStatus.BLOCKED)

    number = models.PositiveIntegerField(unique=True, editable=False)
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="gifts", verbose_name="legal donor")
    joint_with = models.ForeignKey(
        Supporter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="joint_gifts",
        help_text="From a joint account. The receipt names both donors, and the gift counts once.",
    )
    kind = models.CharField(max_length=30, choices=Kind.choices, default=Kind.CASH)
    amount = MoneyField()
    refunded = MoneyField(default=ZERO, editable=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE, editable=False)
    receipt_status = models.CharField(
        max_length=11, choices=ReceiptStatus.choices, default=ReceiptStatus.DUE, editable=False
    )
    # Of its own, as a yes or no: SQLite walks an index in its order for one value alone, and here there are two.
    awaits_receipt = models.GeneratedField(
        expression=Q(receipt_status__in=TO_ISSUE),  # type: ignore[arg-type]  # a condition is one as well
        output_field=models.BooleanField(),
        db_persist=True,
    )
    method = models.CharField(max_length=12, choices=Method.choices)
    gift_on = models.DateField("date of gift")
    received_on = models.DateField(null=True, blank=True)
    posted_on = models.DateField(db_index=True)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="gifts", db_index=False
    )
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    description = models.CharField(max_length=300, blank=True)
    check_number = models.CharField(max_length=30, blank=True)
    anonymous = models.BooleanField("anonymous", default=False)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.FORM)
    history = models.BooleanField(
        "imported history", default=False, help_text="No receipt is issued unless you choose to."
    )
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
    )

    seen_with = "gifts.view"
    texts = ("description", "note")
    objects = GiftQuerySet.as_manager()

    class Meta:
        ordering = ["-gift_on", "-number"]
        indexes = [
            models.Index(fields=["supporter", "gift_on"]),
            models.Index(fields=["receipt_status", "gift_on", "number"]),
            models.Index(fields=["origin", "receipt_status"]),
            models.Index(fields=["created_by", "created_at"]),  # the user's latest entries
            models.Index(fields=["check_number"]),
            models.Index(name="gift_listed", fields=["gift_on", "number"]),
            models.Index(name="gift_by_campaign", fields=["campaign", "gift_on", "number"]),
            models.Index(name="gift_by_method", fields=["method", "gift_on", "number"]),
            models.Index(name="gift_by_amount", fields=["amount", "gift_on", "number"]),
            models.Index(name="gift_to_issue", fields=["gift_on", "number"], condition=Q(awaits_receipt=True)),
            models.Index(name="gift_to_issue_by_amount", fields=["amount", "id"], condition=Q(awaits_receipt=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="gift_positive", condition=Q(amount__gt=0), violation_error_message="Enter an amount above $0."
            ),
            models.CheckConstraint(
                name="gift_joint_with_another",
                condition=Q(joint_with__isnull=True) | ~Q(joint_with=F("supporter")),
                violation_error_message="Choose a joint donor other than the donor.",
            ),
            models.CheckConstraint(
                name="gift_refunded_at_most_paid",
                condition=Q(refunded__gte=0, refunded__lte=F("amount")),
                violation_error_message="The refund is more than was paid.",
            ),
        ]

    def __str__(self) -> str:
        return self.spoken_number

    def repeat_message(self, when: str) -> str:
        """Message for a form that was already sent once, with other content."""
        return f"You already recorded {money_text(self.amount)} from {self.supporter} as {self.spoken_number} {when}."

    @property
    def spoken_number(self) -> str:
        return f"G-{self.number}"

    @property
    def paid_by(self) -> str:
        """The payment method as part of a sentence: `by check 2046`, `in cash`."""
        return payment_methods.in_a_sentence(self.method, self.get_method_display(), self.check_number)

    @property
    def net_amount(self) -> Decimal:
        """What remains after refunds, in the organization's currency."""
        return self.amount - self.refunded

    @property
    def current_entry(self) -> Gift | None:
        """The current entry after corrections, None when it was reversed without replacement. Follows
        `reversal__replacement`; prefetch as many steps as needed. For many gifts use
        `donations.ledger.current_entries`."""
        gift: Gift | None = self
        while gift is not None and (reversal := getattr(gift, "reversal", None)) is not None:
            gift = reversal.replacement
        return gift


class GiftLine(TextRow):
    class Kind(models.TextChoices):
        CONTRIBUTION = "contribution", "Contribution"
        TICKET = "ticket", "Ticket"
        SPONSORSHIP = "sponsorship", "Sponsorship"
        AUCTION = "auction", "Auction"
        RAFFLE = "raffle", "Raffle"
        MERCHANDISE = "merchandise", "Merchandise"
        MEMBERSHIP = "membership", "Membership"
        FEE_COVER = "fee_cover", "Card fee covered"
        MATCH = "match", "Employer match"

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CONTRIBUTION)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="lines")
    amount = MoneyField()
    description = models.CharField(max_length=200, blank=True)

    seen_with = "gifts.view"
    texts = ("description",)
    whole = "gift"
    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="line_positive", condition=Q(amount__gt=0), violation_error_message="Enter an amount above $0."
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.fund}"


class Benefit(TextRow):
    """Goods or services the donor gets in return, valued before the event (receipt rules, section 2.4).

    What was promised never changes, only its status. To change part of a row, the part becomes its own row: `rest` is
    the quantity the original keeps, which a trigger sets.
    """

    class Kind(models.TextChoices):
        GOODS_SERVICES = "goods_services", "Goods or services"
        RECOGNITION = "recognition", "Recognition"
        NEWSLETTER = "newsletter", "Newsletter"
        ANNUAL_MEMBERSHIP_75 = "annual_membership_75", "Membership of $75 or less a year"
        LOW_COST_MEMBER_EVENT = "low_cost_member_event", "Low-cost members' event"
        RAFFLE = "raffle", "Raffle"

    class Status(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        UNUSED = "unused_not_returned", "Unused, not returned"
        DECLINED = "declined", "Declined when paying"
        RETURNED = "returned_before_event", "Returned before the event"
        NOT_PROVIDED = "not_provided", "Not provided"
        EVENT_CANCELLED = "not_provided_event_cancelled", "Event canceled"
        REFUNDED = "cancelled_refunded", "Canceled and refunded"

    line = models.ForeignKey(GiftLine, on_delete=models.PROTECT, related_name="benefits")
    description = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField(default=1)
    value_each = MoneyField()
    cost_each = MoneyField(null=True, blank=True)
    kind = models.CharField(max_length=24, choices=Kind.choices, default=Kind.GOODS_SERVICES)
    bears_our_name = models.BooleanField(default=False)
    unordered = models.BooleanField(default=False)
    status = models.CharField(max_length=30, choices=Status.choices, default=Status.ACCEPTED)
    status_on = models.DateField(null=True, blank=True)
    status_source = models.CharField(max_length=300, blank=True)
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="parts"
    )
    rest = models.PositiveIntegerField(null=True, blank=True, editable=False)

    seen_with = "gifts.view"
    texts = ("description", "status_source")
    whole = "line__gift"
    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="benefit_value_not_negative", condition=Q(value_each__gte=0)),
            models.CheckConstraint(name="benefit_quantity_positive", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="benefit_part_leaves_a_rest",
                condition=Q(split_from__isnull=True, rest__isnull=True)
                | Q(split_from__isnull=False, rest__isnull=False, rest__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.description}"


#: The `system` of references of online payments.
STRIPE = "stripe"


class GiftReference(models.Model):
    """The key of a gift in another system: a charge, a transaction, a check at a bank, an import row."""

    gift = models.ForeignKey(Gift, on_delete=models.CASCADE, related_name="references")
    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    value = models.CharField(max_length=200)

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "kind", "value"], name="gift_reference_once")]

    def __str__(self) -> str:
        return f"{self.system} {self.kind} {self.value}"


class ForeignAmount(models.Model):
    """The amount given in another currency, besides the gift's amount in ours (receipt rules, section 2.9)."""

    gift = models.OneToOneField(Gift, on_delete=models.CASCADE, related_name="foreign")
    minor_units = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    rate = models.DecimalField("exchange rate", max_digits=18, decimal_places=10)
    rate_source = models.CharField(max_length=100)
    rate_on = models.DateField()

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="foreign_positive", condition=Q(minor_units__gt=0, rate__gt=0))]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The amount with the currency's own number of decimals."""
        return f"{self.currency} {self.amount:,}"

    @property
    def amount(self) -> Decimal:
        """In units of the currency."""
        return Decimal(self.minor_units).scaleb(-get_currency_precision(self.currency))


class SoftCredit(models.Model):
    """Recognition for someone who is not the donor; never income."""

    gift = models.ForeignKey(Gift, on_delete=models.CASCADE, related_name="soft_credits")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="soft_credits")
    amount = MoneyField()
    role = models.CharField(max_length=40)

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gift", "supporter", "role"], name="soft_credit_once"),
            models.CheckConstraint(name="soft_credit_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.supporter}: {self.amount}"
