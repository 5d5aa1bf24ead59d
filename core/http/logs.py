"""What the log may hold: what happened and where in the program, never to whom.

People who are in danger if their names leak are in this database, and logs are copied, mailed and kept by others. So a
filter on every handler rewrites each record before it is written: addresses of pages lose their secrets and queries
(`core.http.secret_links.safe_path`), email addresses and anything like a token are left out, rows are named by model
and key, and of an exception the kind and the lines of the program stay, its words only where they cannot hold a value.
Messages of our own name rows by number alone.
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
#: An address of a page, with or without its host, wherever it stands in a message.
ADDRESS = re.compile(r"(?P<host>https?://[^/\s\"'<>]*)(?P<path>/[^\s\"'<>]*)?|(?<![\w.…<:/])(?P<bare>/[^\s\"'<>]*)")
#: What only a machine writes: long, with figures or of mixed parts.
TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*(?:\d|[A-Z][\w-]*[-_]|[-_][\w-]*[A-Z]))[\w-]{20,}(?![\w-])", re.ASCII)
#: Ids of the processor's objects open nothing by themselves, and are what one searches its dashboard for.
PROCESSOR_ID = re.compile(r"(?:pi|ch|py|evt|po|re|txn|cs|cus|in|sub|dp|du|acct|req|pyr)_\w+", re.ASCII)
#: Exceptions whose words come from the program alone.
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
        if getattr(record, "is_safe", False):  # by another handler's filter: what stands for a value is none itself
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
        record.__dict__.pop("request", None)  # with it some handlers would write its form and its cookies
        return True


def message_of(record: logging.LogRecord) -> str:
    """A record's message without anybody's values."""
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
    """A text without email addresses, tokens, and the secrets of addresses of pages."""
    text = EMAIL.sub("[email]", ADDRESS.sub(_safe_address, text))
    return TOKEN.sub(lambda found: found[0] if PROCESSOR_ID.fullmatch(found[0]) else "[token]", text)


def _safe_address(found: re.Match[str]) -> str:
    path = found["path"] or found["bare"]
    return (found["host"] or "") + (safe_path(path) if path else "")


def trace_of(error: BaseException) -> str:
    """The way to an exception through the program, and through those that caused it: lines of code, no values."""
    parts, seen, now = [], set(), error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        lines = "".join(traceback.format_tb(now.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{lines}{exception_text(now)}")
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)  # type: ignore[assignment]
    return "\n\nwhich led to:\n\n".join(reversed(parts))


def exception_text(error: BaseException) -> str:
    """An exception in one line: its kind, and its words where they hold no value.

    A class of ours whose words name rows by number alone says so with `in_logs = True`.
    """
    kind = type(error).__qualname__
    words = masked(" ".join(str(error).split("\n", 1)[0].split())) if _may_tell(error) else ""
    return f"{kind}: {words}" if words else kind


def _may_tell(error: BaseException) -> bool:
    """Of a database's words the first line names tables and constraints; values stand in what follows, but for those
    it could not read."""
    if isinstance(error, Error | DatabaseError):
        return not isinstance(error, DataError)
    return isinstance(error, PLAIN) or getattr(error, "in_logs", False) is True


def _plain(value: Any) -> Any:
    """An argument of a message as it may be written: rows by model and key, exceptions by their kind."""
    if isinstance(value, models.Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, BaseException):
        return exception_text(value)
    if isinstance(value, HttpRequest):
        return f"{value.method} {safe_path(value.path)}"
    if isinstance(value, models.QuerySet | Mapping | list | tuple | set | frozenset):
        return f"{type(value).__name__} of {len(value) if not isinstance(value, models.QuerySet) else 'rows'}"
    return value
