"""The body of an email: HTML from paragraphs or a template, with inline styles and no external resources."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import css_inline
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

HERE = Path(__file__).parent
#: A placeholder for the secret link, which is inserted when the email is sent.
MARK = "https://link.invalid/kept-apart"
GONE = "(link removed after the email was sent)"
#: Direction marks, which could make a subject read differently.
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
RIGHT_TO_LEFT = ("ur", "ar", "fa")
DEMO = {
    "en": "DEMO: no real payment was made, and Stripe was not involved. This is not a tax receipt.",
    "ur": "نمائش: کوئی حقیقی ادائیگی نہیں ہوئی؛ ادائیگی کا نظام فرضی ہے، Stripe نہیں۔ یہ ٹیکس کی رسید نہیں۔",
}
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


def found(template: str, language: str, form: str, *, needed: bool = True) -> str:
    """The name of an email's template in its language, else the one for all languages; '' when there is none. Raises
    `TemplateDoesNotExist` when one is `needed`."""
    for name in (f"{template}.{language}.{form}", f"{template}.{form}"):
        try:
            get_template(name)
        except TemplateDoesNotExist:
            continue
        return name
    if needed:
        raise TemplateDoesNotExist(f"{template}.{language}.{form}")
    return ""


def paragraphs(text: str) -> SafeString:
    """Plain text as HTML: empty lines separate paragraphs, links are clickable, everything else is escaped."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.strip())]
    return format_html_join("\n", "<p>{}</p>", ((_lines(part),) for part in parts if part))


def page(inner: SafeString, *, name: str, subject: str, language: str, warning: str) -> str:
    """A complete HTML email with inline styles. Dark-theme rules, which can't be inline, are in one style element."""
    context = {
        "inner": inner,
        "name": name,
        "subject": subject,
        "language": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "warning": warning,
    }
    drawn = _inliner().inline(render_to_string("mail/letter.html", context))
    return drawn.replace("</head>", f"<style>{_css('dark.css')}</style></head>", 1)


def with_secret(words: str, secret: str) -> str:
    """An email's text with its link inserted; without one it says that the link is gone."""
    return words.replace(MARK, secret or GONE)


def _lines(part: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((_linked(line),) for line in part.split("\n")))


def _linked(line: str) -> SafeString:
    pieces, at = [], 0
    for match in LINK.finditer(line):
        pieces += [(line[at : match.start()],), (format_html('<a href="{0}">{0}</a>', match.group()),)]
        at = match.end()
    return format_html_join("", "{}", [*pieces, (line[at:],)])


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, extra_css=_css("letter.css"))


@cache
def _css(name: str) -> str:
    return (HERE / name).read_text()
