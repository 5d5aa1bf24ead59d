"""Names that people typed into rows of other apps, and the search keys of names, which only the system reads.

A model with a typed name (a buyer, a guest, an honoree) inherits `TypedRow` and lists in `typed` its name columns, the
email and phone columns beside them, and the column that stores what is shown. On every write
`crm.protection.typed_rows` decides what is shown: the name or, when the row is about a protected person, a code of the
row's own, which does not tell who it is. Lists, search, prints and emails to staff read only the shown columns.

No page reads `NameKey` and `TypedKey`: they hold phonetic keys of protected names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.privacy.visibility import VisibleQuerySet
from crm.models.codes import is_code
from crm.models.typed_rules import name_rules


@dataclass(frozen=True)
class Typed:
    """A column with a typed name, the contact columns of the same person, and the column that stores what is shown.

    `lines` holds a name on each line. In one of `words` a name stands among others, and a rare family name by itself
    tells: a table of “Sample & friends”. One that `asks` is reviewed by itself, any other by the record it leads to.
    """

    name: str
    shown: str = "shown_name"
    email: str = ""
    phone: str = ""
    lines: bool = False
    words: bool = False
    asks: bool = True

    @property
    def columns(self) -> set[str]:
        """The columns that are read to decide what is shown."""
        return set(filter(None, (self.name, self.email, self.phone)))


class TypedQuerySet(VisibleQuerySet[Any]):
    """A queryset of rows with typed names: bulk writes also update the columns that are shown."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        rows = list(objs)
        found = name_rules().decide(rows)
        made = super().bulk_create(rows, *args, **kwargs)
        name_rules().file(made, found)
        return made

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        rows, written = list(objs), set(fields)
        if not written & self.model.watched():
            return super().bulk_update(rows, written, *args, **kwargs)
        found = name_rules().decide(rows)
        plain: models.QuerySet[Any] = models.QuerySet(self.model, using=self.db)  # ours would decide again
        count = plain.bulk_update(rows, written | self.model.derived(), *args, **kwargs)
        name_rules().file(rows, found)
        return count

    def update(self, **values: Any) -> int:
        """As Django's. When a typed column or the supporter is among `values`, what each row shows is decided again;
        these values must be plain, not expressions."""
        if not set(values) & self.model.watched():
            return super().update(**values)
        rows = list(self.model._base_manager.filter(pk__in=list(self.order_by().values_list("pk", flat=True))))
        for row in rows:
            for name, value in values.items():
                field = self.model._meta.get_field(name)
                setattr(row, name if isinstance(value, models.Model) else field.attname, value)
        return self.model._default_manager.bulk_update(rows, [_field(self.model, name) for name in values])

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, and delete the search keys and name reviews of the rows."""
        keys = list(self.order_by().values_list("pk", flat=True))
        gone = super().delete()
        name_rules().forget(self.model._meta.label_lower, keys)
        return gone


def _field(model: type[models.Model], name: str) -> str:
    """The field's name: `supporter` for `supporter_id`."""
    return model._meta.get_field(name).name


