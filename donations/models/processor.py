"""What the payment processor reports: notifications, objects, balance transactions, and payouts.

- A **GatewayEvent** says that an object changed: which object, but not how, and nothing about a person. It is a hint to
  fetch the object. What `sync_stripe` cannot read is stored as one as well, so that it is retried.
- A **ProcessorObject** is an object as last fetched. A request raises `requested_version` first, and its answer is
  applied only when it is above `applied_version`, so that an old answer never replaces a newer one.
- A **BalanceTransaction** is one row of the processor's balance, with its signs; it is the only source of a gift's fee.
- A **Payout** is a deposit at the bank; its transactions add up to it.
- A **RefundRequest** is a refund staff asked for, written before the processor is called; the Refund is written from
  its answer. A gift has at most one unanswered request.
- An **UnmatchedPayment** is a payment without an intent, for staff to resolve, in the smallest unit of its currency.
- An **UnmatchedRefund** is a refund at the processor that could not be recorded: of an unmatched payment, or more than
  is left of a gift. Staff resolve it as well.
"""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from core.display import money_text
from core.money import ZERO, MoneyField, cents
from core.privacy.visibility import VisibleQuerySet
from crm.models.texts import TextQuerySet, TextRow
from crm.models.typed import Typed, TypedQuerySet, TypedRow, shown_as_typed
from donations.gateways.units import from_minor, to_minor
from donations.models.gifts import Gift
from donations.models.refunds import Refund


class GatewayEvent(TextRow):
    class Status(models.TextChoices):
        RECEIVED = "received", "Pending"
        DONE = "done", "Done"
        IGNORED = "ignored", "Ignored"
        WRONG_MODE = "wrong_mode", "Wrong mode"
        FAILED = "failed", "Failed, retrying"
        OTHER_ACCOUNT = "other_account", "From another account"
        GONE = "gone", "Deleted in Stripe"
        UNREADABLE = "unreadable", "Unreadable"
        DISCARDED = "set_aside", "Discarded"

    DUE = (Status.RECEIVED, Status.FAILED)
    #: Notifications that staff may retry, or discard with a reason.
    OPEN = (Status.FAILED, Status.OTHER_ACCOUNT, Status.GONE, Status.UNREADABLE)

    event_id = models.CharField(max_length=120)
    livemode = models.BooleanField()
    type = models.CharField(max_length=80)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=120, blank=True)
    account = models.CharField(max_length=120, blank=True)
    api_version = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField("hash of the notification", max_length=64, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.RECEIVED)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(
        default=timezone.now, help_text="Time of the next try, or the end of a worker's lease."
    )
    error = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_reason = models.CharField(max_length=500, blank=True)

    seen_with = "payouts.view"
    texts = ("closed_reason",)
    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "due_at"]),
            models.Index(fields=["object_id"]),
            models.Index(name="gateway_event_listed", fields=["received_at", "id"]),
        ]
        constraints = [models.UniqueConstraint(fields=["event_id", "livemode"], name="gateway_event_once")]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"


class ProcessorObject(models.Model):
    kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=120)
    livemode = models.BooleanField()
    requested_version = models.PositiveBigIntegerField(default=0)
    applied_version = models.PositiveBigIntegerField(default=0)
    facts = models.JSONField(default=dict)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["external_id", "livemode"], name="processor_object_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"


class Payout(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", "Pending"
        IN_TRANSIT = "in_transit", "In transit"
        PAID = "paid", "Deposited"
        FAILED = "failed", "Failed"
        CANCELED = "canceled", "Canceled"

    external_id = models.CharField(max_length=120)
    livemode = models.BooleanField()
    amount = MoneyField("deposit")
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=12, choices=Status.choices)
    automatic = models.BooleanField(default=True)
    arrival_on = models.DateField()
    trace_id = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    fetched_at = models.DateTimeField()

    class Meta:
        ordering = ["-arrival_on", "-pk"]
        indexes = [models.Index(name="payout_listed", fields=["arrival_on", "id"])]
        constraints = [models.UniqueConstraint(fields=["external_id", "livemode"], name="payout_once")]

    def __str__(self) -> str:
        return f"Payout of {self.amount} on {self.arrival_on}"

    @property
    def ties_out(self) -> bool:
        """Whether its transactions add up to the deposit and all of them belong to something. Manual payouts are not
        itemized by the processor, so they never tie out."""
        return self.automatic and self.is_complete and not self.transactions.unowned().exists()

    @property
    def is_complete(self) -> bool:
        """Whether its transactions add up to the deposit; always True for a payout that is not itemized."""
        return not self.automatic or self.listed() == self.amount

    def listed(self) -> Decimal:
        """The sum of its transactions, without the payout's own row."""
        return self.transactions.exclude(type="payout").aggregate(total=Sum("net"))["total"] or ZERO


