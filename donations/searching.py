"""How gifts are found by what staff type: a gift number, a check number, an amount, or the donor. Each has its own
index and is queried separately."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import QuerySet

from core.amounts import AmountError, read_amount
from core.models import User
from crm.models import Supporter
from donations.models import Gift

NUMBER = re.compile(r"(?:G-?)?(\d{1,9})", re.IGNORECASE)
CHECK = re.compile(r"(?:(?:check|cheque|chk|ck)\b\.?\s*(?:#|no\.?\s)?\s*)?([\w-]{1,30})", re.IGNORECASE)


def exactly(text: str, user: User) -> Iterator[QuerySet[Gift]]:
    """Gifts with this number, check number (`3975`, `check 3975`) or amount (`$500`), newest first in each group."""
    gifts, text = Gift.objects.visible_to(user).order_by("-gift_on", "-number"), text.strip()
    if number := NUMBER.fullmatch(text):
        yield gifts.filter(number=int(number[1]))
    if check := CHECK.fullmatch(text):
        yield gifts.filter(check_number=check[1])
    if amount := _amount(text):
        yield gifts.filter(amount=amount)


def matching(rows: QuerySet[Gift], text: str, user: User) -> QuerySet[Gift]:
    """The gifts of `rows` that a search finds, in their order: `exactly`, or by donor."""
    people = Supporter.objects.visible_to(user).matching(text).values("pk")
    if not any(map(str.isdecimal, text)):
        return rows.filter(supporter__in=people)
    parts = [part.order_by().values("pk") for part in exactly(text, user)]
    theirs = Gift.objects.visible_to(user).filter(supporter__in=people).order_by().values("pk")
    return rows.filter(pk__in=theirs.union(*parts) if parts else theirs)


def _amount(text: str) -> Decimal | None:
    """An amount with a dollar sign or cents; a bare number is a gift, a check or a person."""
    if "$" not in text and "." not in text:
        return None
    try:
        return read_amount(text).amount
    except AmountError:
        return None
