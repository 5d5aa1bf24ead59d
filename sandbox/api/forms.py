"""Form encoding as Stripe's clients send it: ``line_items[0][price_data][currency]=usd``."""

import re
from urllib.parse import parse_qsl

from sandbox.errors import invalid

_KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
_PART = re.compile(r"\[([^\[\]]*)\]")
MAX_DEPTH = 8


def parse(text: str) -> dict:
    """Nested dictionaries of strings; lists stay dictionaries keyed "0", "1", … until their type is known.

    Raises ``ApiError`` for keys that are malformed, too deep, or both a value and an object.
    """
    tree: dict = {}
    for key, value in parse_qsl(text, keep_blank_values=True, strict_parsing=False):
        _put(tree, key, value)
    return tree


def _put(tree: dict, key: str, value: str) -> None:
    match = _KEY.match(key)
    if not match:
        raise invalid(f"Invalid parameter name: {key}", key)
    *parents, leaf = [match[1], *_PART.findall(match[2])]
    if len(parents) > MAX_DEPTH:
        raise invalid(f"Parameter nested too deeply: {key}", key)
    for name in parents:
        tree = tree.setdefault(_index(tree, name), {})
        if not isinstance(tree, dict):
            raise invalid(f"Invalid object: {key}", key)
    if isinstance(tree.get(leaf), dict):
        raise invalid(f"Invalid object: {key}", key)
    tree[_index(tree, leaf)] = value


def _index(tree: dict, name: str) -> str:
    """``[]`` means "the next one"."""
    return name if name else str(len(tree))