class BalanceQuerySet(TextQuerySet["BalanceTransaction"]):
    def unowned(self) -> BalanceQuerySet:
        """Rows that belong to nothing yet.

        A payment belongs to a gift that counts, or to an unmatched payment that staff resolved or closed; a refund
        belongs to a recorded refund, or to one staff closed. The processor's own fees need no owner. Any other row
        belongs once staff explained it.
        """
        taken_back = Q(gift__status=Gift.Status.REVERSED, gift__reversal__replacement__isnull=True, refund__isnull=True)
        nobody = Q(gift__isnull=True) & (Q(unmatched__isnull=True) | Q(unmatched__closed_at__isnull=True))
        not_followed = UnmatchedRefund.objects.filter(
            external_id=OuterRef("source_id"), livemode=OuterRef("livemode"), closed_at__isnull=True
        )
        answered = UnmatchedRefund.objects.filter(
            external_id=OuterRef("source_id"), livemode=OuterRef("livemode"), closed_at__isnull=False
        )
        # A pending refund is not recorded; a failed one was returned by another row.
        behind = BalanceTransaction.objects.filter(source_id=OuterRef("source_id"), livemode=OuterRef("livemode"))
        back = behind.order_by().values("source_id").annotate(total=Sum("net")).values("total")
        sent_back = Q(type__in=BalanceTransaction.SENT_BACK, refund__isnull=True) & ~Q(back=cents(ZERO))
        rows = (
            self.filter(explained="").exclude(type__in=BalanceTransaction.PROCESSORS_OWN).annotate(back=Subquery(back))
        )
        return rows.filter(Exists(not_followed) | ((nobody | taken_back | sent_back) & ~Exists(answered)))


class BalanceTransaction(TextRow):
    #: Kinds of rows between the processor and us, such as fees, which are no one's gift.
    PROCESSORS_OWN = (
        "payout",
        "payout_cancel",
        "payout_failure",
        "stripe_fee",
        "stripe_fx_fee",
        "tax_fee",
        "network_cost",
    )

    #: Kinds of rows for money going back to a donor, or returning from a failed refund.
    SENT_BACK = ("refund", "payment_refund", "refund_failure")

    external_id = models.CharField(max_length=120)
    livemode = models.BooleanField()
    type = models.CharField(max_length=40)
    reporting_category = models.CharField(max_length=60, blank=True)
    amount = MoneyField("gross")
    fee = MoneyField()
    net = MoneyField()
    currency = models.CharField(max_length=3)
    source_id = models.CharField(max_length=120, blank=True, db_index=True)
    description = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    available_on = models.DateField()
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, null=True, blank=True, related_name="transactions")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="transactions")
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="transactions")
    unmatched = models.ForeignKey(
        "UnmatchedPayment", on_delete=models.PROTECT, null=True, blank=True, related_name="transactions"
    )
    explained = models.TextField("explanation", blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    explained_at = models.DateTimeField(null=True, blank=True)

    seen_with = "payouts.view"
    texts = ("description", "explained")
    objects = BalanceQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["external_id", "livemode"], name="balance_transaction_once"),
            models.CheckConstraint(
                name="balance_transaction_adds_up",
                condition=Q(net=models.F("amount") - models.F("fee")),
                violation_error_message="Net must be gross less the fee.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.net}"


class RefundRequest(models.Model):
    class State(models.TextChoices):
        ASKED = "asked", "Requested"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Rejected"
        FAILED = "failed", "Not received"

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="refund_requests")
    nonce = models.CharField(max_length=64, unique=True)
    amount = MoneyField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    external_id = models.CharField(max_length=120, null=True, blank=True, unique=True)
    attempt = models.PositiveIntegerField(default=1)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    seen_with = "gifts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="refund_request_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Enter an amount above $0.",
            ),
            models.UniqueConstraint(
                fields=["gift"],
                condition=Q(state="asked"),
                name="refund_request_one_open",
                violation_error_message="Stripe has not answered an earlier refund of this gift yet.",
            ),
        ]

    def __str__(self) -> str:
        return f"Refund of {self.amount} requested for {self.gift}"

    def repeat_message(self, when: str) -> str:
        """Message for a form that was already sent once, with other content."""
        if self.state == self.State.ACCEPTED:
            return f"You already refunded {money_text(self.amount)} for this gift {when}."
        return f"You already requested a refund of {money_text(self.amount)} {when}, and Stripe hasn't answered yet."


