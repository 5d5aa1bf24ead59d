"""Parse written amounts of money strictly: in forms, URLs and files. Pure: text in, an amount out.

One grammar. `Decimal()` never gets raw text, as it accepts `1_000`, `NaN`, `1e999999` and Arabic digits. Text that
could mean two amounts is an error, never guessed:

- thousands stand in groups of three, all with one separator (`1,250`, `1 250`, `1'250`); `1,000,00` is an error;
- cents stand after a point; `12,50` and `1.000,00` are errors, unless the whole column writes so (`decimal_comma`);
- one point before three figures (`1.250`), or one comma where the column writes a decimal comma, may be thousands or
  thousandths: an error;
- a currency is reported, never dropped: whoever asks says whether it fits;
- signs and parentheses are read only where the caller allows them (`signed`);
- digits other than 0 to 9 are read only where the caller allows them (`local_digits`: ۰-۹ and ٠-٩), never mixed.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from babel.numbers import list_currencies
from django.utils.translation import gettext_lazy as _

#: The largest amount of one field; sums may be larger.
LARGEST = Decimal("999999999.99")
#: The longest text of an amount, with its currency.
LONGEST = 60
#: Currencies written with a dollar sign.
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})

_WORDS = {
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "cdn$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₨": "PKR", "rs": "PKR", "re": "PKR", "pkrs": "PKR",
    "dh": "AED", "dhs": "AED", "sr": "SAR", "₺": "TRY", "﷼": "SAR", "dollar": "$", "dollars": "$", "pounds": "GBP",
    "euro": "EUR", "euros": "EUR", "rupees": "PKR", "$": "$", "＄": "$", "ڈالر": "$", "روپے": "PKR",
}  # fmt: skip
_GAP = "[ \u00a0\u2007\u2009\u202f]"
_CENTS = r"(\.\d+)?"
_ENGLISH = re.compile(
    rf"\d+{_CENTS}|[1-9]\d{{,2}}(,\d{{3}})+{_CENTS}|[1-9]\d{{,2}}({_GAP}\d{{3}})+{_CENTS}"
    rf"|[1-9]\d{{,2}}(['’]\d{{3}})+{_CENTS}|\.\d+",
    re.ASCII,
)
_COMMA = re.compile(
    rf"\d+(,\d+)?|[1-9]\d{{,2}}(\.\d{{3}})+(,\d+)?|[1-9]\d{{,2}}({_GAP}\d{{3}})+(,\d+)?"
    rf"|[1-9]\d{{,2}}(['’]\d{{3}})+(,\d+)?",
    re.ASCII,
)
_LAKH = re.compile(rf"[1-9]\d?(,\d{{2}})*,\d{{3}}{_CENTS}", re.ASCII)
_MAYBE_THOUSANDS = re.compile(r"[1-9]\d{,2}\.\d{3}", re.ASCII)
_FIGURES = re.compile(r"(?:(?<![A-Za-z])\.)?\d(?:.*\d)?")
_SUM = re.compile(r"=?\s*[^\w\s]?\d[\d.,]*(\s*[+*/x×÷–−-]\s*[^\w\s]?\d[\d.,]*)+", re.I)
#: More digits than any amount of money has.
MOST_FIGURES = 24
_SIGNS = "-−–+"
#: Endings for “no cents”, as in `Rs 25,000/-`.
_NO_CENTS = re.compile(r"^\s*(/-|/=|\.-|\.–|\.$)")
_DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
_FROM_LOCAL = str.maketrans("".join(_DIGITS[1:]) + "٫٬،", "".join(_DIGITS[:1] * 2) + ".,,")


class Reason(StrEnum):
    """Why a text is not read as an amount."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    SUM = "sum"
    SIGN = "sign"
    DIGITS = "digits"
    COMMA = "comma"
    THOUSANDTHS = "thousandths"
    CENTS = "cents"
    LARGE = "large"
    WORDS = "words"


#: How to write the amount instead, as forms say it.
HOW = {
    Reason.MISSING: _("Enter the amount as a number, like 250 or 1,250.00."),
    Reason.UNREADABLE: _("Enter the amount as a number, like 250 or 1,250.00."),
    Reason.SUM: _("Enter one amount, like 250 or 1,250.00, without a calculation."),
    Reason.SIGN: _("Enter the amount without a plus or minus sign, like 250 or 1,250.00."),
    Reason.DIGITS: _("Enter the amount with the digits 0 to 9, like 250 or 1,250.00."),
    Reason.COMMA: _(
        "Put a decimal point before cents, like 12.50, and a comma only before three digits, like 1,250.00."
    ),
    Reason.THOUSANDTHS: _("This could mean thousands or cents. Enter 1,250 or 1.25."),
    Reason.CENTS: _("Use at most two digits after the decimal point, like 12.50."),
    Reason.LARGE: _("This amount is too large. The most one field can hold is 999,999,999.99."),
    Reason.WORDS: _("Enter only the amount, in US dollars, like 250 or 1,250.00."),
}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount. `currency` is an ISO code, '$' for an unspecified dollar, or None."""

    amount: Decimal
    currency: str | None = None


class AmountError(ValueError):
    """Not an amount, or an ambiguous one. `reason` says why, `how` how to write it. `ask`: a person can resolve it;
    otherwise there is no amount at all."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.ask = reason not in (Reason.MISSING, Reason.UNREADABLE)

    @property
    def how(self) -> str:
        return str(HOW[self.reason])


