"""Money: whole cents in the database, `Decimal` in Python.

`MoneyField` is not an integer field: Django would combine an integer with anything, and `F("refunded") + Decimal("70")`
would add 70 cents. In expressions an amount is `cents(Decimal("70"))`; `+` and `−` with money and `×` with integers are
allowed, everything else raises `FieldError`.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models import Value, lookups
from django.db.models.expressions import Combinable, register_combinable_fields
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.amounts import DOLLARS, HOW, AmountError, Reason, read_amount
from core.display import BASE_CURRENCY, money_text

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
_EXACT = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def to_cents(amount: Decimal | int | str) -> int:
    """Whole cents of an amount. Raises `ValidationError` for floats, fractions of a cent and anything that is not a
    number."""
    if isinstance(amount, float | bool) or (isinstance(amount, str) and not _EXACT.fullmatch(amount)):
        raise ValidationError("An amount must be exact: use a decimal, not %(value)r.", params={"value": amount})
    try:
        value = Decimal(amount)
    except (ArithmeticError, TypeError, ValueError):
        raise ValidationError("“%(value)s” is not an amount.", params={"value": amount}) from None
    if not value.is_finite() or value.scaleb(2) != value.scaleb(2).to_integral_value():
        raise ValidationError("“%(value)s” is not a whole number of cents.", params={"value": amount})
    return int(value.scaleb(2))


def from_cents(value: int) -> Decimal:
    """The amount of this many whole cents."""
    return Decimal(int(value)).scaleb(-2)


def cents(amount: Decimal | int | str) -> Value:
    """An amount for use inside a query expression: `F("refunded") + cents(Decimal("70"))`."""
    return Value(from_cents(to_cents(amount)), output_field=MoneyField())


def amount_asked(text: str) -> Decimal | None:
    """The amount above zero in a URL (`?amount=75`), or None when it can't be read."""
    try:
        found = read_amount(text, local_digits=True)
    except AmountError:
        return None
    ours = found.currency in (None, "$", BASE_CURRENCY)
    return found.amount.quantize(CENT) if ours and found.amount > 0 else None


def split(amount: Decimal, weights: Sequence[int | Decimal]) -> list[Decimal]:
    """Divide an amount by weights into parts of whole cents that add up to it (largest remainders first)."""
    total, whole = to_cents(amount), sum(map(Decimal, weights))
    if not weights or whole <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("Weights must be zero or more, and not all zero.")
    shares = [total * Decimal(weight) / whole for weight in weights]
    parts = [int(share // 1) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return [from_cents(part) for part in parts]


class MoneyField(models.Field):
    """An amount in the organization's currency: `Decimal` with two places in Python, whole cents in the database."""

    description = "Amount of money in whole cents"
    empty_strings_allowed = False

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else from_cents(to_cents(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else from_cents(value)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return value if value is None or hasattr(value, "resolve_expression") else to_cents(value)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        _refuse_other_units(value)
        return "%s"

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MoneyFormField, **kwargs})


class MoneyFormField(forms.DecimalField):
    """An amount typed by a user, parsed by `amounts.read_amount`; on Urdu pages also in Urdu digits.

    `currency` is the amount's currency; another one typed beside it is an error. The error for an amount outside
    `min_value` and `max_value` names the limit.
    """

    def __init__(self, *, currency: str = BASE_CURRENCY, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput)
        self.currency = currency
        self.least: Decimal | int | None = kwargs.pop("min_value", None)
        self.most: Decimal | int | None = kwargs.pop("max_value", None)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # Django's stubs say int
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        try:
            text = f"{value:f}" if isinstance(value, Decimal) else str(value)
            found = read_amount(text, local_digits=(get_language() or "").startswith("ur"))
        except AmountError as error:
            raise ValidationError(error.how, code=str(error.reason)) from None
        if found.currency not in (None, self.currency) and not (found.currency == "$" and self.currency in DOLLARS):
            raise ValidationError(self._in_currency(), code=str(Reason.WORDS))
        return found.amount.quantize(CENT)

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)  # type: ignore[arg-type]  # None is asked about too
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(_("Enter %(amount)s or more.") % {"amount": self._text(self.least)}, code="small")
        if self.most is not None and value > self.most:
            raise ValidationError(_("Enter %(amount)s or less.") % {"amount": self._text(self.most)}, code="large")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def _in_currency(self) -> str:
        if self.currency == BASE_CURRENCY:
            return str(HOW[Reason.WORDS])
        return _("Enter the amount in %(currency)s, like 250 or 1,250.00.") % {"currency": self.currency}

    def _text(self, amount: Decimal | int) -> str:
        return money_text(amount, self.currency)


def _refuse_other_units(value: Any) -> None:
    """Raise `FieldError` for an expression that is not money, before it reaches the database."""
    if hasattr(value, "resolve_expression") and not isinstance(value.output_field, MoneyField):
        raise FieldError(f"{value!r} is not an amount of money: wrap numbers in cents(…).")


def _money_lookup(base: type[lookups.Lookup]) -> type[lookups.Lookup]:
    def get_prep_lookup(self: Any) -> Any:
        for side in self.rhs if isinstance(self.rhs, list | tuple) else [self.rhs]:
            if not hasattr(side, "get_compiler"):  # a subquery names its own columns
                _refuse_other_units(side)
        return base.get_prep_lookup(self)

    return type(f"Money{base.__name__}", (base,), {"get_prep_lookup": get_prep_lookup})


for _base in (
    lookups.Exact,
    lookups.GreaterThan,
    lookups.GreaterThanOrEqual,
    lookups.LessThan,
    lookups.LessThanOrEqual,
    lookups.In,
    lookups.Range,
):
    MoneyField.register_lookup(_money_lookup(_base))

for _sign in (Combinable.ADD, Combinable.SUB):
    register_combinable_fields(MoneyField, _sign, MoneyField, MoneyField)
for _integer in (models.IntegerField, models.BigIntegerField, models.PositiveIntegerField):
    register_combinable_fields(MoneyField, Combinable.MUL, _integer, MoneyField)
    register_combinable_fields(_integer, Combinable.MUL, MoneyField, MoneyField)
