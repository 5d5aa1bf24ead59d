"""Parse email addresses, phone numbers and ZIP codes from forms and spreadsheets. Pure.

A value that cannot be parsed is reported in `unread`; nothing is guessed or shortened.
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
_EXTENSION = re.compile(r"(?:(?<![^\W\d_])(?:ext(?:ension|n)?|ex|x)\.?|#)\s*:?\s*(\d{1,6})\s*$", re.I)
_SPLIT = re.compile(r"\s*(?:[;|/\n]|,(?!\s*(?:ext|x))|\bor\b|\band\b|&)\s*", re.I)
_FLOAT = re.compile(r"\+?(\d{7,15})\.0*")
_ROUNDED = re.compile(r"[\d.,]+e\+?\d+", re.I)
FEWEST_FIGURES, MOST_FIGURES = 7, 15
FEWEST_OF_A_ZIP = 3
#: Whole American numbers, and what may stand between two in one cell besides labels.
_WHOLE = re.compile(r"(?<!\d)(?:\+?1[\s.-]*)?(?:\(\d{3}\)|\d{3})[\s.-]*\d{3}[\s.-]*\d{4}(?!\d)")
#: What says that an address or a number reaches nobody any more.
_SPOILED = re.compile(
    r"\b(bad|invalid|returned|old|wrong|former|previous|expired|closed|disabled|incorrect|fake|dead|bounc\w+|rejected|"
    r"undeliver\w+|disconnected|inactive|obsolete|defunct|changed|no good|no longer|do not use|dnu|"
    r"not (valid|working|in service|active|current)|do(es)?n['’]?t work|out of (service|order))\b",
    re.I,
)
_NAMED = re.compile(r"[^<>()\[\]]*<[^<>]+>")
#: Numbers that only fill a field.
_MADE_UP = re.compile(r"1?(1234567890|0123456789|0987654321|9876543210|1231231234|1112223333)|1234567|7654321")
#: What people type where there is nothing to type.
NOTHING = re.compile(r"\W*|n\.?/?a\.?|none|no( e-?mail| phone)?|unknown|nil|not (given|known|provided)|x+|tbd", re.I)


class Values(NamedTuple):
    """The values parsed from one cell or field, and the parts that could not be parsed."""

    found: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_emails(text: str) -> Values:
    """Every address in a text, in lower case, without `mailto:`, brackets, display names and surrounding
    punctuation."""
    text = _plain(text)
    if NOTHING.fullmatch(text):
        return Values()
    found: list[str] = []
    unread: list[str] = []
    if _is_spoiled(text):
        return _without_spoiled(text)
    for part in re.split(r"[;,\s|/]+", text):
        address = read_email(part)
        if address:
            found.append(address)
        elif "@" in part:
            unread.append(part)
    return Values(_once(found), _once(unread if found or unread else [text]))


def _is_spoiled(text: str) -> bool:
    """Whether a word beside an address says that it reaches nobody any more."""
    return not _NAMED.fullmatch(text) and bool(_SPOILED.search(re.sub(r"\S*@\S*", " ", text)))


def _without_spoiled(text: str) -> Values:
    """The addresses of a text but those of which it says so; all where it says so of none in particular."""
    parts = [part for part in re.split(r"\s*[;,|/\n]\s*", text) if part]
    spoiled = [part for part in parts if _is_spoiled(part)]
    if any("@" not in part for part in spoiled) or len(parts) == len(spoiled):
        return Values((), (text,))
    rest = read_emails(" ".join(part for part in parts if part not in spoiled))
    return Values(rest.found, _once([*spoiled, *rest.unread]))


def read_email(text: str) -> str:
    """The one address in lower case, or '' when the text is not exactly one."""
    bare = re.sub(r"^<?mailto:", "", _plain(text).strip("<>()[]'\"“”"), flags=re.I).split("?")[0]
    bare = bare.strip("<>()[]'\"“”").rstrip(".,;:!")
    try:
        return validate_email(bare, check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError:
        return ""


def read_phones(text: str, country: str = "US") -> Values:
    """Every number in a text: E.164 with its extension (`+13175550142 ext. 12`), or its digits where only the country
    or the area code is missing (555-0148). Numbers that a spreadsheet rounded (3.17556E+09) are reported as unread."""
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
    if found := _FLOAT.fullmatch(text):
        text = found[1]
    if _ROUNDED.fullmatch(text):
        return ""
    text = re.sub(r"^(tel|sms|whatsapp):", "", text, flags=re.I)
    if _SPOILED.search(text):
        return ""
    text, extension = _without_extension(text)
    text = " ".join(_LABEL.sub(" ", re.sub(r"\([^)\d]*\)", " ", text)).split()).strip(" :;,.-")
    text = re.sub(r"^00(?=[1-9])", "+", text)
    figures = re.sub(r"\D", "", text)
    if re.search(r"[/|;,&]", text):
        return ""  # two numbers, the second abbreviated: 555-0145/46
    if not FEWEST_FIGURES <= len(figures) <= MOST_FIGURES or len(set(figures[-7:])) < 2:
        return ""  # 000-000-0000 stands for no number
    if _MADE_UP.fullmatch(figures):
        return ""
    number = _international(text, country)
    if number is None and (text.startswith("+") or re.search(r"[^\W\d_]", text)):
        return ""
    return f"{number or figures}{f' ext. {extension}' if extension else ''}"


def without_extension(number: str) -> str:
    """The number without its extension, for comparing."""
    return number.partition(" ext. ")[0]


def read_zip(text: str, *, american: bool) -> str:
    """A postal code as written, '' when it is none. Of the United States: five figures or ZIP+4, with the zero and the
    hyphen that spreadsheets drop (1234, 460321234)."""
    code = _whole_figures(re.sub(r"\.0$", "", _plain(text).lstrip("'")).strip(" -"))
    if not re.search(r"[1-9]", code) or len(re.sub(r"\W", "", code)) < FEWEST_OF_A_ZIP or _ROUNDED.fullmatch(code):
        return ""
    figures = re.sub(r"[\s-]", "", code)
    if not american or not figures.isdecimal() or not figures.isascii():
        return code
    if len(figures) in (3, 4, 5):
        return figures.zfill(5)
    return f"{figures.zfill(9)[:5]}-{figures[-4:]}" if len(figures) in (8, 9) else code


def _whole_figures(code: str) -> str:
    """The number behind 4.6032E+04, where a spreadsheet's notation lost no figure of it."""
    found = re.fullmatch(r"(\d)\.(\d+)e\+?0*(\d+)", code, re.I)
    return f"{found[1]}{found[2]}" if found and len(found[2]) == int(found[3]) else code


