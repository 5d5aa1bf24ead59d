"""Decide what is shown of typed names: when a row is written, and when a supporter's protection changes.

Apps whose rows cannot inherit `TypedRow` contribute a `TypedRows` with their own `refresh`, and store their search keys
with `file_keys`; everything else is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from core import extend, jobs
from core.db.chunks import chunks
from core.forms import sent
from crm.models import Mention, NameReview, Supporter, TypedKey
from crm.models.codes import new_code
from crm.models.typed import Typed, TypedRow
from crm.names import forms as name_forms
from crm.names.within import is_plain, maybe_names
from crm.protection import likeness, neighbors, privacy
from crm.protection.contact_keys import email_key, phone_keys
from crm.protection.free_text import Watch, sounds_of
from crm.protection.likeness import Sought
from crm.protection.privacy import About

Found = list[dict[int, About]]
RECHECKED_AT_ONCE = 50
HOUR = 4


@dataclass(frozen=True, kw_only=True)
class TypedRows:
    """A kind of rows with typed names.

    - `refresh(keys)` decides again what these rows show; `owned_by(supporters)` returns the keys of their rows.
    - `names(keys)` returns the typed names of rows, by key. Of rows that share a word with a supporter, only those with
      a matching name are refreshed; all of them when `names` is None.
    - `title` and `url` describe a row in the review, never by its typed name; `name` is what was typed, for users it is
      revealed to.
    - `join` makes the row a supporter's; None when rows of this kind belong to no supporter.
    - `together` are rows of the same name that share one answer.
    - `ask(supporters)` opens reviews of rows that existed before these supporters were protected.
    """

    object_type: str
    refresh: Callable[[Iterable[int]], None]
    owned_by: Callable[[Iterable[int]], Iterable[int]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    name: Callable[[Any], str]
    names: Callable[[Sequence[int]], Mapping[int, Iterable[str]]] | None = None
    join: Callable[[Any, Supporter], None] | None = None
    together: Callable[[Any], Iterable[models.Model]] = lambda row: ()
    ask: Callable[[Sequence[int]], None] = lambda supporters: None


def typed_rows(
    model: type[TypedRow],
    *,
    title: Callable[[Any], str],
    url: Callable[[Any], str],
    join: Callable[[Any, Supporter], None] | None = None,
    together: Callable[[Any], Iterable[models.Model]] = lambda row: (),
) -> TypedRows:
    """The registry entry of a model that inherits `TypedRow`."""
    return TypedRows(
        object_type=model._meta.label_lower,
        refresh=lambda keys: refresh(model, keys),
        owned_by=lambda supporters: _owned(model, supporters),
        names=lambda keys: _names(model, keys),
        title=title,
        url=url,
        name=_typed_name,
        join=join,
        together=together,
    )


def kind_of(object_type: str) -> TypedRows:
    """The registry entry of a kind of rows. Raises `LookupError`."""
    for entry in extend.entries(TypedRows):
        if entry.object_type == object_type:
            return entry
    raise LookupError(object_type)


def decide(rows: Sequence[TypedRow]) -> Found:
    """Set on each row whether its names are shown; returns the protected people each may be about. Saves nothing."""
    dismissed = _dismissed(rows)
    found = [_decide(row, dismissed.get(row.pk, set())) for row in rows]
    if rows and rows[0].free:
        neighbors.decide(rows)
    return found


def file(rows: Sequence[TypedRow], found: Found) -> None:
    """Store the search keys of the names typed in these rows, and open the name reviews they need (`found` is from
    `decide`)."""
    if not rows:
        return
    kind = rows[0]._meta.label_lower
    if retyped := [row.pk for row in rows if row.retyped]:
        NameReview.objects.filter(object_type=kind, object_id__in=retyped, answer=NameReview.Answer.OTHER).delete()
    file_keys(kind, {row.pk: _forms(row) for row in rows})
    if rows[0].free:
        neighbors.store(rows)
    ask(kind, {row.pk: _unanswered(row, hits) for row, hits in zip(rows, found, strict=True)})


def file_keys(object_type: str, forms: Mapping[int, set[str]]) -> None:
    """Replace the stored search keys of rows; `forms` are the keys by row key."""
    for some in chunks(forms):
        TypedKey.objects.filter(object_type=object_type, object_id__in=some).delete()
    keys = [TypedKey(object_type=object_type, object_id=pk, form=form) for pk, all_ in forms.items() for form in all_]
    TypedKey.objects.bulk_create(keys, batch_size=privacy.WRITTEN_AT_ONCE, ignore_conflicts=True)


def forget(object_type: str, keys: Sequence[int]) -> None:
    """Delete the search keys, reviews and mentions of deleted rows."""
    for some in chunks(keys):
        TypedKey.objects.filter(object_type=object_type, object_id__in=some).delete()
        NameReview.objects.filter(object_type=object_type, object_id__in=some).delete()
        Mention.objects.filter(object_type=object_type, object_id__in=some).delete()


def forms_of(*, name: str = "", email: str = "", phone: str = "") -> set[str]:
    """The search keys of a typed name, address and number: one per phonetic word of the name."""
    people = name_forms.people(name) if name.strip() else ()
    forms = {form for person in people for form in name_forms.single_forms(person)}
    forms |= set() if is_plain(name) else sounds_of("", [name])
    return forms | ({email_key(email)} - {""}) | phone_keys(phone)


def ask(object_type: str, hits: Mapping[int, dict[int, About]]) -> None:
    """Open a name review for each pair of row and protected person in `hits`, and delete unanswered ones that are no
    longer there."""
    there = NameReview.objects.filter(object_type=object_type, object_id__in=list(hits))
    asked = {(row.object_id, row.candidate_id): row for row in there}
    wanted = {(pk, key): answer == About.HIDDEN for pk, found in hits.items() for key, answer in found.items()}
    gone = [row.pk for pair, row in asked.items() if pair not in wanted and not row.answer]
    NameReview.objects.filter(pk__in=gone).delete()
    for pair in wanted.keys() & asked.keys():
        if asked[pair].sure != wanted[pair]:
            NameReview.objects.filter(pk=asked[pair].pk).update(sure=wanted[pair])
    new = [
        NameReview(object_type=object_type, object_id=pk, candidate_id=key, sure=sure)
        for (pk, key), sure in wanted.items()
        if (pk, key) not in asked
    ]
    NameReview.objects.bulk_create(new, ignore_conflicts=True)


def refresh(model: type[TypedRow], keys: Iterable[int]) -> None:
    """Decide again what these rows show, and store it."""
    for some in chunks(keys):
        _refresh(model, some)


def _refresh(model: type[TypedRow], keys: Sequence[int]) -> None:
    rows = list(model._base_manager.filter(pk__in=keys))
    found = decide(rows)
    plain: models.QuerySet[Any] = models.QuerySet(model)
    for row in rows:
        plain.filter(pk=row.pk).update(**{name: getattr(row, name) for name in model.derived()})
    file(rows, found)


def recheck(supporters: Iterable[Supporter]) -> None:
    """Decide again about every row that may be about these supporters, found by its search keys. Call it when a
    supporter's protection changes, and when a protected supporter's names or contact details change."""
    for people in chunks(supporters):
        _recheck(people)
        sent.forget_words(timezone.now())


def _recheck(people: Sequence[Supporter]) -> None:
    keys = [one.pk for one in people]
    sought = Sought(keys)
    asked = NameReview.objects.filter(candidate__in=keys).order_by().values_list("object_type", "object_id")
    surely, maybe = _by_kind([*_filed(sought.details), *asked]), _by_kind(_filed(sought.words))
    for entry in extend.entries(TypedRows):
        kind = entry.object_type
        entry.ask(keys)
        named = _named(entry, maybe.get(kind, set()) - surely.get(kind, set()), sought)
        entry.refresh(sorted(surely.get(kind, set()) | named | set(entry.owned_by(keys))))


def _filed(forms: set[str]) -> list[tuple[str, int]]:
    """The (object type, key) of rows stored under one of these search keys."""
    found = (TypedKey.objects.filter(form__in=some).order_by() for some in chunks(sorted(forms)))
    return [row for rows in found for row in rows.values_list("object_type", "object_id")]


def _by_kind(rows: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for kind, pk in rows:
        found.setdefault(kind, set()).add(pk)
    return found


def _named(entry: TypedRows, keys: set[int], sought: Sought) -> set[int]:
    """Of rows that share a word with these people, those with a name that may be theirs."""
    if entry.names is None:
        return keys
    typed = (entry.names(some) for some in chunks(sorted(keys)))
    return {pk for found in typed for pk, texts in found.items() if any(map(sought.may_be, texts))}


@jobs.task()
def recheck_all() -> dict[str, str]:
    """Decide again about all protected people, in batches. A row written while a supporter was being protected may have
    been decided too early."""
    keys = list(Supporter.objects.filter(protected=True).order_by("pk").values_list("pk", flat=True))
    for some in chunks(keys, RECHECKED_AT_ONCE):
        with transaction.atomic():
            recheck(Supporter.objects.filter(pk__in=some))
    return {"text": "Typed names were looked at again."}


def _owned(model: type[TypedRow], supporters: Iterable[int]) -> Iterable[int]:
    if not model.owner:
        return []
    rows = model._base_manager.filter(**{f"{model.owner}__in": list(supporters)})
    return rows.order_by().values_list("pk", flat=True)


def _names(model: type[TypedRow], keys: Sequence[int]) -> dict[int, list[str]]:
    """The names typed into rows, and the possible names in their free text, by row key."""
    rows = model._base_manager.filter(pk__in=keys)
    found = {row.pk: [name for typed in row.typed for name in _names_in(row, typed)] for row in rows}
    within = {row.pk: [name for name in found[row.pk] if _is_wordy(row) or not is_plain(name)] for row in rows}
    return {row.pk: [*found[row.pk], *maybe_names([*within[row.pk], *_free(row)])] for row in rows}


def _is_wordy(row: TypedRow) -> bool:
    return any(typed.words for typed in row.typed)


def _free(row: TypedRow) -> list[str]:
    return [getattr(row, row.free)] if row.free else []


def _dismissed(rows: Sequence[TypedRow]) -> dict[int, set[int]]:
    """Which supporters a row is not about, according to reviews. A review stops counting when the typed name
    changes."""
    keys = [row.pk for row in rows if row.pk]
    said: dict[int, set[int]] = {}
    if keys:
        answers = NameReview.objects.filter(
            object_type=rows[0]._meta.label_lower, object_id__in=keys, answer=NameReview.Answer.OTHER
        )
        for pk, candidate in answers.values_list("object_id", "candidate"):
            said.setdefault(pk, set()).add(candidate)
    same = _as_stored([row for row in rows if row.pk in said])
    for row in rows:
        row.retyped = row.pk in said and row.pk not in same
    return {pk: people for pk, people in said.items() if pk in same}


def _as_stored(rows: Sequence[TypedRow]) -> set[int]:
    """The keys of rows whose typed columns equal those in the database."""
    if not rows:
        return set()
    columns = sorted(set().union(*(typed.columns for typed in rows[0].typed)))
    stored = type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).values_list("pk", *columns)
    before = {pk: values for pk, *values in stored}
    return {row.pk for row in rows if before.get(row.pk) == [getattr(row, column) for column in columns]}


def _decide(row: TypedRow, dismissed: set[int]) -> dict[int, About]:
    owner: Supporter | None = getattr(row, row.owner) if row.owner else None
    hits: dict[int, About] = {}
    covered = bool(owner and owner.protected)
    shown: dict[str, bool] = {}
    for place, typed in enumerate(row.typed):
        found = {key: how for key, how in _matches(row, typed).items() if key not in dismissed}
        if owner is not None and not owner.protected and place == 0 and _is_theirs(row, typed, owner):
            found = {}
        shown[typed.shown] = max(found.values(), default=About.NO) == About.HIDDEN or (covered and place == 0)
        if typed.asks:
            hits |= {key: max(how, hits.get(key, About.NO)) for key, how in found.items()}
    row.hidden = shown[row.typed[0].shown]
    if any(shown.values()):
        row.code = owner.code if owner is not None and owner.protected else _own_code(row)
    elif dismissed:
        row.code = ""  # the earlier review said that the name is not a protected person's
    for typed in row.typed:
        setattr(row, typed.shown, row.code if shown[typed.shown] else getattr(row, typed.name))
    return hits


def _matches(row: TypedRow, typed: Typed) -> dict[int, About]:
    details = {part: getattr(row, getattr(typed, part)) if getattr(typed, part) else "" for part in ("email", "phone")}
    names = _names_in(row, typed)
    found = Watch(names).hits("", names, alone=True) if typed.words else {}
    for name in names or [""]:
        for key, how in privacy.matches(name=name, **details).items():
            found[key] = max(how, found.get(key, About.NO))
    return found


def _names_in(row: TypedRow, typed: Typed) -> list[str]:
    text: str = getattr(row, typed.name)
    return text.splitlines() if typed.lines else [text]


def _is_theirs(row: TypedRow, typed: Typed, owner: Supporter) -> bool:
    """Whether the row's unprotected owner has the typed name."""
    given = name_forms.people(getattr(row, typed.name))
    return len(given) == 1 and likeness.fits(given[0], owner)


