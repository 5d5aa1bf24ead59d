"""Idempotent forms: a one-time key and the content identify a submission, so that submitting it twice changes nothing.

Every rendered form has a hidden key from `{% csrf_token %}` (`core/templatetags/solidarity.py`).
`core/middleware/sent_forms.py` wraps every view that takes a form and stores one row of `SentForm` for each form that
did something:

- the same key with the same content gets the same response, and nothing is done;
- the same key with other content is a new action. Staff are told what was done already and may submit it as a new form;
  for visitors, and views with `repeats = Repeats.ANEW`, it is done.

The view runs inside the transaction that writes the row, so sixteen concurrent submissions are one action with sixteen
equal responses. A view that calls a processor or reads and draws files meanwhile sets `leaves_process = True`: its row
is written first, and its service must itself handle interrupted attempts. A view that sets `repeats = Repeats.OWN`, and
says why, is left alone: its service takes `turn()` of the form's key and stores the nonce as the unique identity of
what it writes.

A view may name what it made with `made(request, refund)`: a model with `repeat_message` then explains the earlier
submission when the form comes again with other content (“You already refunded $60.00 for this gift”).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from core.models import SentForm

#: The hidden field that carries the key.
FIELD = "form_key"
LONGEST_KEY = 64
#: Separates a key from its attempt; no key contains it.
LATER = "."
#: Fields that belong to one rendering of a form and are not content.
NOT_CONTENT = frozenset({FIELD, "csrfmiddlewaretoken"})
ANSWERED_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=90)
#: An action that leaves the process counts as interrupted after this long without a response.
BROKE_OFF_AFTER = timedelta(minutes=5)


class Repeats(StrEnum):
    """What happens to a form submitted again under its key with other content."""

    #: The user is told what was done already; nothing is done. The default for staff.
    TOLD = "told"
    #: It is done: it sets a state, and the last submission counts. The default for visitors.
    ANEW = "anew"
    #: The service detects repeats itself, or repeating is harmless; the view says why.
    OWN = "own"


@runtime_checkable
class HasRepeatMessage(Protocol):
    """A model whose rows a form can make. `repeat_message` says that the row exists already; `when` is a phrase such as
    “at 6:16 PM”."""

    def repeat_message(self, when: str) -> str: ...


def new_key() -> str:
    """A key for one rendering of a form."""
    return uuid4().hex


def key_of(request: HttpRequest) -> str:
    """The key of a submitted form; '' when it has none. With several, the last one counts: a page that forwards a saved
    form adds its own."""
    return str(request.POST.get(FIELD, ""))[:LONGEST_KEY]


def content_of(request: HttpRequest) -> str:
    """A keyed hash of a form's content: its URL, every field in order, every file."""
    said = [[name, texts] for name, texts in sorted(request.POST.lists()) if name not in NOT_CONTENT]
    files = [[name, one.name, _file_hash(one)] for name, several in sorted(request.FILES.lists()) for one in several]
    return digest([request.get_full_path(), said, files])


def _file_hash(file: Any) -> str:
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def digest(said: Any) -> str:
    """A keyed hash of plain values."""
    return salted_hmac("core.sent_forms", json.dumps(said, sort_keys=True, default=str), algorithm="sha256").hexdigest()


def claim(*, key: str, who: str, place: str, content: str) -> tuple[SentForm, bool]:
    """Insert the row of a form, or lock the one that exists, until the transaction ends. Returns the row, and whether
    this request inserted it.

    A concurrent request with the same key waits here. Call inside a transaction.
    """
    run, named = uuid4().hex, {"key": key, "who": who, "place": place[:250]}
    SentForm.objects.bulk_create([SentForm(**named, content=content, run=run)], ignore_conflicts=True)
    row = SentForm.objects.select_for_update().get(**named)
    return row, row.run == run


@transaction.atomic
def begin(*, key: str, who: str, place: str, content: str, at: datetime) -> tuple[SentForm, bool]:
    """As `claim`, for views that must not run in a transaction: the row is committed with status 0 until it is
    answered.

    A row that has had no answer for `BROKE_OFF_AFTER` is taken over by this request.
    """
    row, is_mine = claim(key=key, who=who, place=place, content=content)
    broke_off = not is_mine and not row.status and row.sent_at <= at - BROKE_OFF_AFTER
    return row, is_mine or (broke_off and begin_anew(row, content=content, at=at))


def begin_anew(row: SentForm, *, content: str, at: datetime) -> bool:
    """Take over an existing row for another attempt. False when another request took it over first."""
    again = {"run": uuid4().hex, "content": content, "status": 0, "messages": "", "sent_at": at}
    if not SentForm.objects.filter(pk=row.pk, run=row.run).update(**again):
        return False
    row.refresh_from_db()
    return True


@transaction.atomic
def turn(*, key: str, act: str, said: Any, who: str = "") -> str:
    """A nonce for what an act asks for (`said`, plain values) under a form's key. Call in the transaction that stores
    it.

    The same values again give the same nonce; other values give the next one, and the caller closes the nonces `before`
    it. Values that come back after others count as other values. A concurrent request waits for the caller's
    transaction.
    """
    content = digest(said)
    row, _is_mine = claim(key=key, who=who, place=act, content=content)
    if row.content != content:
        row.turn, row.content = row.turn + 1, content
        row.save(update_fields=["turn", "content"])
    return _nonce(key, row.turn)


def before(nonce: str) -> tuple[str, ...]:
    """All earlier nonces under the same form key as this one, oldest first."""
    key, _, number = nonce.partition(LATER)
    return tuple(_nonce(key, earlier) for earlier in range(1, int(number))) if number.isdecimal() else ()


def asked_before(*, key: str, act: str, said: Any, who: str = "") -> tuple[str, ...]:
    """The nonces under a form's key that asked for something else than `said`. Reads only; writes no row."""
    row = SentForm.objects.filter(key=key, who=who, place=act).first()
    if row is None:
        return ()
    return before(_nonce(key, row.turn if row.content == digest(said) else row.turn + 1))


def _nonce(key: str, turn: int) -> str:
    return f"{key}{LATER}{turn}" if turn > 1 else key


def was_sent(*, key: str, who: str) -> bool:
    """Whether a user's form was answered already, so that late drafts of it are ignored."""
    return bool(key) and SentForm.objects.filter(key=key, who=who, status__gt=0).exists()


def made(request: HttpRequest, row: models.Model) -> None:
    """Name what a form made, for the message when the form comes again with other content."""
    request.form_made = row  # type: ignore[attr-defined]


def record_answer(row: SentForm, *, content: str, answer: Mapping[str, Any], made: models.Model | None) -> None:
    """Store the response to a form."""
    row.content = content
    for name, value in answer.items():
        setattr(row, name, value)
    if made is not None:
        row.made_kind, row.made_key = ContentType.objects.get_for_model(made), made.pk
    row.save()


def forget_words(at: datetime) -> None:
    """Delete stored messages when a person they may name becomes protected; `repeat_message` is used instead."""
    SentForm.objects.filter(sent_at__gt=at - ANSWERED_FOR).exclude(messages="").update(messages="")


def sweep(at: datetime) -> int:
    """Delete responses older than a day, and keys too old to be in any open page; returns how many keys."""
    old = SentForm.objects.filter(sent_at__lte=at - ANSWERED_FOR).exclude(messages="", location="")
    old.update(messages="", location="")
    return SentForm.objects.filter(sent_at__lte=at - KEPT_FOR).delete()[0]
