"""Template tags and filters every page has without loading: icons, money, days, people's marks.

Filters return text or safe HTML; the arithmetic is in ``core.display``, so that PDFs and mail say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import display, html
from core.forms import sent
from core.http import toasts
from core.icons import icon as draw_icon
from core.listing.paging.pages import NAMES
from core.panels import drawn as draw_panels
from core.privacy import visibility

register = template.Library()
for written in (html.avatar_tone, html.day, html.day_short, html.moment, html.thousands):
    register.filter(written)

TONES = {
    "debug": "info",
    "error": "bad",
    "info": "info",
    "success": "ok",
    "warning": "warn",
}
ICONS = {"bad": "error", "info": "info", "ok": "check-circle", "warn": "alert"}


@register.simple_tag
def icon(name: str, extra: str = "", label: str = "") -> SafeString:
    """Draw an icon: ``{% icon "gift" %}``; with a label it is read out."""
    return draw_icon(name, extra or "", label or "")


@register.simple_tag(takes_context=True, name="csrf_token")
def form_identity(context: template.Context) -> SafeString:
    """Django's `{% csrf_token %}` with the form's one-time key beside it (`core/forms/sent.py`)."""
    token = context.get("csrf_token")
    if not token or token == "NOTPROVIDED":
        return SafeString()
    hidden = '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">'
    return format_html(hidden, token, sent.FIELD, sent.new_key())


@register.simple_tag(takes_context=True)
def asked_by_post(context: template.Context) -> SafeString:
    """Mark a page that answers a POST and has a GET of the same address, for `forms.js`: Back then asks by GET."""
    request = context.get("request")
    view = getattr(getattr(request, "resolver_match", None), "func", None)
    if request is None or request.method != "POST" or not hasattr(getattr(view, "view_class", None), "get"):
        return SafeString()
    return SafeString('<meta name="asked-by-post" content="yes">')


@register.simple_tag(takes_context=True)
def is_redacted(context: template.Context, row: Any) -> bool:
    """Whether free text about a row is hidden, being about a protected person: `{% is_redacted gift as hidden %}`."""
    return visibility.is_redacted(row, context["request"])


@register.simple_tag(takes_context=True)
def readable(context: template.Context, text: str) -> str:
    """A text that staff or a file wrote, asked as it is read: “private” where it names a protected person."""
    return "private" if visibility.naming([text], visibility.revealed_to(context["request"])) else text


@register.simple_tag(takes_context=True)
def panels(context: template.Context, on: str, obj: Any, column: str = "side") -> SafeString:
    """Draw what apps contribute to one column of an object's page: `{% panels "receipt" receipt %}`."""
    return SafeString("".join(draw_panels(on, obj, context["request"], column)))


@register.filter
def money(amount: Decimal | int | None, currency: str = display.BASE_CURRENCY) -> str:
    """Write an amount as text: ``$1,234.50``; other currencies carry their code: ``£1,000.00 GBP``. A code may be in
    lower case, as the processor writes it."""
    return display.money_text(amount, (currency or display.BASE_CURRENCY).upper())


@register.filter
def money_whole(amount: Decimal | int | None, currency: str = display.BASE_CURRENCY) -> str:
    """Write an amount without cents, for figures at a glance: ``$227,080``."""
    return display.money_text(amount, currency or display.BASE_CURRENCY, cents=False)


@register.filter
def money_brief(amount: Decimal) -> str:
    """Write an amount with cents only where it has some: ``$50``, ``$10.50``; it is never rounded."""
    return display.money_text(amount, cents=amount % 1 != 0)


@register.filter
def money_html(amount: Decimal | int | None, currency: str = display.BASE_CURRENCY) -> SafeString:
    """Write an amount as the money component does: tabular, negative in its own color, foreign code small."""
    return html.money_span(amount, currency or display.BASE_CURRENCY)


@register.filter
def percent(share: Decimal | float | None, places: int = 0) -> str:
    """Write a share of one: ``0.61`` is ``61%``."""
    return display.percent_text(share, places=places)


@register.filter
def percent_change(now: Decimal | int, before: Decimal | int | None) -> str:
    """Write how a figure moved against an earlier one: ``+16.1%``."""
    return display.change_text(now, before)


@register.filter
def direction(now: Decimal | int, before: Decimal | int | None) -> str:
    """Give the class of a change: ``up``, ``down`` or ``flat``."""
    return display.direction(now, before)


@register.filter
def marked(text: Any, words: str) -> SafeString:
    """Write a hit's title with the letters of a search marked, where it holds them as they were typed."""
    wanted = sorted({re.escape(word) for word in str(words or "").split() if len(word) > 1}, key=len, reverse=True)
    if not wanted:
        return format_html("{}", text)
    parts = re.split(f"({'|'.join(wanted)})", str(text), flags=re.IGNORECASE)
    marks = (("<mark>{}</mark>" if place % 2 else "{}", part) for place, part in enumerate(parts) if part)
    return SafeString("".join(format_html(shape, part) for shape, part in marks))


@register.filter
def initials(name: Any) -> str:
    """Give the letters of an avatar."""
    return display.initials(str(name or ""))


@register.filter
def toast(message: Message) -> toasts.Toast:
    """Give what a toast shows of a message: its words, where to go next, how to take it back."""
    return toasts.shown(message)


@register.filter
def tone(level: str) -> str:
    """Translate the level tag of a message into a tone of the stylesheet."""
    return next((TONES[tag] for tag in (level or "").split() if tag in TONES), "info")


@register.filter
def tone_icon(name: str) -> str:
    """Give the icon that goes with a tone, so that color does not speak alone."""
    return ICONS.get(name, "info")


@register.filter
def whole(number: int | str) -> int:
    """Make a component's text attribute a number again."""
    return int(number)


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, link: Mapping[str, str]) -> str:
    """Give this page's address with another page of a list, keeping filters, order, and the pages of other lists."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name in {*link, *(NAMES if "page" in link else ())}:
        query.pop(name, None)
    query.update(link)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def sort_url(context: template.Context, column: Any) -> str:
    """Give this page's address in the order of a column of its table, from the first page."""
    request, table = context.get("request"), context["table"]
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name in NAMES:
        query.pop(name, None)
    query[table.prefixed_order_by_field] = str(column.order_by_alias.next)
    return f"?{query.urlencode()}"