class TypedRow(models.Model):
    """Base of rows with typed names. `typed` lists the name columns, each with a column that stores what is shown.

    `code` is shown instead of a name that is about a protected person; `hidden` is True when the first column shows it.
    """

    hidden = models.BooleanField("shown by a code", default=False, editable=False)
    code = models.CharField(max_length=10, blank=True, editable=False)

    typed: ClassVar[tuple[Typed, ...]] = ()
    #: The column of the supporter the row belongs to, if it has one.
    owner: ClassVar[str] = "supporter"
    #: `free` is a column of free text that may name other people; `parties` are the relations that lead to the other
    #: rows of the same party (`crm.protection.neighbors`).
    free: ClassVar[str] = ""
    parties: ClassVar[tuple[str, ...]] = ()
    #: Set before writing on a row with free text: whether the text names a protected person, and the keys of those
    #: people.
    told: bool
    told_of: set[int]
    #: Set before writing: the typed name differs from the one a person reviewed as “not this person”.
    retyped: bool

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is not None and not set(fields) & self.watched():
            return super().save(*args, **kwargs)
        found = name_rules().decide([self])
        if fields is not None:
            kwargs["update_fields"] = {*fields, *self.derived()}
        super().save(*args, **kwargs)
        name_rules().file([self], found)
        return None

    def validate_constraints(self, exclude: Any = None) -> None:
        """Skip the derived columns: they are set in `save` and checked by the database."""
        super().validate_constraints({*(exclude or ()), *self.derived()})

    @classmethod
    def watched(cls) -> set[str]:
        """The columns that decide what is shown."""
        return {column for typed in cls.typed for column in typed.columns} | {*cls.owners(), *filter(None, [cls.free])}

    @classmethod
    def owners(cls) -> tuple[str, ...]:
        """The supporter's column under both its names (`supporter`, `supporter_id`), or none."""
        return (cls.owner, f"{cls.owner}_id") if cls.owner else ()

    @classmethod
    def derived(cls) -> set[str]:
        """The columns set by `decide`."""
        told = {"told"} if cls.parties else set()
        return {"hidden", "code", *(typed.shown for typed in cls.typed)} | told


def shown_as_typed(table: str, *typed: Typed) -> list[models.CheckConstraint]:
    """Constraints on the shown columns: a hidden row shows its code, which cannot be a name; any other row shows what
    was typed."""
    first = typed[0]
    under_code = Q(hidden=False) | (Q(**{first.shown: F("code")}) & ~Q(code=""))
    named = Q(hidden=True) | Q(**{first.shown: F(first.name)})
    rules = {f"{table}_hidden_by_code": under_code, f"{table}_shown_as_typed": named}
    rules[f"{table}_code_is_one"] = Q(code="") | is_code("P-")
    for other in typed[1:]:
        rules[f"{table}_{other.name}_shown"] = Q(**{other.shown: F(other.name)}) | Q(**{other.shown: F("code")})
    return [models.CheckConstraint(name=name, condition=rule) for name, rule in rules.items()]


class SystemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> SystemQuerySet:
        """No rows: only `crm.protection.privacy` reads these tables."""
        return self.none()


class NameKey(models.Model):
    """One search form of a supporter's name (`crm.names.forms`), protected or not. It finds candidates and counts
    namesakes."""

    supporter = models.ForeignKey("crm.Supporter", on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=255)

    objects = SystemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "supporter"], name="name_key_once_a_supporter")]

    def __str__(self) -> str:
        return f"Name form of supporter {self.supporter_id}"


class TypedKey(models.Model):
    """One search form of a name, email address or phone number typed into a row of any app. It finds the row when a
    supporter becomes protected."""

    form = models.CharField(max_length=260)
    object_type = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()

    objects = SystemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "object_type", "object_id"], name="typed_key_once_a_row")
        ]
        indexes = [models.Index(name="typed_key_of_a_row", fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"Entered in {self.object_type} {self.object_id}"


class Mention(models.Model):
    """A text in a row of any app (a reason, a note) that names a protected supporter."""

    object_type = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    supporter = models.ForeignKey("crm.Supporter", on_delete=models.CASCADE, related_name="+")

    objects = SystemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_type", "object_id", "supporter"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id} names supporter {self.supporter_id}"


class NameReview(models.Model):
    """The question whether a row is about a protected person, answered by users who may reveal names."""

    class Answer(models.TextChoices):
        SAME = "same", "Same person"
        OTHER = "other", "Different person"

    object_type = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    candidate = models.ForeignKey("crm.Supporter", on_delete=models.PROTECT, related_name="name_reviews")
    sure = models.BooleanField(help_text="On: shown by a code until reviewed. Off: shown as entered, with a question.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.CharField(max_length=5, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    seen_with = "supporters.edit"
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["object_type", "object_id", "candidate"], name="name_review_once"),
            models.CheckConstraint(
                name="name_review_answer_has_moment",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(name="name_review_open", fields=["answer", "object_type", "object_id"]),
            models.Index(name="name_review_listed", fields=["created_at", "id"]),
        ]

    def __str__(self) -> str:
        return f"Is this {self.candidate}?"
