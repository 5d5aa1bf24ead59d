"""What the cells of a column hold, whatever its title says: dates, money, the name of a currency."""

import re

from imports.cells import DATE, NUMBER, TEXT, Cell
from imports.formats.habits import Habits, amount_of, date_of
from imports.parsing import amounts
from imports.parsing.amounts import AmountError
from imports.parsing.payment_methods import METHODS

#: With cents, or with the sign of a currency.
_SHOWN = re.compile(
    r"\D{0,5}\d[\d,.' ]*[.,]\d{2}\D{0,5}|\D{0,3}[$£€₨]\W*\d[\d,.' ]*\D{0,5}|\d[\d,.' ]*\s*[$£€₨]\D{0,3}"
)

_NEGATIVE = re.compile(r"[-−–]\s?\d[\d,]*|\(\d[\d,]*\)")


def is_date(cell: Cell) -> bool:
    """Whether a cell holds a day: no bare number, which may be many things."""
    if cell.kind == NUMBER or re.fullmatch(r"\d{1,7}([.,]\d+)?", cell.text.strip()):
        return False  # a count, an amount, a zip code or a number of something
    return cell.kind == DATE or any(
        not hasattr(date_of(cell, Habits(day_first=order)), "ask") for order in (False, True)
    )


def is_currency(cell: Cell) -> bool:
    """Whether a cell holds the name of a currency."""
    return cell.kind == TEXT and bool(amounts.currency_code(cell.text)) and not cell.text.strip().isdecimal()


def is_method(cell: Cell) -> bool:
    """Whether a cell holds the name of a payment method and little else: “cash”, “chk 12”."""
    rest = next((rest for _, method in METHODS if (rest := method.sub(" ", cell.text)) != cell.text), None)
    return cell.kind == TEXT and rest is not None and not re.search(r"[^\W\d_]{3}", rest)


def is_money(cell: Cell, habits: Habits, *, told: bool) -> bool:
    """Whether a cell holds an amount; a bare number is one only where the title or the table speaks of money."""
    text = cell.text.strip()
    signed = bool(_SHOWN.fullmatch(text) or _NEGATIVE.fullmatch(text))
    shown = signed or bool(amounts.currency_of_format(cell.number_format))
    if re.fullmatch(r"\d+\.\d+\.\d+.*", cell.text.strip()):
        return False  # an address of a computer, or a date
    if not shown and not told:
        return False
    try:
        amount_of(cell, habits)
    except AmountError as error:
        return error.ask and bool(re.search(r"\d", cell.text)) and shown
    return True


def mostly(cells: list[Cell], fits) -> bool:
    """Whether more than half of the cells fit."""
    return 2 * sum(map(fits, cells)) > len(cells)
