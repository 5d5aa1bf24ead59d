"""Possible duplicates of a protected person: none is added under the real name without a review.

A new supporter with a protected person's email, phone or rare name is held: protected under a code of its own until a
user who may reveal names decides. So is a supporter renamed that way later. A supporter that existed before the other
was protected stays as it is, and a review is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from django.utils import timezone

from core.db.chunks import chunks
from core.models import User
from crm import identity
from crm.models import EmailAddress, NameKey, NameReview, PhoneNumber, Supporter
from crm.names.within import is_plain, maybe_names
from crm.protection import privacy, typed_rows
from crm.protection.likeness import Sought
from crm.protection.privacy import About

KIND = "crm.supporter"
MOST_ASKED = 50


def protect_matches(rows: Sequence[Supporter], found: Sequence[dict[int, About]]) -> None:
    """Protect new records that certainly match a protected person, until a name review is answered. Saves nothing."""
    for row, hits in zip(rows, found, strict=True):
        if not row.protected and max(hits.values(), default=About.NO) == About.HIDDEN:
            row.protected = row.pending_name_review = True
            row.prepare()


def ask_about_new(
    rows: Sequence[Supporter], found: Sequence[dict[int, About]], answered: Sequence[User | None]
) -> None:
    """Open the reviews of new records. Where a user answered before the record was made, the answer is stored with
    their name."""
    wanted = {row.pk: hits for row, hits in zip(rows, found, strict=True) if hits}
    if wanted:
        typed_rows.ask(KIND, wanted)
    for row, by in zip(rows, answered, strict=True):
        if by is not None and row.pk in wanted:
            mine = NameReview.objects.filter(object_type=KIND, object_id=row.pk, answer="")
            mine.update(answer=NameReview.Answer.OTHER, answered_by=by, answered_at=timezone.now())


def protect_renamed(row: Supporter, *, known: Iterable[str]) -> dict[int, About]:
    """Protect a record whose new names certainly match a protected person's. Saves nothing.

    `known` are its former names. People excluded by an earlier review are left out. Returns the matches, or {} when the
    record was not protected.
    """
    names = tuple(name for name in identity.written_names(row) if name not in set(known))
    reviews = NameReview.objects.filter(object_type=KIND, object_id=row.pk, answer=NameReview.Answer.OTHER)
    others = {row.pk, *reviews.values_list("candidate", flat=True)} if names else set()
    found = privacy.suspects([privacy.Typed(names)])[0] if names else {}
    hits = {key: how for key, how in found.items() if key not in others}
    protect_matches([row], [hits])
    return hits if row.pending_name_review else {}


def ask_about_renamed(row: Supporter, hits: dict[int, About]) -> None:
    """Open the reviews of a record that was held for its new name."""
    if hits:
        typed_rows.ask(KIND, {row.pk: hits})


def ask_about_changed(row: Supporter) -> None:
    """Open reviews for a record that now has the name or contact details of a protected person."""
    details = identity.revealed_contact_details(row, viewer=None, purpose="edit")
    asked = [{"name": name} for name in identity.written_names(row)]
    asked += [{"email": at.address} for at in details.emails] + [{"phone": at.number} for at in details.phones]
    hits: dict[int, About] = {}
    for words in asked:
        hits |= dict.fromkeys(privacy.matches(**words), About.REVIEW)
    typed_rows.ask(KIND, {row.pk: hits})


def ask_about_reached(points: Sequence[EmailAddress] | Sequence[PhoneNumber]) -> None:
    """Ask about unprotected records that were given addresses or numbers of protected people, many at once."""
    reached = [privacy.Typed(**_value(point)) for point in points]
    found = privacy.suspects(reached) if reached else []
    owners = {point.supporter_id for point, hits in zip(points, found, strict=True) if hits}
    for some in chunks(sorted(owners)):
        for row in Supporter.objects.not_merged().filter(pk__in=some, protected=False):
            ask_about_changed(row)


def _value(point: EmailAddress | PhoneNumber) -> dict[str, tuple[str, ...]]:
    return {"emails": (point.address,)} if isinstance(point, EmailAddress) else {"phones": (point.number,)}


def ask_about_old(keys: Iterable[int]) -> None:
    """Open reviews for existing records similar to supporters that are now protected, and delete open ones of
    supporters that no longer are. Called when protection changes."""
    NameReview.objects.filter(object_type=KIND, candidate__in=keys, candidate__protected=False, answer="").delete()
    for person in Supporter.objects.not_merged().filter(pk__in=keys, protected=True, pending_name_review=False):
        like = {row.pk for row in _alike(person)}
        there = set(NameReview.objects.filter(object_type=KIND, candidate=person).values_list("object_id", flat=True))
        NameReview.objects.bulk_create(
            [NameReview(object_type=KIND, object_id=pk, candidate=person, sure=False) for pk in sorted(like - there)],
            ignore_conflicts=True,
        )


def _alike(person: Supporter) -> list[Supporter]:
    """Unmerged, unprotected records with the same name: all of them, or for a name with too many (`MOST_ASKED`), those
    that share an email or phone."""
    sought = Sought([person.pk])
    rows = Supporter.objects.not_merged().filter(protected=False)
    named = rows.filter(pk__in=NameKey.objects.filter(form__in=sought.words).values("supporter")).order_by("pk")
    reached = rows.filter(pk__in=_sharing(EmailAddress, person)) | rows.filter(pk__in=_sharing(PhoneNumber, person))
    same = list(islice((row for row in named.iterator(1_000) if _is_same(row, sought)), MOST_ASKED))
    near = [row for row in reached.order_by("pk")[:MOST_ASKED] if _is_same(row, sought)]
    return near if len(same) == MOST_ASKED else list({row.pk: row for row in (*same, *near)}.values())


def _sharing(model: type[EmailAddress] | type[PhoneNumber], person: Supporter):
    mine = model.objects.filter(supporter=person).exclude(normalized="").values("normalized")
    return model.objects.filter(normalized__in=mine).order_by().values("supporter")


def _is_same(row: Supporter, sought: Sought) -> bool:
    names = identity.written_names(row)
    return any(map(sought.may_be, [*names, *maybe_names(name for name in names if not is_plain(name))]))