def read_amount(
    text: str,
    *,
    places: int | None = 2,
    signed: bool = False,
    decimal_comma: bool = False,
    local_digits: bool = False,
) -> Money:
    """Parse one written amount. Raises only `AmountError`. Zero is an amount; the caller decides whether it is allowed.

    `places`: how many decimals are allowed, None for any (files, where the currency is known later). `signed`: accept
    `-5`, `5-` and `(5.00)`. `decimal_comma`: the column writes 1.234,56. `local_digits`: accept Urdu and Arabic digits
    with their separators.
    """
    bare = _bare(text)
    if not bare:
        raise AmountError(Reason.MISSING)
    bare = _in_ascii(bare, local_digits=local_digits)
    if bare.startswith("=") or _SUM.fullmatch(bare):
        raise AmountError(Reason.SUM)
    figures, negative, currency = _take_apart(bare, signed=signed)
    amount = _value(figures, decimal_comma=decimal_comma, currency=currency)
    if places is not None and amount != round(amount, places):
        raise AmountError(Reason.CENTS)
    if amount > LARGEST:
        raise AmountError(Reason.LARGE)
    return Money(-amount if negative else amount, currency)


def currency_code(text: str) -> str | None:
    """The ISO code of a currency's name or sign, '$' for a bare dollar sign, None for anything else."""
    word = re.sub(r"\s", "", unicodedata.normalize("NFC", text)).casefold()
    if word.upper() in _iso_codes():
        return word.upper()
    return _WORDS.get(word) or _WORDS.get(word.replace(".", ""))


def _bare(text: str) -> str:
    """The text without surrounding white space, direction marks, and a spreadsheet's leading quote."""
    plain = "".join(ch for ch in str(text) if unicodedata.category(ch) != "Cf").strip().lstrip("'").strip()
    if len(plain) > LONGEST:
        raise AmountError(Reason.LARGE if plain.isdecimal() else Reason.UNREADABLE)
    return plain


def _in_ascii(text: str, *, local_digits: bool) -> str:
    """The text with digits 0 to 9; raises for other digits that are not allowed, or mixed ones."""
    digits = [ch for ch in text if unicodedata.category(ch) == "Nd"]
    used = next((digits_ for digits_ in _DIGITS if set(digits) <= set(digits_)), None)
    if used is None or (used != _DIGITS[0] and not local_digits):
        raise AmountError(Reason.DIGITS)
    return text.translate(_FROM_LOCAL) if local_digits else text


def _take_apart(bare: str, *, signed: bool) -> tuple[str, bool, str | None]:
    """Split into digits with separators, whether it is negative, and the currency before or after."""
    negative = False
    if told := re.fullmatch(r"\((.+)\)", bare):
        bare, negative = told[1].strip(), True
    found = _FIGURES.search(bare)
    if not found:
        raise AmountError(Reason.UNREADABLE)
    before, figures, after = bare[: found.start()], found[0], _NO_CENTS.sub("", bare[found.end() :])
    signs = [ch for ch in before + after if ch in _SIGNS]
    if len(signs) + negative > 1 or ((signs or negative) and not signed):
        raise AmountError(Reason.SIGN)
    negative = negative or bool(signs and signs != ["+"])
    return figures, negative, _currency(before, after)


def _currency(*parts: str) -> str | None:
    """The currency of the words around the digits; a dollar sign agrees with every dollar."""
    words = [re.sub(f"[{re.escape(_SIGNS)}]", "", part).strip() for part in parts]
    if any(re.fullmatch("[.,'’]+", word) for word in words):
        raise AmountError(Reason.COMMA)
    codes = {currency_code(word) for word in words if word}
    if None in codes:
        raise AmountError(Reason.WORDS)
    if "$" in codes and codes - {"$"} <= DOLLARS and len(codes) > 1:
        codes.discard("$")
    if len(codes) > 1:
        raise AmountError(Reason.WORDS)
    return codes.pop() if codes else None


def _value(figures: str, *, decimal_comma: bool, currency: str | None) -> Decimal:
    if decimal_comma and _COMMA.fullmatch(figures):
        if _MAYBE_THOUSANDS.fullmatch(figures.replace(",", ".")) and "," in figures:
            raise AmountError(Reason.THOUSANDTHS)
        return _decimal(re.sub(_GAP + "|[.'’]", "", figures).replace(",", "."))
    if not decimal_comma and _ENGLISH.fullmatch(figures):
        if _MAYBE_THOUSANDS.fullmatch(figures):
            raise AmountError(Reason.THOUSANDTHS)
        return _decimal(re.sub(_GAP + "|[,'’]", "", figures))
    if not decimal_comma and currency in ("PKR", "INR") and _LAKH.fullmatch(figures):
        return _decimal(figures.replace(",", ""))
    raise AmountError(_why(figures))


def _why(figures: str) -> Reason:
    """Why digits are not an amount: their separators, or what else is between them."""
    return Reason.COMMA if re.fullmatch(rf"[\d.,'’{_GAP[1:-1]}]+", figures, re.ASCII) else Reason.WORDS


def _decimal(figures: str) -> Decimal:
    if len(figures) > MOST_FIGURES:
        raise AmountError(Reason.LARGE)
    return Decimal(figures)


@lru_cache(maxsize=1)
def _iso_codes() -> frozenset[str]:
    return frozenset(list_currencies())
