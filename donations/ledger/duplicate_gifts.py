"""Gifts that may be the one being typed: the same check, or the same person and amount within days."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.dateparse import parse_date

from core.amounts import LARGEST
from core.models import User
from core.money import MoneyFormField
from crm.models import Supporter
from donations.models import Gift, GiftReference

NEAR = timedelta(days=7)


def similar_gifts(typed: Mapping[str, str], *, user: User) -> list[Gift]:
    """At most three standing gifts like the one in the form; nothing when too little is typed to say."""
    supporter, amount = typed.get("supporter", ""), _amount(typed.get("amount", ""))
    if not user.has_perm("gifts.view") or not supporter.isdecimal() or len(supporter) > 18:
        return []
    condition = Q(pk__in=[])
    if number := typed.get("check_number", "").strip():
        condition |= Q(check_number=number)
    if amount is not None:
        near = _day(typed.get("gift_on", ""))
        close = Q(gift_on__range=(near - NEAR, near + NEAR)) if near else Q()
        condition |= Q(amount=amount) & close
    found = Gift.objects.active().filter(condition, supporter_id=int(supporter)).select_related("supporter")
    return list(found.prefetch_related("lines__fund")[:3])


def _amount(text: str):
    try:
        amount = MoneyFormField(required=False).clean(text)
    except ValidationError:
        return None
    return amount if amount is not None and 0 < amount <= LARGEST and amount == round(amount, 2) else None


def _day(text: str):
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1900 <= day.year < 9000 else None


def same_check(*, supporter: Supporter, amount: Decimal, check_number: str, entry: str) -> list[Gift]:
    """Standing gifts of this donor with the same amount and check number: the check, keyed in before by another form
    than this `entry`."""
    rows = Gift.objects.active().filter(supporter=supporter, amount=amount, check_number=check_number)
    rows = rows.exclude(references__in=GiftReference.objects.filter(system="form", value=entry))
    return list(rows.order_by("-gift_on", "-number")[:3])