def _own_code(row: TypedRow) -> str:
    """A code for the row that no supporter has, so that it does not tell who it is."""
    code = row.code or new_code()
    while Supporter.objects.filter(code=code).exists():
        code = new_code()
    return code


def _forms(row: TypedRow) -> set[str]:
    forms = sounds_of("", [*_free(row), *(getattr(row, typed.name) for typed in row.typed if typed.words)])
    for typed in row.typed:
        for name in _names_in(row, typed):
            forms |= forms_of(name=name)
        details = {part: getattr(row, getattr(typed, part)) for part in ("email", "phone") if getattr(typed, part)}
        forms |= forms_of(**details)
    return forms


def _unanswered(row: TypedRow, hits: dict[int, About]) -> dict[int, About]:
    """The matches to review; none where the row belongs to one of them already."""
    owner = getattr(row, f"{row.owner}_id") if row.owner else None
    return {} if owner in hits else hits


def _typed_name(row: TypedRow) -> str:
    names = [getattr(row, column) for typed in row.typed for column in (typed.name, typed.email, typed.phone) if column]
    return " · ".join(filter(None, dict.fromkeys(" ".join(name.split()) for name in names)))


def row_of(object_type: str, pk: int) -> Any:
    """The row a review is about, or None when it was deleted."""
    return apps.get_model(object_type)._base_manager.filter(pk=pk).first()
