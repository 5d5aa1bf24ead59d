"""Search results for gifts and pledges (by number), funds and campaigns (by name)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from core import extend
from core.display import day_text, money_text
from core.extend import SearchHit
from core.models import User
from donations import searching
from donations.models import Campaign, Fund, Gift, Pledge


def find_gifts(user: User, words: str, limit: int) -> Iterable[SearchHit]:
    """Gifts by their number, `G-2311`, by check number or by amount; the newest first."""
    found = {
        gift.pk: gift for part in searching.exactly(words, user) for gift in part.select_related("supporter")[:limit]
    }
    newest = sorted(found.values(), key=lambda gift: (gift.gift_on, gift.number), reverse=True)
    return _gift_hits(newest[:limit])


def recall_gifts(user: User, pks: Sequence[int]) -> Iterable[SearchHit]:
    """Gifts opened before."""
    return _gift_hits(Gift.objects.visible_to(user).filter(pk__in=pks).select_related("supporter"))


def _gift_hits(gifts: Iterable[Gift]) -> Iterable[SearchHit]:
    for gift in gifts:
        yield SearchHit(
            title=f"{gift.spoken_number}: {money_text(gift.amount)} from {gift.supporter}",
            url=reverse("donations:gift-detail", args=[gift.pk]),
            detail=f"{day_text(gift.gift_on)} · {gift.get_method_display()}",
            icon="gift",
            pk=gift.pk,
        )


def find_pledges(user: User, words: str, limit: int) -> Iterable[SearchHit]:
    """Pledges by number, `P-0318`."""
    number = _number(words, "P-")
    if number is None:
        return
    for pledge in Pledge.objects.visible_to(user).filter(number=number).select_related("supporter")[:limit]:
        yield SearchHit(
            title=f"{pledge.spoken_number}: {money_text(pledge.amount)} pledged by {pledge.supporter}",
            url=f"{reverse('donations:pledge-list')}?q={pledge.supporter.spoken_number}",
            detail=f"{money_text(pledge.open_amount)} unpaid",
            icon="handshake",
        )


def find_funds(user: User, words: str, limit: int) -> Iterable[SearchHit]:
    """Funds by name or code, campaigns by name; each leads to its gifts."""
    gifts = reverse("donations:gift-list")
    for fund in Fund.objects.filter(Q(name__icontains=words) | Q(code__iexact=words))[:limit]:
        yield SearchHit(title=fund.name, url=f"{gifts}?fund={fund.pk}", detail=f"Gifts for {fund.code}", icon="layers")
    for campaign in Campaign.objects.filter(name__icontains=words)[:limit]:
        yield SearchHit(title=campaign.name, url=f"{gifts}?campaign={campaign.pk}", detail="Campaign", icon="flag")


def _number(words: str, prefix: str) -> int | None:
    """The number in `G-2311` or `2311`."""
    text = words.strip().upper().removeprefix(prefix)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


SOURCES = (
    extend.SearchSource(
        slug="gifts", label="Gifts", permission="gifts.view", order=20, find=find_gifts, recall=recall_gifts
    ),
    extend.SearchSource(slug="pledges", label="Pledges", permission="gifts.view", order=25, find=find_pledges),
    extend.SearchSource(slug="funds", label="Funds and campaigns", permission="gifts.view", order=70, find=find_funds),
)
COMMANDS = (
    extend.Command(
        label="Record gift",
        url_name="donations:gift-new",
        icon="plus",
        permission="gifts.record",
        order=10,
        words="new donation check cash enter",
    ),
    extend.Command(
        label="Add fund",
        url_name="donations:fund-new",
        icon="layers",
        permission="funds.manage",
        order=70,
        words="new create",
    ),
    extend.Command(
        label="Add campaign",
        url_name="donations:campaign-new",
        icon="flag",
        permission="funds.manage",
        order=80,
        words="new create",
    ),
)
