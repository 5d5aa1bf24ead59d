"""Money, dates and counts as safe HTML, for table cells and template filters."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zlib import crc32

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import display
from core.time_zone import zone_name

AVATAR_TONES = ("", "b", "c", "d")


def money_span(
    amount: Decimal | int | None, currency: str = display.BASE_CURRENCY, *, cents: bool = True
) -> SafeString:
    """Return ``<span class="money">``. Tables use this, as a component per cell would be slow."""
    if amount is None or amount == "":
        return format_html('<span class="money dim">{}</span>', display.DASH)
    figure, code = display.money_parts(amount, currency, cents=cents)
    classes = "money neg" if amount < 0 else "money"
    if not code:
        return format_html('<span class="{}">{}</span>', classes, figure)
    return format_html('<span class="{}">{}<span class="cur">{}</span></span>', classes, figure, code)


def day(value: date | datetime | None) -> SafeString:
    """Write a date with its machine-readable form: ``<time datetime="2026-11-07">Nov 7, 2026</time>``."""
    return _time(value, short=False)


def day_short(value: date | datetime | None) -> SafeString:
    """Write a date without its year, where the page makes the year clear: ``Nov 7``."""
    return _time(value, short=True)


def moment(value: datetime | None) -> SafeString:
    """Write a moment in the time zone of the page: ``Nov 7, 2026, 8:02 AM``."""
    if value is None:
        return SafeString(display.DASH)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    text = display.moment_text(local, language=_language())
    zone = zone_name(local.tzinfo or timezone.get_current_timezone(), _language())
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="minutes"), zone, text)


def avatar_tone(name: Any) -> str:
    """Give an avatar one of four colors, always the same for a name."""
    return AVATAR_TONES[crc32(str(name or "").encode()) % len(AVATAR_TONES)]


def thousands(number: int | None) -> str:
    """Write a count with separators: ``1,284``."""
    return display.DASH if number is None or number == "" else f"{int(number):,}"


def _time(value: date | datetime | None, *, short: bool) -> SafeString:
    if not value:
        return SafeString(display.DASH)
    if isinstance(value, datetime):
        value = (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    text = display.day_text(value, short=short, language=_language())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


def _language() -> str:
    return get_language() or "en"
