"""Names that somebody typed into other apps' rows, and where names are looked up for the system alone.

A row that holds a typed name (a buyer, a guest, an honoree) inherits `TypedRow` and says in `typed` which of its
columns are names, with the e-mail and phone beside them, and where each is kept as it may be shown. Whatever writes
such a row, `crm.protection.typed_rows` decides what shows: the name, or a code of the row's own when it is about a
protected person, which tells nobody whose it is. Lists, search, prints and letters to staff read the shown columns
alone.

No page reads `NameKey` and `TypedKey`: they hold how protected names sound.
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
    """A column with a typed name, the columns of the same person beside it, and where the name is kept as shown.

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
        """What it reads."""
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
        plain: models.QuerySet[Any] = models.QuerySet(self.model, using=self.db)  # ours would decide once more
        count = plain.bulk_update(rows, written | self.model.derived(), *args, **kwargs)
        name_rules().file(rows, found)
        return count

    def update(self, **values: Any) -> int:
        """As ever; where it writes typed columns or supporters, each row is decided anew. Such values are plain."""
        if not set(values) & self.model.watched():
            return super().update(**values)
        rows = list(self.model._base_manager.filter(pk__in=list(self.order_by().values_list("pk", flat=True))))
        for row in rows:
            for name, value in values.items():
                field = self.model._meta.get_field(name)
                setattr(row, name if isinstance(value, models.Model) else field.attname, value)
        return self.model._default_manager.bulk_update(rows, [_field(self.model, name) for name in values])

    def delete(self) -> tuple[int, dict[str, int]]:
        """As ever, with what is filed of the rows."""
        keys = list(self.order_by().values_list("pk", flat=True))
        gone = super().delete()
        name_rules().forget(self.model._meta.label_lower, keys)
        return gone


def _field(model: type[models.Model], name: str) -> str:
    """A column by its field's name: `supporter` for `supporter_id`."""
    return model._meta.get_field(name).name


class TypedRow(models.Model):
    """Base of rows with typed names. `typed` lists the name columns, each with a column that stores what is shown.

    `code` is shown in their place once a name is about a protected person; `hidden` says so of the first column.
    """

    hidden = models.BooleanField("shown by a code", default=False, editable=False)
    code = models.CharField(max_length=10, blank=True, editable=False)

    typed: ClassVar[tuple[Typed, ...]] = ()
    #: The column of the supporter the row belongs to, if it has one.
    owner: ClassVar[str] = "supporter"
    #: A column of free words that may name others, and the relations to those beside the row (`neighbors`), if any.
    free: ClassVar[str] = ""
    parties: ClassVar[tuple[str, ...]] = ()
    #: Of a row with free words: whether they name somebody protected, and whom, until it is written.
    told: bool
    told_of: set[int]
    #: Whether something else was typed than a person said that it is about nobody protected, until it is written.
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
        """What shows is decided on saving, and checked by the database."""
        super().validate_constraints({*(exclude or ()), *self.derived()})

    @classmethod
    def watched(cls) -> set[str]:
        """The columns that decide what shows."""
        return {column for typed in cls.typed for column in typed.columns} | {*cls.owners(), *filter(None, [cls.free])}

    @classmethod
    def owners(cls) -> tuple[str, ...]:
        """The supporter's column by both its names, or none."""
        return (cls.owner, f"{cls.owner}_id") if cls.owner else ()

    @classmethod
    def derived(cls) -> set[str]:
        """The columns that follow."""
        told = {"told"} if cls.parties else set()
        return {"hidden", "code", *(typed.shown for typed in cls.typed)} | told


def shown_as_typed(table: str, *typed: Typed) -> list[models.CheckConstraint]:
    """The database's own word for it: a hidden row shows its code, which no name can be, any other what was typed."""
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
        """Nobody: it is asked for the answer of `crm.protection.privacy` alone."""
        return self.none()


class NameKey(models.Model):
    """One form of a supporter's name (`crm.names.forms`), protected or not: it finds candidates and namesakes."""

    supporter = models.ForeignKey("crm.Supporter", on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=255)

    objects = SystemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "supporter"], name="name_key_once_a_supporter")]

    def __str__(self) -> str:
        return f"Name form of supporter {self.supporter_id}"


class TypedKey(models.Model):
    """One form of a name, an e-mail address or a phone number that stands typed in a row of any app: by it the row is
    found when somebody is protected."""

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
    """That a text in a row of any app (a reason, a letter) names a protected supporter."""

    object_type = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    supporter = models.ForeignKey("crm.Supporter", on_delete=models.CASCADE, related_name="+")

    objects = SystemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["object_type", "object_id", "supporter"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id} names supporter {self.supporter_id}"


class NameReview(models.Model):
    """Whether a row is about a protected person: for those who may reveal names to say."""

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
