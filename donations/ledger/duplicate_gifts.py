"""Possible duplicates of a gift being typed: the same check, or the same person and amount within days."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.dateparse import parse_date

from core.amounts import LARGEST
from core.display import day_text
from core.forms.doubts import DoubtingForm
from core.models import User
from core.money import MoneyFormField
from crm.models import Supporter
from donations.models import Gift, GiftReference

NEAR = timedelta(days=7)
#: Words before a check number.
_CALLED = re.compile(r"^(check|cheque|chk|chq|ck|number|num|nr|no)+(?=\d)")


def similar_gifts(typed: Mapping[str, str], *, user: User) -> list[Gift]:
    """Up to three active gifts similar to the one in the form; empty when too little is typed."""
    supporter, amount = typed.get("supporter", ""), _amount(typed.get("amount", ""))
    if not user.has_perm("gifts.view") or not supporter.isdecimal() or len(supporter) > 18:
        return []
    condition = Q(pk__in=_with_number([int(supporter)], typed.get("check_number", "")))
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


def same_check(
    *, donors: Iterable[Supporter], amount: Decimal, check_number: str, entry: str = "", but: Gift | None = None
) -> list[Gift]:
    """Up to three active gifts of these donors with the same amount and check number, in any spelling.

    Left out are the gift this form recorded (`entry`) and the one being corrected (`but`).
    """
    keys = _with_number([donor.pk for donor in donors], check_number)
    rows = Gift.objects.active().filter(pk__in=keys, amount=amount).exclude(pk__in=[but.pk] if but else [])
    if entry:
        rows = rows.exclude(references__in=GiftReference.objects.filter(system="form", value=entry))
    return list(rows.order_by("-gift_on", "-number")[:3])


def ask_about_check(
    form: DoubtingForm, *, donors: Iterable[Supporter], amount: Decimal | None, user: User, but: Gift | None = None
) -> None:
    """Ask before recording a check that a gift of these donors already has; `but` as in `same_check`."""
    number = form.cleaned_data.get("check_number", "")
    twins = same_check(donors=donors, amount=amount, check_number=number, but=but) if amount and number else []
    if twins:
        keys = ",".join(str(gift.pk) for gift in twins)
        form.doubt("check_number", f"check:{keys}", told_of(twins, user=user), "This is a different check")


def told_of(twins: Iterable[Gift], *, user: User) -> str:
    """A sentence about checks that are already recorded, with their gifts for users who may see gifts."""
    if not user.has_perm("gifts.view"):
        return "This check is already recorded."
    known = "; ".join(f"{gift.spoken_number} on {day_text(gift.gift_on)}" for gift in twins)
    return f"A check from this donor with this number and amount is already recorded: {known}."


def check_key(text: str) -> str:
    """A check number as it is compared: `#0077`, `No. 77`, `Check 77` and `٧٧` are all `77`."""
    plain = "".join(str(unicodedata.digit(sign, sign)) for sign in unicodedata.normalize("NFKC", text).casefold())
    number = _CALLED.sub("", re.sub(r"[\W_]+", "", plain))
    return number.lstrip("0") or number


def _with_number(donors: Iterable[int], check_number: str) -> list[int]:
    """The gifts of donors with this check number."""
    key = check_key(check_number)
    gifts = Gift.objects.filter(supporter__in=list(donors)).exclude(check_number="").order_by()
    return [pk for pk, number in gifts.values_list("pk", "check_number") if check_key(number) == key] if key else []
