"""Checking parameters against the ``stripe`` package's own ``stripe.params`` types.

The package annotates enums as open (``Literal[…] | str``) because a client may be older than the API. The stand-in
speaks exactly the package's version, so it treats them as closed: a misspelt value is refused here, as there.
"""

import re
import sys
import types
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from stripe._request_options import RequestOptions
from typing_extensions import get_type_hints, is_typeddict

from sandbox.errors import invalid, missing_parameter, not_modelled, unknown_parameters

MAX_INTEGER = 2**63 - 1


def check(values: dict, schema: type, modelled: frozenset[str] | None = None) -> dict:
    """Return ``values`` (nested strings) converted to the types of the TypedDict ``schema``.

    ``modelled`` lists the dotted names that the stand-in acts upon; a valid name outside it is refused rather than
    silently ignored. Raises ``ApiError`` (400) in Stripe's shape.
    """
    strangers = list(_strangers(values, schema, ""))
    if strangers:
        raise unknown_parameters(strangers)
    converted = _typed_dict(values, schema, "")
    if modelled is not None:
        for name in _dotted(converted, schema):
            if name not in modelled:
                raise not_modelled(name)
    return converted


@cache
def fields(schema: type) -> dict[str, Any]:
    """Field → type hint of a params TypedDict, without the client's own request options."""
    own = {name: hint for name, hint in schema.__annotations__.items() if name not in RequestOptions.__annotations__}
    holder = type(schema.__name__, (), {"__annotations__": own})
    return get_type_hints(holder, globalns=vars(sys.modules[schema.__module__]))


def _strangers(values, hint, path):
    """Every path that the types do not know, so that one answer names them all."""
    schema, item = _typed_dict_in(hint), _item_in(hint)
    if not isinstance(values, dict):
        return
    for name, value in values.items():
        here = f"{path}[{name}]" if path else name
        if schema and name not in fields(schema):
            yield here
        elif schema:
            yield from _strangers(value, fields(schema)[name], here)
        elif item is not None:
            yield from _strangers(value, item, here)


def _convert(value, hint, path):
    members = _members(hint)
    if isinstance(value, dict):
        return _convert_object(value, hint, members, path)
    choices = [choice for member in members if get_origin(member) is Literal for choice in get_args(member)]
    if value in choices:
        return value
    closed = [choice for choice in choices if choice != ""]
    if closed and not any(member in (int, bool, float, Decimal) for member in members):
        raise invalid(f"Invalid {path}: must be one of {_spoken(closed)}", path)
    return _scalar(value, members, path)


def _convert_object(value, hint, members, path):
    schema, item = _typed_dict_in(hint), _item_in(hint)
    if schema:
        return _typed_dict(value, schema, path)
    if item is not None:
        return _list(value, item, path)
    if any(get_origin(member) is dict for member in members):
        return _string_map(value, path)
    raise invalid(f"Invalid value: {path} is not an object", path)


def _typed_dict(values, schema, path):
    hints = fields(schema)
    for name in sorted(schema.__required_keys__ & hints.keys()):
        if name not in values:
            raise missing_parameter(f"{path}[{name}]" if path else name)
    return {name: _convert(value, hints[name], f"{path}[{name}]" if path else name) for name, value in values.items()}


def _list(value, item, path):
    if not all(re.fullmatch(r"\d+", key) for key in value):
        raise invalid("Invalid array", path)
    return [_convert(value[key], item, f"{path}[{key}]") for key in sorted(value, key=int)]


def _string_map(value, path):
    for name, text in value.items():
        if not isinstance(text, str):
            raise invalid(f"Metadata values must be strings, but {path}[{name}] is an object", path)
    return dict(value)


def _scalar(value, members, path):
    if value == "":
        raise invalid(
            f"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; "
            f"however '{path}' cannot be unset. You should remove '{path}' from your request or supply a non-empty "
            "value.",
            path,
            "parameter_invalid_empty",
        )
    for kind in (bool, int, float, Decimal, str):
        if kind in members:
            return _READERS[kind](value, path)
    if any(get_origin(member) is list for member in members):
        raise invalid("Invalid array", path)
    raise invalid("Invalid object", path)


def _read_bool(value, path):
    if value not in ("true", "false"):
        raise invalid(f"Invalid boolean: {value}", path)
    return value == "true"


def _read_int(value, path):
    if not re.fullmatch(r"-?\d{1,19}", value) or abs(int(value)) > MAX_INTEGER:
        raise invalid(f"Invalid integer: {value}", path, "parameter_invalid_integer")
    return int(value)


def _read_decimal(value, path):
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise invalid(f"Invalid decimal: {value}", path, "parameter_invalid_decimal")
    return number


_READERS = {
    bool: _read_bool,
    int: _read_int,
    float: lambda value, path: float(_read_decimal(value, path)),
    Decimal: _read_decimal,
    str: lambda value, path: value,
}


def _members(hint) -> list:
    """The alternatives of a (possibly nested) union."""
    if get_origin(hint) in (Union, types.UnionType):
        return [member for part in get_args(hint) for member in _members(part)]
    return [hint]


def _typed_dict_in(hint):
    return next((member for member in _members(hint) if is_typeddict(member)), None)


def _item_in(hint):
    return next((get_args(member)[0] for member in _members(hint) if get_origin(member) is list), None)


def _dotted(values: dict, schema, prefix=""):
    """The names in use, list positions left out: ``line_items.price_data.currency``."""
    for name, value in values.items():
        here, hint = f"{prefix}{name}", fields(schema)[name]
        inner = _typed_dict_in(hint) or _typed_dict_in(_item_in(hint))
        rows = value if isinstance(value, list) else [value]
        if not inner or not all(isinstance(row, dict) for row in rows):
            yield here
            continue
        for row in rows:
            yield from _dotted(row, inner, f"{here}.")


def _spoken(choices) -> str:
    *most, last = [str(choice) for choice in choices]
    return f"{', '.join(most)}, or {last}" if most else last


def metadata(values: dict | str | None, path: str = "metadata") -> dict:
    """Metadata within Stripe's limits (50 keys, 40 characters a key, 500 a value); empty values are left out."""
    values = values if isinstance(values, dict) else {}
    kept = {name: text for name, text in values.items() if text != ""}
    if len(kept) > 50:
        raise invalid("You can have at most 50 metadata keys.", path)
    for name, text in kept.items():
        if len(name) > 40:
            raise invalid(f"Metadata keys must be under 40 characters: {name}", path)
        if len(text) > 500:
            raise invalid(f"Metadata values must be under 500 characters: {path}[{name}]", f"{path}[{name}]")
    return kept
