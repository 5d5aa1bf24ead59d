"""Amounts as people write them: `$1,000.00`, `(125.00)`, `Rs 25,000/-`, `50 USD`, `1.234,56`.

One parser with its own grammar: `Decimal()` never sees raw text, for it takes `1_000`, `NaN`, `1e999999` and Arabic
digits without a word. What could mean two amounts is an error with `ask`: a person decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import get_currency_precision, list_currencies

LARGEST = Decimal("999999999.99")
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD"})
_SYMBOLS = {
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "cdn$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD",
    "s$": "SGD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₨": "PKR", "rs": "PKR", "rs.": "PKR", "re.": "PKR",
    "pkrs": "PKR", "dh": "AED", "dhs": "AED", "dhs.": "AED", "sr": "SAR", "₺": "TRY", "﷼": "SAR", "dollar": "$",
    "dollars": "$", "pounds": "GBP", "euro": "EUR", "euros": "EUR", "rupees": "PKR", "$": "$",
}  # fmt: skip
# What Excel's locale number after a dollar sign says about whose dollar it is.
_LOCALE_DOLLARS = {"409": "USD", "1009": "CAD", "c0c": "CAD", "c09": "AUD", "1409": "NZD", "4809": "SGD"}
_GAP = "[ \u00a0\u2009\u202f]"
_ENGLISH = re.compile(
    rf"\d+(\.\d+)?|\d{{1,3}}(,\d{{3}})+(\.\d+)?|\d{{1,3}}({_GAP}\d{{3}})+(\.\d+)?|\d{{1,3}}(['’]\d{{3}})+(\.\d+)?|\.\d+"
)
_LAKH = re.compile(r"\d{1,2}(,\d{2})*,\d{3}(\.\d+)?")
_COMMA = re.compile(rf"\d+(,\d+)?|\d{{1,3}}(\.\d{{3}})+(,\d+)?|\d{{1,3}}({_GAP}\d{{3}})+(,\d+)?")
_PROVES_COMMA = re.compile(r"\d{1,3}(\.\d{3})+,\d{1,2}|\d{1,3}(\.\d{3}){2,}")
_PROVES_POINT = re.compile(r"\d{1,3}(,\d{3})+\.\d{1,2}|\d{1,3}(,\d{3}){2,}|\d+\.\d{1,2}")
_LOOKS_COMMA = re.compile(r"\d+,\d{1,2}")
_DIGITS = re.compile(r"(?:(?<![A-Za-z])\.)?\d(?:.*\d)?")
_SUM = re.compile(r"=?\s*[^\w\s]?\d[\d.,]*(\s*[+*/x-]\s*[^\w\s]?\d[\d.,]*)+", re.I)


@dataclass(frozen=True, slots=True)
class Money:
    """A signed, finite amount. `currency` is an ISO code, '$' for a dollar sign that does not say whose, or None."""

    amount: Decimal
    currency: str | None = None


class AmountError(ValueError):
    """Not an amount. `ask`: something is there that a person can settle; otherwise there is nothing to import."""

    def __init__(self, text: str, *, ask: bool = False) -> None:
        super().__init__(text)
        self.ask = ask


def parse_amount(text: str, *, decimal_comma: bool = False) -> Money:
    """Read one written amount. `decimal_comma` is what the whole column uses. Raises AmountError, nothing else."""
    bare = _bare(text)
    if not bare:
        raise AmountError("The amount is missing.")
    if _SUM.fullmatch(bare) or bare.startswith("="):
        raise AmountError(f"“{_short(text)}” is a sum typed by hand, not an amount.", ask=True)
    digits, negative, currency = _take_apart(bare, text)
    amount = _read_digits(digits, text, decimal_comma=decimal_comma, currency=currency)
    return _checked(Money(-amount if negative else amount, currency), text)


def from_number(number: Decimal, number_format: str = "") -> Money:
    """The amount of a real number cell, with the currency its number format shows. Raises AmountError."""
    return _checked(Money(number, currency_of_format(number_format)), f"{number:f}")


def currency_of_format(number_format: str) -> str | None:
    """The currency shown by an Excel number format such as `[$£-809]#,##0.00` or `"$"#,##0.00`; '$' if nobody's."""
    told = re.search(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?\]", number_format)
    if told and told[1].strip():
        symbol = told[1].strip()
        if symbol == "$":
            return _LOCALE_DOLLARS.get((told[2] or "").casefold(), "$")
        return currency_code(symbol)
    shown = re.sub(r"\[[^\]]*\]|\\", "", number_format).split(";")[0]
    quoted = " ".join(re.findall(r'"([^"]*)"', shown))
    bare = re.sub(r"[#0?.,_()*;%@\s-]", "", re.sub(r'"[^"]*"', "", shown))
    return currency_code(quoted.strip()) or currency_code(bare.strip())


def currency_code(text: str) -> str | None:
    """The ISO code a word or sign stands for, '$' for a bare dollar sign, None when it is no currency."""
    word = unicodedata.normalize("NFC", text).strip().casefold()
    if word.upper() in _iso_codes():
        return word.upper()
    return _SYMBOLS.get(word) or _SYMBOLS.get(word.rstrip("."))


