"""The donor restriction of a fund. Once money is posted it changes only by a dated act with a reason, and earlier gifts
keep theirs."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit
from core.display import day_text
from core.models import User
from donations.models import Fund, FundRestriction, GiftLine


def is_posted_to(fund: Fund) -> bool:
    """Whether the fund has gifts."""
    return GiftLine.objects.filter(fund=fund).exists()


@transaction.atomic
def change_restriction(
    *, fund: Fund, restricted: bool, starts_on: date, reason: str, by: User | None, today: date
) -> FundRestriction:
    """Set from which day gifts to a fund are restricted, or no longer are. Gifts dated earlier keep theirs.

    Purposes that donors set can only be changed by them, so a change applies to gifts from `starts_on` on (ASC
    958-605). Raises `ValidationError` by field.
    """
    locked = Fund.objects.select_for_update().get(pk=fund.pk)
    if locked.restricted == restricted:
        raise ValidationError({"restricted": "The fund already has this restriction."})
    last = locked.restrictions.order_by("-starts_on").first()
    if last is not None and starts_on <= last.starts_on:
        raise ValidationError(
            {"starts_on": f"The restriction changed on {day_text(last.starts_on)}. Enter a later date."}
        )
    if starts_on > today:
        raise ValidationError({"starts_on": "The date is in the future."})
    row = FundRestriction.objects.create(
        fund=locked, restricted=restricted, was=locked.restricted, starts_on=starts_on, reason=reason, by=by
    )
    Fund.objects.filter(pk=locked.pk).update(restricted=restricted)
    before, after = (words(value) for value in (locked.restricted, restricted))
    facts = {"before": before, "after": after, "starts_on": starts_on}
    changes = [audit.FieldChange("restricted", locked.restricted, restricted)]
    audit.record(by, "fund.restriction_changed", locked, reason=reason, changes=changes, **facts)
    return row


def words(restricted: bool) -> str:
    """`with donor restriction` or `without donor restriction`."""
    return f"{'with' if restricted else 'without'} donor restriction"
