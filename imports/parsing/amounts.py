"""Parse amounts in files: `$1,000.00`, `(125.00)`, `Rs 25,000/-`, `50 USD`, `1.234,56`.

`core.amounts` parses written amounts, as for forms; this module adds what only files have: number formats, evidence of
a whole column, and the currency of an amount without one.
"""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from babel.numbers import get_currency_precision

from core import amounts
from core.amounts import DOLLARS, LARGEST, Money, Reason, currency_code

# The dollar currency by the locale number in an Excel format.
_LOCALE_DOLLARS = {"409": "USD", "1009": "CAD", "c0c": "CAD", "c09": "AUD", "1409": "NZD", "4809": "SGD"}
_PROVES_COMMA = re.compile(r"\d{1,3}(\.\d{3})+,\d{1,2}|\d{1,3}(\.\d{3}){2,}")
_PROVES_POINT = re.compile(r"\d{1,3}(,\d{3})+\.\d{1,2}|\d{1,3}(,\d{3}){2,}|\d+\.\d{1,2}")
_LOOKS_COMMA = re.compile(r"\d+,\d{1,2}")
#: What is wrong with an amount, for the page of rows.
_WHY = {
    Reason.MISSING: "The amount is missing.",
    Reason.UNREADABLE: "“{}” is not an amount.",
    Reason.SUM: "“{}” is a sum typed by hand, not an amount.",
    Reason.SIGN: "“{}” has two signs.",
    Reason.DIGITS: "“{}” uses other digits than 0 to 9: type the amount again.",
    Reason.COMMA: "“{}” can be read in more than one way.",
    Reason.THOUSANDTHS: "“{}” may be thousands or thousandths.",
    Reason.CENTS: "“{}” has parts of a cent.",
    Reason.LARGE: "“{}” is too large to be true.",
    Reason.WORDS: "“{}” is not a plain amount.",
}


class AmountError(ValueError):
    """Not an amount. `ask`: a person can resolve it; otherwise there is nothing to import."""

    def __init__(self, text: str, *, ask: bool = False) -> None:
        super().__init__(text)
        self.ask = ask


def parse_amount(text: str, *, decimal_comma: bool = False, local_digits: bool = False) -> Money:
    """Parse one written amount, with its sign. Raises only `AmountError`.

    `decimal_comma` is the notation of the whole column; `local_digits` also accepts Urdu and Arabic digits.
    """
    try:
        found = amounts.read_amount(
            text, places=None, signed=True, decimal_comma=decimal_comma, local_digits=local_digits
        )
    except amounts.AmountError as error:
        raise AmountError(_WHY[error.reason].format(_short(text)), ask=error.ask) from None
    return _checked(Money(found.amount, found.currency), text)


def from_number(number: Decimal, number_format: str = "") -> Money:
    """The amount of a real number cell, with the currency of its number format. Raises `AmountError`."""
    return _checked(Money(number, currency_of_format(number_format)), f"{number:f}")


def currency_of_format(number_format: str) -> str | None:
    """The currency of an Excel number format such as `[$£-809]#,##0.00` or `"$"#,##0.00`; '$' when it could be any
    dollar."""
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


def uses_decimal_comma(texts: Iterable[str], *, likely: bool = False) -> bool | None:
    """Whether a column writes 1.234,56: True or False when proved, None when nothing or both are proved.

    `likely` is other evidence (a file separated by semicolons), which makes `20,00` sufficient proof.
    """
    bare = [re.sub(r"[^\d.,]", "", _bare(text)) for text in texts]
    comma = any(_PROVES_COMMA.fullmatch(text) for text in bare)
    point = any(_PROVES_POINT.fullmatch(text) for text in bare)
    if comma != point:
        return comma
    if not comma and likely and any(_LOOKS_COMMA.fullmatch(text) for text in bare):
        return True
    return None


def resolve_currency(money: Money, *others: str | None, home: str) -> tuple[Decimal, str]:
    """The amount and its currency; if missing, that of its column, a heading (`others`) or the organization (`home`).

    Raises `AmountError` with `ask` for two different currencies. A bare `$` agrees with every dollar.
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
