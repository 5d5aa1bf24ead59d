"""Holding answers against the annotations of the ``stripe`` package's own classes."""

import sys
import types
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import stripe


class _Names(dict):
    """Names that the package imports for type checkers alone; unknown ones may be anything."""

    def __missing__(self, name: str) -> Any:
        return getattr(stripe, name, Any)


def annotated(kind: type) -> dict[str, Any]:
    """Field → type, of a class of the package itself (its bases are machinery)."""
    own = {name: hint for name, hint in kind.__annotations__.items() if not str(hint).startswith("typing.ClassVar")}
    own = {name: hint for name, hint in own.items() if not name.startswith("_") and name != "OBJECT_NAME"}
    holder = type(kind.__name__, (), {"__annotations__": own})
    return get_type_hints(holder, globalns=vars(sys.modules[kind.__module__]), localns=_Names())


def required(kind: type) -> set[str]:
    return {name for name, hint in annotated(kind).items() if type(None) not in members(hint)}


def misfits(value: Any, hint: Any, path: str = "") -> Iterator[str]:
    """Every place where ``value`` is not what ``hint`` promises; enums are closed."""
    options = members(hint)
    if Any in options:
        return
    if value is None:
        if type(None) not in options:
            yield f"{path} is null"
    elif isinstance(value, dict):
        yield from _object(value, options, path)
    elif isinstance(value, list):
        item = next((get_args(option)[0] for option in options if get_origin(option) is list), None)
        if item is None:
            yield f"{path} is a list"
        for number, row in enumerate(value):
            yield from misfits(row, item, f"{path}[{number}]")
    elif not _fits(value, options):
        yield f"{path} is {value!r}"


def members(hint: Any) -> list:
    if get_origin(hint) in (Union, types.UnionType):
        return [member for part in get_args(hint) for member in members(part)]
    return [hint]


def _object(value: dict, options: list, path: str) -> Iterator[str]:
    if any("UntypedStripeObject" in str(option) for option in options):
        return
    kind = next((option for option in options if _describes(option, value)), None)
    if kind is None:
        yield f"{path} is an object"
        return
    known = annotated(kind)
    yield from (f"{path}.{name} is unknown" for name in value.keys() - known.keys())
    yield from (f"{path}.{name} is missing" for name in required(kind) - value.keys())
    for name in value.keys() & known.keys():
        yield from misfits(value[name], known[name], f"{path}.{name}")


def _describes(option: Any, value: dict) -> bool:
    if not (isinstance(option, type) and issubclass(option, stripe.StripeObject)):
        return False
    return "object" not in value or getattr(option, "OBJECT_NAME", value["object"]) == value["object"]


def _fits(value: Any, options: list) -> bool:
    choices = [choice for option in options if get_origin(option) is Literal for choice in get_args(option)]
    if choices:
        return value in choices or (str not in options and _is_one_of(value, options))
    return _is_one_of(value, options)


def _is_one_of(value: Any, options: list) -> bool:
    kinds = tuple(option for option in options if isinstance(option, type))
    if isinstance(value, bool):
        return bool in kinds
    if Decimal in kinds and isinstance(value, str):
        return True  # written as a string on the wire
    return isinstance(value, kinds)
