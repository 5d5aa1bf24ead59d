"""Search results for supporters and households; protected ones are found by code only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from core import extend
from core.extend import SearchHit
from core.models import User
from crm.models import Household, Supporter
from crm.protection import points


def find(user: User, words: str, limit: int) -> Iterable[SearchHit]:
    """Supporters by any part of a name in any spelling or script, a number, an email or a phone."""
    return _hits(_supporters(user).first_matching(words)[:limit], user)


def recall(user: User, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Supporters opened before, as they look today."""
    return _hits(_supporters(user).filter(pk__in=pks), user)


def _supporters(user: User) -> Any:
    return Supporter.objects.visible_to(user).not_merged().prefetch_related("emails", "phones", "addresses")


def _hits(rows: QuerySet[Supporter], user: User) -> Iterable[SearchHit]:
    watch = points.watch_of(rows)
    for place, supporter in enumerate(rows):
        yield SearchHit(
            title=supporter.shown_name,
            url=reverse("crm:supporter-detail", args=[supporter.pk]),
            detail=" · ".join(filter(None, (supporter.spoken_number, points.contact_details(supporter, watch).place))),
            native=supporter.shown_native,
            person=supporter.avatar_kind,
            pk=supporter.pk,
            follow=tuple(_things_to_do(supporter, user)) if place == 0 else (),
        )


def _things_to_do(supporter: Supporter, user: User) -> Iterable[SearchHit]:
    """The actions of the supporter's page as search results that name the supporter."""
    for action in extend.actions("supporter", user):
        if url := action.url(supporter):
            yield SearchHit(title=f"{action.label}: {supporter.shown_name}", url=url, icon=action.icon)


def find_households(user: User, words: str, limit: int) -> Iterable[SearchHit]:
    """Households by name; one with a protected member by its code."""
    return _household_hits(Household.objects.visible_to(user).matching(words)[:limit])


def recall_households(user: User, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Households opened before."""
    return _household_hits(Household.objects.visible_to(user).filter(pk__in=pks))


def _household_hits(rows: Iterable[Household]) -> Iterable[SearchHit]:
    for household in rows:
        url = reverse("crm:household-detail", args=[household.pk])
        yield SearchHit(title=household.shown_name, url=url, icon="home", pk=household.pk)


SOURCES = (
    extend.SearchSource(
        slug="supporters",
        label="People and organizations",
        permission="supporters.view",
        order=10,
        find=find,
        recall=recall,
    ),
    extend.SearchSource(
        slug="households",
        label="Households",
        permission="supporters.view",
        order=15,
        find=find_households,
        recall=recall_households,
    ),
)
COMMANDS = (
    extend.Command(
        label="New supporter",
        url_name="crm:supporter-new",
        icon="user-plus",
        permission="supporters.edit",
        order=20,
        words="add person donor create",
    ),
    extend.Command(
        label="New household",
        url_name="crm:household-new",
        icon="home",
        permission="supporters.edit",
        order=90,
        words="add family create",
    ),
)