PAYER = Typed("full_name", email="email")


class UnmatchedPayment(TypedRow):
    external_id = models.CharField(max_length=120)
    livemode = models.BooleanField()
    charge_id = models.CharField(max_length=120, blank=True)
    minor_units = models.BigIntegerField("amount in the smallest unit of its currency")
    refunded_units = models.BigIntegerField("of which refunded", default=0)
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=12, choices=Gift.Method.choices, default=Gift.Method.CARD)
    paid_at = models.DateTimeField()
    full_name = models.CharField(max_length=250, blank=True)
    shown_name = models.CharField(max_length=250, blank=True, editable=False)
    email = models.CharField(max_length=254, blank=True)
    reason = models.CharField(max_length=300)
    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="unmatched")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_reason = models.CharField(max_length=500, blank=True)

    seen_with = "payouts.view"
    typed = (PAYER,)
    owner = ""
    objects = TypedQuerySet.as_manager()

    class Meta:
        ordering = ["-paid_at"]
        indexes = [models.Index(name="unmatched_payment_listed", fields=["paid_at", "id"])]
        constraints = [
            *shown_as_typed("unmatched_payment", PAYER),
            models.UniqueConstraint(fields=["external_id", "livemode"], name="unmatched_payment_once"),
            models.CheckConstraint(
                name="unmatched_payment_positive",
                condition=Q(minor_units__gt=0, refunded_units__gte=0),
                violation_error_message="A payment must be more than zero.",
            ),
        ]

    def __str__(self) -> str:
        return f"Payment {self.external_id} of {self.text}"

    @property
    def amount(self) -> Decimal:
        """What was paid, in units of its currency: 5000 for ¥5,000."""
        return from_minor(self.minor_units, self.currency)

    @amount.setter
    def amount(self, value: Decimal) -> None:
        self.minor_units = to_minor(value, self.currency)

    @property
    def refunded(self) -> Decimal:
        """What was refunded so far, in units of its currency."""
        return from_minor(self.refunded_units, self.currency)

    @property
    def is_returned(self) -> bool:
        """Whether it was refunded in full."""
        return self.refunded_units >= self.minor_units

    @property
    def text(self) -> str:
        """The amount as people read it: `¥5,000 JPY`, `$50.00`."""
        return money_text(self.amount, self.currency.upper())

    @property
    def refunded_text(self) -> str:
        return money_text(self.refunded, self.currency.upper())


class UnmatchedRefund(models.Model):
    """A refund made in Stripe that is not recorded in the ledger yet.

    `gift` is the entry it was taken from, `payment` the unmatched payment; `booked` are recorded refunds found to be
    the same money.
    """

    external_id = models.CharField(max_length=120)
    livemode = models.BooleanField()
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, null=True, blank=True, related_name="unmatched_refunds")
    payment = models.ForeignKey(
        UnmatchedPayment, on_delete=models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    minor_units = models.BigIntegerField("amount in the smallest unit of its currency")
    currency = models.CharField(max_length=3)
    refunded_at = models.DateTimeField()
    failed = models.BooleanField("not received", default=False)
    reason = models.CharField(max_length=300)
    booked = models.ManyToManyField(Refund, blank=True, related_name="unmatched")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_reason = models.CharField(max_length=500, blank=True)

    seen_with = "payouts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-refunded_at"]
        indexes = [models.Index(name="unmatched_refund_listed", fields=["refunded_at", "id"])]
        constraints = [models.UniqueConstraint(fields=["external_id", "livemode"], name="unmatched_refund_once")]

    def __str__(self) -> str:
        return f"Refund {self.external_id} of {self.text}"

    @property
    def amount(self) -> Decimal:
        """The refunded amount, in units of its currency."""
        return from_minor(self.minor_units, self.currency)

    @property
    def text(self) -> str:
        """The amount as people read it: `¥5,000 JPY`, `$50.00`."""
        return money_text(self.amount, self.currency.upper())
