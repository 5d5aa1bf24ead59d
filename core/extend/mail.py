"""What apps contribute to mail; `core.extend` names it with the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class MailPurpose:
    """What letters are for: `permission` is what their content needs. `bulk` ones leave out who unsubscribed.

    `link(message)` tells the secret link that takes the place of `core.mail.bodies.MARK` as the letter leaves, for
    links that are stored nowhere; empty when what it opened is gone. `before_link(message, by, reason)` is asked before
    somebody is shown the link of a waiting letter: it may raise `ValidationError`, and writes down what it must.
    `untrue(messages)` tells, by key, why letters that wait say what is no longer true: they never leave.
    """

    slug: str
    label: str
    permission: str
    order: int = 100
    bulk: bool = False
    link: Callable[[Any], str] | None = None
    before_link: Callable[[Any, Any, str], None] | None = None
    untrue: Callable[[Sequence[Any]], dict[int, str]] | None = None


@dataclass(frozen=True, kw_only=True)
class LettersOf:
    """Letters about records that belong to another: `keys(pk)` is a subquery of the records of `object_type` that
    belong to the object `on` with this key, so that its page shows their letters too."""

    on: str
    object_type: str
    keys: Callable[[int], Any]


@dataclass(frozen=True, kw_only=True)
class AddressCodes:
    """Whose addresses must not show: `codes(addresses)` gives what stands in place of each that belongs to them."""

    codes: Callable[[Iterable[str]], dict[str, str]]