def uses_decimal_comma(texts: Iterable[str], *, likely: bool = False) -> bool | None:
    """Whether a column writes 1.234,56. True or False when proved; None when nothing proves it or both are proved.

    `likely` is other evidence (a file separated by semicolons), which then is enough for `20,00`.
    """
    bare = [re.sub(r"[^\d.,]", "", _bare(text)) for text in texts]
    comma = any(_PROVES_COMMA.fullmatch(text) for text in bare)
    point = any(_PROVES_POINT.fullmatch(text) for text in bare)
    if comma != point:
        return comma
    if not comma and likely and any(_LOOKS_COMMA.fullmatch(text) for text in bare):
        return True
    return None


def settle(money: Money, *others: str | None, home: str) -> tuple[Decimal, str]:
    """Amount and currency, where a column, a heading or the organization completes what the cell leaves out.

    Currencies that contradict each other raise AmountError with `ask`. `$` agrees with every dollar.
    """
    told = [code for code in (money.currency, *others) if code]
    named = {code for code in told if code != "$"}
    if len(named) > 1:
        raise AmountError(f"The row names two currencies: {' and '.join(sorted(named))}.", ask=True)
    if named:
        currency = named.pop()
        if "$" in told and currency not in DOLLARS:
            raise AmountError(f"The amount shows a dollar sign but the row says {currency}.", ask=True)
        return _fits(money.amount, currency), currency
    return _fits(money.amount, home), home if "$" not in told or home in DOLLARS else "USD"


def _fits(amount: Decimal, currency: str) -> Decimal:
    places = max(get_currency_precision(currency), 2)
    if amount != amount.quantize(Decimal(1).scaleb(-places)):
        raise AmountError(f"{amount:f} has more decimal places than {currency} has.", ask=True)
    return amount.quantize(Decimal(1).scaleb(-places))


def _take_apart(bare: str, text: str) -> tuple[str, bool, str | None]:
    """Digits with their separators, whether negative, and the currency named before or after."""
    negative = False
    if told := re.fullmatch(r"\((.+)\)", bare):
        bare, negative = told[1].strip(), True
    told = _DIGITS.search(bare)
    if not told:
        raise AmountError(f"“{_short(text)}” is not an amount.")
    before, digits, after = bare[: told.start()], told[0], bare[told.end() :]
    after = re.sub(r"^\s*(/-|/=|\.-|\.–|\.$)", "", after)  # Rs 25,000/-
    signs = re.findall(r"[-−–+]", before + after)
    if len(signs) > 1 or (signs and negative):
        raise AmountError(f"“{_short(text)}” has two signs.", ask=True)
    negative = negative or bool(signs and signs[0] != "+")
    words = [re.sub(r"[-−–+]", "", part).strip() for part in (before, after)]
    codes = [currency_code(word) for word in words if word]
    if None in codes or len(set(codes)) > 1:
        raise AmountError(f"“{_short(text)}” is not a plain amount.", ask=True)
    return digits, negative, codes[0] if codes else None


def _read_digits(digits: str, text: str, *, decimal_comma: bool, currency: str | None) -> Decimal:
    if any(ch.isdigit() and ch not in "0123456789" for ch in digits):
        raise AmountError(f"“{_short(text)}” uses other digits than 0 to 9: type the amount again.", ask=True)
    if decimal_comma and _COMMA.fullmatch(digits):
        return _decimal(re.sub(_GAP + r"|\.", "", digits).replace(",", "."))
    if not decimal_comma and _ENGLISH.fullmatch(digits):
        if re.fullmatch(r"\d{1,3}\.\d{3}", digits) and digits[0] != "0":
            raise AmountError(f"“{_short(text)}” may be thousands or thousandths.", ask=True)
        return _decimal(re.sub(_GAP + "|[,'’]", "", digits))
    if not decimal_comma and currency in ("PKR", "INR") and _LAKH.fullmatch(digits):
        return _decimal(digits.replace(",", ""))
    raise AmountError(f"“{_short(text)}” can be read in more than one way.", ask=True)


def _decimal(digits: str) -> Decimal:
    if len(digits) > 24:
        raise AmountError("The amount is too large to be true.", ask=True)
    return Decimal(digits)


def _checked(money: Money, text: str) -> Money:
    if money.amount == 0:
        raise AmountError("The amount is zero.")
    if abs(money.amount) > LARGEST:
        raise AmountError(f"“{_short(text)}” is too large to be true.", ask=True)
    return money


def _bare(text: str) -> str:
    kept = "".join(ch for ch in str(text) if unicodedata.category(ch) != "Cf")
    return re.sub(r"\s+", " ", kept.replace("\u00a0", " ")).strip().lstrip("'").strip()


def _short(text: str) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= 40 else text[:39] + "…"


@lru_cache(maxsize=1)
def _iso_codes() -> frozenset[str]:
    return frozenset(list_currencies())
