"""Entry types for mail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class MailPurpose:
    """What emails are for; `permission` is what their content requires. `bulk` ones skip people who unsubscribed.

    `link(message)` returns the secret link that replaces `core.mail.bodies.MARK` when the email is sent, for links that
    are stored nowhere; '' when what it opened is gone. `before_link(message, by, reason)` is called before a user is
    shown the link of a waiting email: it may raise `ValidationError`, and writes what has to be recorded.
    `untrue(messages)` returns, by key, why waiting emails are no longer true: they are never sent.
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
    """Emails about related records: `keys(pk)` is a subquery of records of `object_type` that belong to the object `on`
    with this key, so that its page shows their emails too."""

    on: str
    object_type: str
    keys: Callable[[int], Any]


@dataclass(frozen=True, kw_only=True)
class AddressCodes:
    """Whose addresses are hidden: `codes(addresses)` returns what is shown instead of each hidden address."""

    codes: Callable[[Iterable[str]], dict[str, str]]
