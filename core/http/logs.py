"""A log filter: logs hold what happened and where in the program, never personal data.

The database holds people who are in danger if their names leak, and logs are copied, emailed and kept elsewhere. So a
filter on every handler rewrites each record: URLs lose secrets and queries (`core.http.secret_links.safe_path`), email
addresses and anything like a token are removed, rows become model and key, and of an exception only its type and code
lines are kept, and its message where that cannot hold a value. Our own messages name rows by number only.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, DataError, Error, models
from django.http import HttpRequest
from django.template import TemplateDoesNotExist

from core.http.secret_links import safe_path

EMAIL = re.compile(r"[^\s@<>\"'(),:;=\[\]]+@[^\s@<>\"'(),:;=\[\]]+")
#: A page's URL, with or without host, anywhere in a message.
ADDRESS = re.compile(r"(?P<host>https?://[^/\s\"'<>]*)(?P<path>/[^\s\"'<>]*)?|(?<![\w.…<:/])(?P<bare>/[^\s\"'<>]*)")
#: Tokens: long, with digits or mixed case.
TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*(?:\d|[A-Z][\w-]*[-_]|[-_][\w-]*[A-Z]))[\w-]{20,}(?![\w-])", re.ASCII)
#: Ids of the processor's objects give no access, and are what one looks up in its dashboard.
PROCESSOR_ID = re.compile(r"(?:pi|ch|py|evt|po|re|txn|cs|cus|in|sub|dp|du|acct|req|pyr)_\w+", re.ASCII)
#: Exceptions whose messages come only from the program.
PLAIN: tuple[type[BaseException], ...] = (
    AttributeError,
    ImportError,
    NameError,
    NotImplementedError,
    RecursionError,
    TemplateDoesNotExist,
    TypeError,
)


class SafeFilter(logging.Filter):
    """Rewrites a record so that any handler may write it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "is_safe", False):  # already filtered by another handler
            return True
        record.is_safe = True
        record.msg, record.args = message_of(record), ()
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = trace_of(record.exc_info[1])
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = masked(record.exc_text)
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        record.__dict__.pop("request", None)  # some handlers would write its form data and cookies
        return True


def message_of(record: logging.LogRecord) -> str:
    """A record's message without values."""
    args: Any = record.args
    if isinstance(args, Mapping):
        args = {name: _plain(value) for name, value in args.items()}
    elif args:
        args = tuple(_plain(value) for value in args)
    text = str(_plain(record.msg))
    try:
        return masked(text % args if args else text)
    except (TypeError, ValueError, KeyError):
        return masked(text)


def masked(text: str) -> str:
    """A text without email addresses, tokens, and secrets in URLs."""
    text = EMAIL.sub("[email]", ADDRESS.sub(_safe_address, text))
    return TOKEN.sub(lambda found: found[0] if PROCESSOR_ID.fullmatch(found[0]) else "[token]", text)


def _safe_address(found: re.Match[str]) -> str:
    path = found["path"] or found["bare"]
    return (found["host"] or "") + (safe_path(path) if path else "")


def trace_of(error: BaseException) -> str:
    """The traceback of an exception and its causes: code lines, no values."""
    parts, seen, now = [], set(), error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        lines = "".join(traceback.format_tb(now.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{lines}{exception_text(now)}")
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)  # type: ignore[assignment]
    return "\n\nwhich led to:\n\n".join(reversed(parts))


def exception_text(error: BaseException) -> str:
    """An exception in one line: its type, and its message if that holds no value. A class of ours whose message names
    rows by number only sets `in_logs = True`."""
    kind = type(error).__qualname__
    words = masked(" ".join(str(error).split("\n", 1)[0].split())) if _may_tell(error) else ""
    return f"{kind}: {words}" if words else kind


def _may_tell(error: BaseException) -> bool:
    """The first line of a database error names tables and constraints; values are in later lines, except for unreadable
    values."""
    if isinstance(error, Error | DatabaseError):
        return not isinstance(error, DataError)
    return isinstance(error, PLAIN) or getattr(error, "in_logs", False) is True


def _plain(value: Any) -> Any:
    """An argument of a message as it may be logged: rows by model and key, exceptions by type."""
    if isinstance(value, models.Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, BaseException):
        return exception_text(value)
    if isinstance(value, HttpRequest):
        return f"{value.method} {safe_path(value.path)}"
    if isinstance(value, models.QuerySet | Mapping | list | tuple | set | frozenset):
        return f"{type(value).__name__} of {len(value) if not isinstance(value, models.QuerySet) else 'rows'}"
    return value
