"""E-mail addresses, phone numbers and ZIP codes as people and spreadsheets write them: one reader for forms and files.

Pure. What cannot be read is said (`unread`), never guessed and never cut to fit.
"""

import re
import unicodedata
from typing import NamedTuple

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberFormat, ValidationResult

_LABELS = (
    r"cell(ular)?|mobile|mob|home|work|office|direct|main|phone|tel(ephone)?|fax|whats?app|wa|evenings?|days?|landline|ph|m|h|w|c|"
    r"his|hers?|wife('s)?|husband('s)?|preferred|primary|new|old|us|uk|pk"
)
_LABEL = re.compile(rf"(?<![^\W_])({_LABELS})(?![^\W_])\.?\s*:?", re.I)
_EXTENSION = re.compile(r"(?:\bext(?:ension)?\.?|\bx|#)\s*:?\s*(\d{1,6})\s*$", re.I)
_SPLIT = re.compile(r"\s*(?:[;|/\n]|,(?!\s*(?:ext|x)\b)|\bor\b|\band\b|&)\s*", re.I)
_FLOAT = re.compile(r"\+?(\d{7,15})\.0*")
_ROUNDED = re.compile(r"[\d.,]+e\+?\d+", re.I)
FEWEST_FIGURES, MOST_FIGURES = 7, 15
#: What people type where there is nothing to type.
NOTHING = re.compile(r"\W*|n\.?/?a\.?|none|no( e-?mail| phone)?|unknown|nil|not (given|known|provided)|x+|tbd", re.I)


class Values(NamedTuple):
    """What one cell or field holds: the values read, and the parts of it that are none."""

    found: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_emails(text: str) -> Values:
    """Every address in a text, in lower case: `mailto:`, brackets, names before it and punctuation around it aside."""
    text = _plain(text)
    if NOTHING.fullmatch(text):
        return Values()
    found: list[str] = []
    unread: list[str] = []
    for part in re.split(r"[;,\s|/]+", text):
        address = read_email(part)
        if address:
            found.append(address)
        elif "@" in part:
            unread.append(part)
    return Values(_once(found), _once(unread if found or unread else [text]))


def read_email(text: str) -> str:
    """The one address in lower case, or '' when it is none."""
    bare = re.sub(r"^<?mailto:", "", _plain(text).strip("<>()[]'\"“”"), flags=re.I).split("?")[0]
    bare = bare.strip("<>()[]'\"“”").rstrip(".,;:!")
    try:
        return validate_email(bare, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        return ""


def read_phones(text: str, country: str = "US") -> Values:
    """Every number in a text: E.164 with its extension (`+13175550142 ext. 12`), or its figures where only the country
    or the area is missing (555-0148). Numbers a spreadsheet rounded (3.17556E+09) cannot be read."""
    text = _plain(text)
    if NOTHING.fullmatch(text):
        return Values()
    found: list[str] = []
    unread: list[str] = []
    for part in _parts(text):
        number = read_phone(part, country)
        (found if number else unread).append(number or part)
    return Values(_once(found), _once(unread))


def read_phone(text: str, country: str = "US") -> str:
    """The one number, as `read_phones` writes it; '' when it cannot be read."""
    text = _plain(text)
    if told := _FLOAT.fullmatch(text):
        text = told[1]
    if _ROUNDED.fullmatch(text):
        return ""
    text = re.sub(r"^(tel|sms|whatsapp):", "", text, flags=re.I)
    text, extension = _without_extension(text)
    text = " ".join(_LABEL.sub(" ", re.sub(r"\([^)\d]*\)", " ", text)).split()).strip(" :;,.-")
    text = re.sub(r"^00(?=[1-9])", "+", text)
    figures = re.sub(r"\D", "", text)
    if re.search(r"[/|;,&]", text):
        return ""  # two numbers of which one is cut short: 555-0145/46
    if not FEWEST_FIGURES <= len(figures) <= MOST_FIGURES or len(set(figures[-7:])) < 2:
        return ""  # 000-000-0000 stands for no number
    number = _international(text, country)
    if number is None and (text.startswith("+") or re.search(r"[^\W\d_]", text)):
        return ""
    return f"{number or figures}{f' ext. {extension}' if extension else ''}"


def without_extension(number: str) -> str:
    """The number a line is reached by, for comparing."""
    return number.partition(" ext. ")[0]


def read_zip(text: str, *, american: bool) -> str:
    """A postal code as written. Of the United States: five figures or ZIP+4, with the zero and the hyphen that
    spreadsheets drop (1234, 460321234)."""
    code = re.sub(r"\.0$", "", _plain(text).lstrip("'")).strip(" -")
    figures = re.sub(r"[\s-]", "", code)
    if not american or not figures.isdecimal() or not figures.isascii():
        return code
    if len(figures) in (3, 4, 5):
        return figures.zfill(5)
    return f"{figures.zfill(9)[:5]}-{figures[-4:]}" if len(figures) in (8, 9) else code


def _international(text: str, country: str) -> str | None:
    """E.164, or None where the number lacks its area or its country, or is possible in none."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    number.extension = None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _parts(text: str) -> list[str]:
    """The numbers of a text apart; what is too short to be one (an extension, “555-0145/46”) stays with the whole."""
    parts = [part for part in _SPLIT.split(text) if part and part.strip()]
    enough = all(sum(ch.isdecimal() for ch in part) >= FEWEST_FIGURES for part in parts)
    return parts if len(parts) > 1 and enough else [text]


def _without_extension(text: str) -> tuple[str, str]:
    told = _EXTENSION.search(text)
    if told and sum(ch.isdecimal() for ch in text[: told.start()]) >= FEWEST_FIGURES:
        return text[: told.start()], told[1]
    return text, ""


def _plain(text: str) -> str:
    """One line in usual letters and figures, without what nobody sees and without a spreadsheet's leading quote."""
    kept = "".join(ch for ch in unicodedata.normalize("NFKC", text) if unicodedata.category(ch) != "Cf")
    kept = "".join(str(unicodedata.decimal(ch, ch)) for ch in kept)
    return " ".join(re.sub(r"[‐‑‒–—]", "-", kept).split()).lstrip("'").strip()


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
