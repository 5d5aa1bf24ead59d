"""Free text about a guest that names a protected person: any supporter, or another guest of the same party.

A model with such text names the column in `free`. With `parties` (relations to its party) it stores in `told` whether
the text names a protected person. A supporter outside the party counts when named in full or by a rare family name; a
hidden guest of the same party counts when any word of their name is used, as their code is shown right beside the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from crm import identity
from crm.models.typed import TypedRow
from crm.names.keys import plain_word
from crm.names.within import words_of
from crm.protection import privacy
from crm.protection.free_text import Watch, write
from crm.protection.privacy import About

SHORTEST_WORD = 3


def decide(rows: Sequence[TypedRow]) -> None:
    """Set on each row whether its text names protected people, and which. Call after the names are decided."""
    texts = {id(row): str(getattr(row, row.free)) for row in rows}
    telling = [row for row in rows if texts[id(row)].strip()]
    watch = Watch(texts[id(row)] for row in telling)
    hidden = [*(row for row in rows if row.hidden), *_hidden_neighbors(telling)] if rows[0].parties else []
    for row in rows:
        row.told_of = set()
    for row in telling:
        text = texts[id(row)]
        row.told_of |= watch.named([text])
        beside = [one for one in hidden if not _is_same(one, row) and _party(one) == _party(row)]
        row.told_of |= {
            key for one in beside if _words(one) & set(map(plain_word, words_of(text))) for key in _who(one)
        }
    for row in rows:
        row.told = bool(row.told_of)


def store(rows: Sequence[TypedRow]) -> None:
    """Store which people the texts of written rows name, and check again other texts of a party that now has a hidden
    guest."""
    kind = rows[0]._meta.label_lower
    written, hidden = {row.pk for row in rows}, [row for row in rows if row.hidden]
    beside = [row for row in _of_parties(hidden) if row.pk not in written and getattr(row, row.free).strip()]
    if beside:
        decide(beside)
        plain: QuerySet[Any] = QuerySet(type(rows[0]))
        plain.bulk_update(beside, ["told"])
    write(kind, {row.pk: row.told_of for row in (*rows, *beside)})


def _is_same(one: TypedRow, other: TypedRow) -> bool:
    return one is other or (one.pk is not None and one.pk == other.pk)


def _hidden_neighbors(rows: Sequence[TypedRow]) -> list[TypedRow]:
    return [row for row in _of_parties(rows) if row.hidden]


def _of_parties(rows: Sequence[TypedRow]) -> list[TypedRow]:
    """All rows of the parties these rows belong to."""
    if not rows or not rows[0].parties:
        return []
    parties, names = {_party(row) for row in rows}, rows[0].parties
    wanted = (Q(**{f"{name}__in": [party[at] for party in parties if party[at]]}) for at, name in enumerate(names))
    found = type(rows[0])._base_manager.filter(Q(*wanted, _connector=Q.OR))
    return list(found.select_related(rows[0].owner))


def _party(row: TypedRow) -> tuple[int | None, ...]:
    return tuple(getattr(row, f"{name}_id") for name in row.parties)


def _names(row: TypedRow) -> list[str]:
    """The names of a hidden row: as typed, and on the supporter's record."""
    owner = getattr(row, row.owner)
    return [getattr(row, row.typed[0].name), *(identity.written_names(owner) if owner is not None else ())]


def _words(row: TypedRow) -> set[str]:
    words = {plain_word(word) for name in _names(row) for word in words_of(name)}
    return {word for word in words if len(word) >= SHORTEST_WORD or not word.isascii()}


def _who(row: TypedRow) -> set[int]:
    owner = getattr(row, row.owner)
    if owner is not None:
        return {owner.pk}
    hits = privacy.matches(name=getattr(row, row.typed[0].name))
    return {key for key, how in hits.items() if how == About.HIDDEN}
