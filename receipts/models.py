"""Receipts: printed facts.

- A **Receipt** is what was printed: its number, the snapshot of every word, the version of the template and the bytes
  of the PDF. It is never edited or deleted; its PDF is attached once.
- Numbers have no gaps within a series: one series a year of issue, and one of its own for a demonstration.
- A **ReceiptLine** says which gift a receipt is for, and in which role. A gift has at most one active line a role.
- A **ReceiptVoid** says that a receipt counts no more: by whom, when and why. Its lines stop being active with it, and
  its number is never used again.
- A replacement names the receipt it replaces; one receipt replaces at most one, and is numbered in its own year.
- A **ReceiptChoice** is a person's word about one gift: a receipt is wanted (imported history, or again after a void),
  or none is. Without one, gifts await a receipt unless they are history.
"""

from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.clock import organization_today
from core.models import ExemptionStatus, StoredFile
from core.money import ZERO, MoneyField
from core.privacy.visibility import VisibleQuerySet
from crm.models import Mention, Supporter
from crm.models.texts import TextQuerySet, TextRow
from donations.deductibility.wording import in_short
from donations.models import Benefit, Gift, SoftCredit
from donations.tax_facts.facts import INSTITUTIONS

#: Statuses of benefits that count against a gift: the donor has them, or could have returned them and did not.
PROVIDED = (Benefit.Status.ACCEPTED, Benefit.Status.UNUSED)
#: Documents issued while the exemption is pending, and the IRS decisions they promise to report.
PENDING_KIND = "pending_exemption_acknowledgment"
DECIDED = (ExemptionStatus.Status.RECOGNIZED, ExemptionStatus.Status.DENIED)


def digest(snapshot: dict[str, Any]) -> str:
    """The SHA-256 of a snapshot, independent of the order of keys."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


NUMBER = re.compile(r"(?:.*?(\d{4})-)?(\d{1,9})")


class ReceiptQuerySet(VisibleQuerySet["Receipt"]):
    def numbered(self, text: str) -> ReceiptQuerySet:
        """Receipts with this number, or with a number that ends like this: `2026-0041`, `0041`, `41`."""
        found = NUMBER.fullmatch(text.strip())
        if found is None:
            return self.none()
        year = {"year": int(found[1])} if found[1] else {}
        return self.filter(seq=int(found[2]), **year)

    def naming(self, people: models.QuerySet[Supporter]) -> ReceiptQuerySet:
        """Receipts that name one of these people: as the donor, a joint donor, the advisor of a grant, or in typed
        text."""
        keys = people.order_by().values("pk")
        gifts = Q(gift__joint_with__in=keys) | Q(gift__soft_credits__supporter__in=keys) & Q(
            gift__supporter__donor_type__in=INSTITUTIONS
        )
        given = ReceiptLine.objects.filter(gifts).order_by().values("receipt")
        mentions = Mention.objects.filter(object_type=self.model._meta.label_lower, supporter__in=keys).order_by()
        return self.filter(Q(supporter__in=keys) | Q(pk__in=given) | Q(pk__in=mentions.values("object_id")))

    def active(self) -> ReceiptQuerySet:
        """Receipts that count: not void."""
        return self.filter(~Exists(ReceiptVoid.objects.filter(receipt=OuterRef("pk"))))

    def unprinted(self) -> ReceiptQuerySet:
        """Receipts whose PDF is not drawn yet, oldest first."""
        return self.filter(pdf__isnull=True).order_by("pk")

    def out_of_date(self) -> ReceiptQuerySet:
        """Issued receipts that no longer match their gifts: refunded, corrected, or with other benefits since."""
        return self.filter(pk__in=ReceiptLine.objects.out_of_date().values("receipt"))

    def with_state(self) -> ReceiptQuerySet:
        """Adds `state`: issued, void or replaced; whether an issued one is out of date is in `out_of_date()`."""
        return self.annotate(
            state=Case(
                When(Exists(Receipt.objects.filter(replaces=OuterRef("pk"))), then=Value("replaced")),
                When(Exists(ReceiptVoid.objects.filter(receipt=OuterRef("pk"))), then=Value("void")),
                default=Value("issued"),
            )
        )


class Receipt(models.Model):
    number = models.CharField(max_length=20, unique=True)
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField("year of issue")
    seq = models.PositiveIntegerField("place in the series")
    kind = models.CharField(max_length=50)
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="receipts", verbose_name="donor")
    amount = MoneyField("paid, less refunds")
    gift_on = models.DateField("date of gift")
    snapshot = models.JSONField()
    snapshot_sha256 = models.CharField(max_length=64)
    template_version = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pdf = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="receipt")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    seen_with = "receipts.view"
    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-year", "-seq"]
        indexes = [
            models.Index(fields=["seq", "year"]),
            models.Index(name="receipt_listed", fields=["issued_on", "year", "seq", "id"]),
            models.Index(name="receipt_by_number", fields=["year", "seq", "id"]),
            models.Index(name="receipt_amounts", fields=["amount"]),  # added up over all, without reading what they say
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "seq"],
                name="receipt_place_once",
                violation_error_message="This receipt number is already used.",
            ),
            models.CheckConstraint(
                name="receipt_place_positive",
                condition=Q(seq__gt=0),
                violation_error_message="Receipts are numbered from 1.",
            ),
            models.CheckConstraint(
                name="receipt_amount_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message="A receipt amount can't be negative.",
            ),
            models.CheckConstraint(
                name="receipt_replaces_another",
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("pk")),
                violation_error_message="A receipt can't replace itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def named(self) -> set[int]:
        """Whom a receipt may name: the donor, joint donors, people with soft credit for a grant, and protected people
        in typed text."""
        joint = self.lines.exclude(gift__joint_with=None).values_list("gift__joint_with", flat=True)
        granted = self.lines.filter(gift__supporter__donor_type__in=INSTITUTIONS).values("gift")
        credited = SoftCredit.objects.filter(gift__in=granted).values_list("supporter", flat=True)
        mentions = Mention.objects.filter(object_type=self._meta.label_lower, object_id=self.pk)
        return {self.supporter_id, *joint, *credited, *mentions.values_list("supporter", flat=True)}

    @property
    def is_void(self) -> bool:
        return hasattr(self, "void")

    @property
    def letter(self) -> dict[str, Any]:
        """The printed letter."""
        return self.snapshot["letter"]

    @property
    def decision(self) -> dict[str, Any]:
        """The decision made when it was issued: amounts, codes and rules."""
        return self.snapshot["decision"]

    @property
    def in_short(self) -> in_short.InShort:
        """The receipt in one sentence, from its decision."""
        return in_short.from_json(self.snapshot["in_short"])

    @property
    def file_name(self) -> str:
        """The number only, as file names are seen by more people than the content."""
        return f"receipt-{self.number}.pdf"


class ReceiptLineQuerySet(VisibleQuerySet["ReceiptLine"]):
    def acknowledging(self) -> ReceiptLineQuerySet:
        """Lines of active acknowledgments: a gift has at most one."""
        return self.filter(active=True, role=self.model.Role.ACKNOWLEDGMENT)

    def out_of_date(self) -> ReceiptLineQuerySet:
        """Active lines that no longer match their gifts, by the gifts' stored status."""
        # Asked as a list of gifts, of which there are few: joined, SQLite would look at every line there is.
        return self.acknowledging().filter(gift__in=Gift.objects.filter(receipt_status=Gift.ReceiptStatus.OUT_OF_DATE))

    def mismatched(self) -> ReceiptLineQuerySet:
        """Active lines that no longer match: the gift was corrected or refunded, its benefits changed, or the
        IRS decided after a pending acknowledgment. `outdated.changes` says which. For a few gifts; lists use
        `out_of_date`."""
        left = F("gift__amount") - F("gift__refunded")
        answers = ExemptionStatus.objects.filter(
            status__in=DECIDED, starts_on__gt=OuterRef("receipt__issued_on"), starts_on__lte=organization_today()
        )
        answered = Q(receipt__kind=PENDING_KIND) & Q(Exists(answers))
        return (
            self.acknowledging()
            .annotate(left=left, provided_now=provided_value("gift"))
            .filter(
                Q(gift__status=Gift.Status.REVERSED) | ~Q(amount=F("left")) | ~Q(provided=F("provided_now")) | answered
            )
        )