def _international(text: str, country: str) -> str | None:
    """The number in E.164, or None when the area code or country is missing or the number is impossible."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    if number.extension:
        return None  # words around it: it is told by `_without_extension`, or not read
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _parts(text: str) -> list[str]:
    """The numbers of a text apart; what is too short to be one (an extension, “555-0145/46”) stays with the whole."""
    if whole := _side_by_side(text):
        return whole
    parts = [part for part in _SPLIT.split(text) if part and part.strip()]
    enough = all(sum(ch.isdecimal() for ch in part) >= FEWEST_FIGURES for part in parts)
    return parts if len(parts) > 1 and enough else [text]


def _side_by_side(text: str) -> list[str]:
    """Whole American numbers with nothing but labels and brackets between: “(317) 555 0145 (h) (317) 555 0146 (c)”."""
    numbers = _WHOLE.findall(text)
    between = re.sub(r"[\s().:-]", "", _LABEL.sub(" ", _WHOLE.sub(" ", text)))
    return numbers if len(numbers) > 1 and not between else []


def _without_extension(text: str) -> tuple[str, str]:
    found = _EXTENSION.search(text)
    if found and sum(ch.isdecimal() for ch in text[: found.start()]) >= FEWEST_FIGURES:
        return text[: found.start()], found[1]
    return text, ""


def _plain(text: str) -> str:
    """The text on one line, with normalized characters, and without invisible characters or a spreadsheet's leading
    quote."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKC", text) if unicodedata.category(ch) != "Cf")
    plain = "".join(str(unicodedata.decimal(ch, ch)) for ch in plain)
    return " ".join(re.sub(r"[‐‑‒–—]", "-", plain).split()).lstrip("'").strip()


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
