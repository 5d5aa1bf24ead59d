"""Imported files: what each says, what was done with it, and what waits for a person.

- An **ImportBatch** is one uploaded file with its plan; it is applied once, in one transaction.
- An **ImportRow** stores a row of the file and its outcome: nothing is dropped, nothing guessed.
- An **ImportEffect** is one row an import created or changed, as written; an import is undone by these.
- A **FundAlias** remembers which fund a name in files means.
- A **SavedMapping** remembers what the columns of a kind of file mean, recognized by its titles.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.models import StoredFile
from core.privacy.visibility import VisibleQuerySet
from crm.protection import free_text
from donations.models import Fund, Gift, Pledge, Refund
from imports.column_mapping import BOTH_NAMED, KINDS_OF_ROWS, Mapping


class ImportBatchQuerySet(VisibleQuerySet["ImportBatch"]):
    def with_counts(self) -> ImportBatchQuerySet:
        """Adds `row_count`, every record of the file, and `waiting_count`, those that wait for a person."""
        rows = ImportRow.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
        counts = [kind.annotate(count=Count("pk")).values("count") for kind in (rows, rows.filter(state="waiting"))]
        return self.annotate(row_count=Coalesce(Subquery(counts[0]), 0), waiting_count=Coalesce(Subquery(counts[1]), 0))


class ImportBatch(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", "Not imported"
        APPLIED = "applied", "Imported"
        DISCARDED = "dropped", "Discarded"
        UNDONE = "undone", "Undone"

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    #: The file's name, or a substitute while that names a protected person: `private_rows`.
    shown_name = models.CharField(max_length=255, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    format = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    warnings = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    parties = models.JSONField(default=dict)
    #: `existing_records.state_fingerprint()` at planning; if it differs later, the file is planned again before it is
    #: applied.
    state_fingerprint = models.CharField(max_length=100)
    answers = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    seen_with = "imports.run"
    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "import batches"
        ordering = ["-pk"]
        indexes = [models.Index(name="import_listed", fields=["created_at", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(state="applied"),
                name="import_file_applied_once",
                violation_error_message="This file was already imported.",
            )
        ]

    def __str__(self) -> str:
        return self.shown_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.shown_name = self.shown_name or self.name
        super().save(*args, **kwargs)

    @property
    def spoken_number(self) -> str:
        """The name of the import in stored text, without the file's name, as that may be a person's who becomes
        protected."""
        return f"Import {self.pk}"


class ImportRow(models.Model):
    class State(models.TextChoices):
        """The outcome of a row."""

        OPEN = "open", "Not imported"
        APPLIED = "applied", "Imported"
        KNOWN = "known", "Already recorded"
        WAITING = "waiting", "Needs review"
        LEFT_OUT = "left_out", "Left out"
        UNDONE = "undone", "Undone"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100, blank=True)
    #: The sheet as pages call it: its name may be somebody's.
    shown_sheet = models.CharField(max_length=100, blank=True, editable=False)
    row = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=1)
    decision = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    kind = models.CharField(max_length=20, null=True)
    date = models.DateField(null=True)
    currency = models.CharField(max_length=3, null=True)
    plan = models.JSONField()
    #: A digest of the cells, by which a later version of the file recognizes the row.
    mark = models.CharField(max_length=32, db_index=True, editable=False)
    #: The code shown while the row is about a protected person, and its search keys: `private_rows`.
    code = models.CharField(max_length=10, blank=True, editable=False)
    sounds = models.TextField(blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    waits_for = models.CharField(max_length=200, blank=True)
    gift = models.ForeignKey(Gift, on_delete=models.SET_NULL, null=True, related_name="import_rows")
    pledge = models.ForeignKey(Pledge, on_delete=models.SET_NULL, null=True, related_name="import_rows")
    refund = models.ForeignKey(Refund, on_delete=models.SET_NULL, null=True, related_name="import_rows")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    seen_with = "imports.run"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "row", "part"], name="import_row_once")]
        indexes = [
            models.Index(fields=["batch", "decision"]),
            models.Index(fields=["batch", "state"]),
            models.Index(name="import_row_listed", fields=["batch", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.shown_sheet} row {self.row}".strip()

    @property
    def shown_name(self) -> str:
        """The name in the file, or the code."""
        return self.code or self.plan["name"] or ""

    @property
    def place(self) -> str:
        """Where a person finds the row in their file."""
        return f"{self.shown_sheet}, row {self.row}" if self.sheet else f"Row {self.row}"


class ImportEffect(models.Model):
    """One row an import created (`digest`: as written) or changed (`before` and `after`)."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="effects")
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    digest = models.CharField(
        max_length=64, blank=True, help_text="Blank for records that existed before and were changed."
    )
    owner = models.CharField(max_length=80, blank=True, help_text="The record's owner, for example crm.supporter:12.")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    seen_with = "imports.run"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "model", "object_id"])]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class FundAlias(models.Model):
    """The fund a name in files means; `alias` is folded, '' is for blank cells."""

    alias = models.CharField(max_length=600, unique=True, blank=True)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="aliases")

    class Meta:
        verbose_name_plural = "fund aliases"

    def __str__(self) -> str:
        return self.alias or "(blank)"


class SavedMapping(models.Model):
    """What the columns of a kind of file mean. `columns` are meanings by folded title."""

    name = models.CharField(
        max_length=80, unique=True, error_messages={"unique": "Another mapping has this name. Enter a different name."}
    )
    signature = models.CharField(max_length=64, unique=True, editable=False)
    titles = models.JSONField(default=list, help_text="As written in the file, in file order.")
    columns = models.JSONField(default=dict)
    day_first = models.BooleanField(null=True, help_text="Whether 3/4 is April 3; blank when the dates show it.")
    decimal_comma = models.BooleanField(
        null=True, help_text="Whether 1.234 is over a thousand; blank when the amounts show it."
    )
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField(max_length=20, choices=Gift.Method.choices, blank=True)
    kind = models.CharField(max_length=20, choices=KINDS_OF_ROWS, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="Of amounts that show none.")
    month_day = models.CharField(
        max_length=5, blank=True, help_text="Of gifts in a column for each month: first, 15 or last."
    )
    giver = models.CharField(
        max_length=12, choices=BOTH_NAMED, blank=True, help_text="Of rows that name a person and an organization."
    )
    values = models.JSONField(default=dict, help_text="What values of a column mean, by folded title and folded value.")
    source = models.CharField(max_length=40, help_text="The other system in references; stays when this is renamed.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    seen_with = "imports.run"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "saved column mapping"
        verbose_name_plural = "saved column mappings"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.shown_name or "Private mapping"

    @property
    def shown_name(self) -> str:
        """The name, often that of a file; '' while it names a protected person, asked as it is read."""
        return "" if free_text.naming([self.name]) else self.name

    @property
    def shown_source(self) -> str:
        """The name of the other system, made from the mapping's first name; '' while it names a protected person."""
        return "" if free_text.naming([self.source]) else self.source

    @property
    def mapping(self) -> Mapping:
        """The values as code that reads files uses them."""
        return Mapping(
            key=str(self.pk),
            name=self.name,
            signature=self.signature,
            columns=self.columns,
            day_first=self.day_first,
            decimal_comma=self.decimal_comma,
            fund=self.fund.code if self.fund else "",
            method=self.method,
            kind=self.kind,
            currency=self.currency,
            month_day=self.month_day,
            giver=self.giver,
            values=self.values,
            source=self.source,
        )
