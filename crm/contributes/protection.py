"""Tell pages that show free text which rows are about protected people (`core.privacy.visibility`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest

from core import extend
from core.models import AuditEntry
from core.privacy.visibility import RevealedPeople
from crm.models import EmailAddress, Household, Mention, NameReview, Supporter
from crm.models.typed import TypedRow
from crm.protection import free_text, mentions
from crm.reveal.sessions import revealed_keys

KIND = "crm.supporter"
#: The object type of audit entries, whose reasons may name a person.
REASONS = AuditEntry._meta.label_lower


def about(object_type: str, *paths: str, parts: Sequence[str] = (), within: Sequence[str] = ()) -> extend.GuardedRows:
    """Guard a kind of rows that may be about protected people.

    - `paths` lead from a row to its supporters: `supporter`, `order__supporter`; an empty path is the row itself.
    - A row with typed names is also about the people named in it.
    - `parts` are relations to rows with typed names: an order is about its guests.
    - `within` are relations to the rows it belongs to: a fee is about the people its gift is about.
    """

    def hidden(prefix: str, revealed: RevealedPeople) -> Q:
        people = [*(_hidden(f"{prefix}{path}", revealed) for path in paths)]
        people += [_under_code(object_type, prefix, revealed), _mentioned(object_type, prefix, revealed)]
        people += [_inside(object_type, prefix, part, revealed) for part in parts]
        people += [_within(object_type, prefix, whole, revealed) for whole in within]
        return reduce(or_, people)

    def keys(revealed: RevealedPeople) -> Any:
        rows = apps.get_model(object_type)._default_manager.filter(hidden("", revealed))
        return rows.order_by().values("pk")

    return extend.GuardedRows(
        object_type=object_type, keys=keys, numbers=numbers_of(object_type, *paths), hidden=hidden
    )


def numbers_of(object_type: str, *paths: str) -> Callable[[Sequence[int]], dict[int, str]]:
    """A function that maps keys of rows to the number (`S-1042`) of the first supporter on one of these paths."""
    columns = [f"{path}__number".removeprefix("__") for path in paths]

    def numbers(keys: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        rows = apps.get_model(object_type)._default_manager.filter(pk__in=keys).order_by("pk")
        for key, *known in rows.values_list("pk", *columns):
            number = next((one for one in known if one is not None), None)
            if number is not None:
                found.setdefault(key, f"S-{number}")
        return found

    return numbers


def _under_code(object_type: str, prefix: str, revealed: RevealedPeople) -> Q:
    """Rows with a typed name of a protected person, under its current or a former value, unless that person is
    revealed. Rows that show their owner's code are left to the owner's path."""
    model = apps.get_model(object_type)
    if model is Household:
        return Q(**{f"{prefix}shown_name": F(f"{prefix}code")}) & ~Q(**{f"{prefix}members__protected": True})
    if not issubclass(model, TypedRow):
        return Q(pk__in=[])
    open_ones = [key for kind, key in revealed if kind == KIND]
    reviewed = (
        NameReview.objects.filter(object_type=object_type, candidate__in=open_ones).order_by().values("object_id")
    )
    of_owner = Q(**{f"{prefix}{model.owner}__code": F(f"{prefix}code")}) if model.owner else Q(pk__in=[])
    return Q(**{f"{prefix}code__gt": ""}) & ~Q(**{f"{prefix}pk__in": reviewed}) & ~of_owner


def _mentioned(object_type: str, prefix: str, revealed: RevealedPeople) -> Q:
    """Rows with a text that names a protected person who is not revealed."""
    here = OuterRef(f"{prefix}pk")
    named = Mention.objects.filter(_hidden("supporter", revealed), object_type=object_type, object_id=here)
    return Q(Exists(named.order_by()))


def _reasons(revealed: RevealedPeople) -> QuerySet:
    rows = Mention.objects.filter(_hidden("supporter", revealed), object_type=REASONS)
    return rows.order_by().values("object_id")


def _keep_reason(entry: AuditEntry) -> None:
    mentions.keep(REASONS, {entry.pk: [entry.reason]})


def _reasons_of(keys: Sequence[int]) -> dict[int, list[str]]:
    return {pk: [reason] for pk, reason in AuditEntry.objects.filter(pk__in=keys).values_list("pk", "reason")}


def _inside(object_type: str, prefix: str, part: str, revealed: RevealedPeople) -> Q:
    """Rows with a related row in `part` that is itself about a protected person."""
    field = apps.get_model(object_type)._meta.get_field(part)
    model: type[TypedRow] = field.related_model
    theirs = _under_code(model._meta.label_lower, "", revealed) | _mentioned(model._meta.label_lower, "", revealed)
    if model.owner:
        theirs |= _hidden(model.owner, revealed)
    here = {"pk": OuterRef(f"{prefix}{part}_id")} if field.concrete else {field.field.name: OuterRef(f"{prefix}pk")}
    return Q(Exists(model._base_manager.filter(theirs, **here).order_by()))


def _within(object_type: str, prefix: str, whole: str, revealed: RevealedPeople) -> Q:
    """Rows whose `whole` (the row they belong to) is about a protected person, by joins."""
    model = apps.get_model(object_type)._meta.get_field(whole).related_model
    kinds = [kind for kind in extend.entries(extend.GuardedRows) if kind.object_type == model._meta.label_lower]
    return reduce(or_, (kind.hidden(f"{prefix}{whole}__", revealed) for kind in kinds), Q(pk__in=[]))


def _hidden(path: str, revealed: RevealedPeople) -> Q:
    """A condition: `path` leads to a protected person who is not revealed. An empty path is the person."""
    open_ones = [key for kind, key in revealed if kind == KIND]
    if not open_ones:
        return Q(**{f"{path}__protected".removeprefix("__"): True})
    others = Supporter.objects.filter(protected=True).exclude(pk__in=open_ones).order_by().values("pk")
    return Q(**{f"{path or 'pk'}__in": others})


def _naming(texts: Iterable[str], revealed: RevealedPeople) -> set[str]:
    return free_text.naming(texts, {key for kind, key in revealed if kind == KIND})


def _people(texts: Iterable[str]) -> RevealedPeople:
    return frozenset((KIND, key) for key in free_text.people(texts))


def _addresses(revealed: RevealedPeople) -> QuerySet:
    return EmailAddress.objects.filter(_hidden("supporter", revealed)).annotate(lower=F("normalized")).order_by()


def _revealed(request: HttpRequest) -> RevealedPeople:
    """The people revealed in this session; none for users without the permission to reveal names."""
    if not request.user.has_perm("supporters.edit"):
        return frozenset()
    return frozenset((KIND, key) for key in revealed_keys(request.session))


ENTRIES = (
    about(KIND, ""),
    about("crm.household", "members"),
    mentions.rows_with_texts(REASONS, _reasons_of),
    extend.GuardedReasons(entries=_reasons, keep=_keep_reason),
    extend.GuardedWords(naming=_naming, people=_people),
    extend.GuardedAddresses(addresses=_addresses),
    extend.RevealedSource(keys=_revealed),
)
