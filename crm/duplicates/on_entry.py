"""Possible duplicates of a supporter being added: same email, same phone, or same name in any spelling or script.
Protected supporters are never found this way."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from core.models import User
from crm import identity, searching
from crm.models import EmailAddress, PhoneNumber, Supporter
from crm.names.comparison import DIFFERENT, MAYBE, SAME, compare
from crm.names.organizations import compare_organizations
from crm.names.people import PersonName, people_on_record

#: How many rows that share words with the name are compared.
MOST_COMPARED = 80
MOST_WORDS = 8
SHOWN = 6


@dataclass(frozen=True)
class Similar:
    """An existing supporter and why they may be the same. A `strong` match blocks saving until a person decides."""

    supporter: Supporter
    reasons: tuple[str, ...]
    strong: bool


def find_similar(*, user: User, names: tuple[str, ...] = (), email: str = "", phone: str = "") -> list[Similar]:
    """Supporters whose name (in any script), email or phone may match; strongest match first."""
    reasons: dict[int, list[str]] = {}
    strong: set[int] = set()
    for key, reason, sure in [*_by_contact(email, phone), *_by_name(names, user)]:
        reasons.setdefault(key, []).append(reason)
        strong |= {key} if sure else set()
    rows = _on_file(user).filter(pk__in=reasons).prefetch_related("emails", "phones", "addresses")
    found = [Similar(row, tuple(dict.fromkeys(reasons[row.pk])), row.pk in strong) for row in rows]
    return sorted(found, key=lambda item: (not item.strong, -len(item.reasons), item.supporter.sort_name))[:SHOWN]


def _on_file(user: User) -> QuerySet[Supporter]:
    return Supporter.objects.visible_to(user).not_merged().filter(protected=False)


def _by_contact(email: str, phone: str) -> list[tuple[int, str, bool]]:
    found = []
    if "@" in email:
        mails = EmailAddress.objects.filter(normalized=identity.normal_email(email))
        found += [(key, "Same email", True) for key in mails.values_list("supporter", flat=True)[:SHOWN]]
    if sum(char.isdecimal() for char in phone) >= 7:
        phones = PhoneNumber.objects.filter(normalized=identity.normal_phone(phone))
        found += [(key, "Same phone", True) for key in phones.values_list("supporter", flat=True)[:SHOWN]]
    return found


def _by_name(names: tuple[str, ...], user: User) -> list[tuple[int, str, bool]]:
    """Supporters whose name is, or may be, one of the names."""
    found = []
    for name in filter(None, (name.strip()[: searching.LONGEST] for name in names)):
        for row in _sharing_words(name, user):
            verdict = _verdict(name, row)
            if verdict == SAME:
                found.append(
                    (row.pk, "Same name" if row.shown_name == name else "Same name, spelled differently", True)
                )
            elif verdict == MAYBE:
                found.append((row.pk, "Similar name", False))
    return found


def _sharing_words(name: str, user: User) -> QuerySet[Supporter]:
    """Supporters that share two words of the name by spelling key, or its only word."""
    keys = searching.search_keys(name).split()[:MOST_WORDS]
    if not keys:
        return Supporter.objects.none()
    shared = sum((_holds(key) for key in keys[1:]), start=_holds(keys[0]))
    rows = (
        _on_file(user)
        .filter(pk__in=searching.with_any_key(keys))
        .annotate(shared=shared)
        .filter(shared__gte=min(2, len(keys)))
    )
    return rows.order_by("-shared", "pk")[:MOST_COMPARED]


def _holds(key: str) -> Case:
    return Case(When(Q(name_keys__contains=f" {key} "), then=Value(1)), default=Value(0), output_field=IntegerField())


def _verdict(name: str, row: Supporter) -> str:
    """The best match between a name and a row's names. A single word can be the same, never merely similar."""
    theirs = [row.shown_name, *([row.shown_native] if row.shown_native else [])]
    verdicts = {_likeness(name, their, row.kind) for their in theirs}
    best = next(verdict for verdict in (SAME, MAYBE, DIFFERENT) if verdict in verdicts)
    return DIFFERENT if best == MAYBE and len(name.split()) < 2 else best


def _likeness(a: str, b: str, kind: str) -> str:
    if kind == Supporter.Kind.ORGANIZATION:
        return compare_organizations(a, b)
    verdicts = {compare(x, y).verdict for x in _people(a) for y in _people(b)}
    return next((verdict for verdict in (SAME, MAYBE) if verdict in verdicts), DIFFERENT)


def _people(name: str) -> tuple[PersonName, ...]:
    return people_on_record(name)