def provided_value(gift: str = "pk") -> Coalesce:
    """An expression: the fair market value of what a donor got in return, for rows with the gift at path `gift`."""
    each = Sum(F("quantity") * F("value_each"), output_field=MoneyField())
    rows = Benefit.objects.filter(line__gift=OuterRef(gift), status__in=PROVIDED).order_by().values("line__gift")
    return Coalesce(Subquery(rows.annotate(value=each).values("value")), Value(ZERO, output_field=MoneyField()))


class ReceiptLine(models.Model):
    class Role(models.TextChoices):
        ACKNOWLEDGMENT = "acknowledgment", "Acknowledgment"
        NOTICE = "notice", "Void receipt notice"

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="lines")
    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="receipt_lines")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.ACKNOWLEDGMENT)
    amount = MoneyField("gift amount when issued, less refunds")
    provided = MoneyField("value of goods and services when issued", default=ZERO)
    active = models.BooleanField(default=True, editable=False)

    seen_with = "receipts.view"
    objects = ReceiptLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gift", "role"],
                condition=Q(active=True),
                name="receipt_line_one_active",
                violation_error_message="This gift already has a receipt. Void or replace it first.",
            ),
            models.UniqueConstraint(
                fields=["receipt", "gift"],
                name="receipt_line_once",
                violation_error_message="A receipt can list each gift only once.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt}: {self.gift}"


class ReceiptVoid(models.Model):
    """Who voided a receipt, when, and why."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, related_name="void")
    voided_on = models.DateField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    seen_with = "receipts.view"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="receipt_void_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message="Enter a reason for voiding the receipt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.receipt} voided on {self.voided_on}"


class ReceiptBlock(models.Model):
    """What blocked the last attempt to issue a gift's receipt; deleted as soon as the gift changes."""

    gift = models.OneToOneField(Gift, on_delete=models.CASCADE, related_name="receipt_block")
    problems = models.JSONField()
    found_on = models.DateField()

    seen_with = "receipts.view"
    objects = VisibleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.gift}: {' '.join(self.problems)}"


class ReceiptChoice(TextRow):
    """Whether staff chose to send a receipt for a gift; the most recent choice applies."""

    gift = models.OneToOneField(Gift, on_delete=models.PROTECT, related_name="receipt_choice")
    wanted = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    seen_with = "receipts.view"
    texts = ("reason",)
    whole = "gift"
    objects = TextQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.gift}: {'a receipt' if self.wanted else 'no receipt'}"


def total(lines: list[ReceiptLine]) -> Decimal:
    """The sum of one receipt's lines."""
    return sum((line.amount for line in lines), ZERO)
