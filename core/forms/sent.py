"""A form's identity: its one-time key and its content. Sending it twice changes nothing.

Every form that is shown carries a hidden key of its own: `{% csrf_token %}` (`core/templatetags/solidarity.py`) draws
it, so a new form has one without doing anything. `core/middleware/sent_forms.py` stands before every view that takes a
form and keeps one row of `SentForm` for each form that did something:

- the same key with the same content gets the same answer, and nothing is done;
- the same key with other content is an act of its own. Staff are told what was done already and may send it as a new
  form; visitors, and views with `repeats = Repeats.ANEW`, have it done.

The view runs inside the transaction that writes the row, so sixteen at once are one act and sixteen equal answers. A
view that talks to others meanwhile (the processor) or draws and reads files says `leaves_process = True`: its row is
written first, and its service guards itself against what broke off. A view that says `repeats = Repeats.OWN`, and why,
is left alone: its service takes `turn()` of the form's key and makes the nonce the unique identity of what it writes.

What a view made it may name with `made(request, refund)`: a model with `repeat_message` then speaks for itself
when the form comes again with other content (“You already refunded $60.00 for this gift”).
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
#: Stands between a key and which asking under it this is; no key holds it.
LATER = "."
#: What belongs to one showing of a form and says nothing about what is asked.
NOT_CONTENT = frozenset({FIELD, "csrfmiddlewaretoken"})
ANSWERED_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=90)
#: What leaves the process is given up for broken off after so long without an answer.
BROKE_OFF_AFTER = timedelta(minutes=5)


class Repeats(StrEnum):
    """What becomes of a form that comes again under its key with other content."""

    #: Somebody is told what was done already; nothing is done. The usual for staff.
    TOLD = "told"
    #: It is done: a state is set, and the last word counts. The usual for visitors.
    ANEW = "anew"
    #: The view's service recognizes it, as it leaves the process, or repeating it is harmless; the view says why.
    OWN = "own"


@runtime_checkable
class HasRepeatMessage(Protocol):
    """A model whose rows a form can make: it says that the row exists already. `when` is a phrase such as “at 6:16
    PM”."""

    def repeat_message(self, when: str) -> str: ...


def new_key() -> str:
    """A key for one showing of a form."""
    return uuid4().hex


def key_of(request: HttpRequest) -> str:
    """The key a form came with; empty when it has none. A page that sends a kept form on puts its key last."""
    return str(request.POST.get(FIELD, ""))[:LONGEST_KEY]


def content_of(request: HttpRequest) -> str:
    """What a form says, as one keyed hash: where it was sent, every field in order, every file."""
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
    """Take over an existing row for another run. False when another request took it over first."""
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
    """Whether somebody's form was answered already: what of it still arrives is too late."""
    return bool(key) and SentForm.objects.filter(key=key, who=who, status__gt=0).exists()


def made(request: HttpRequest, row: models.Model) -> None:
    """Name what a form made, so that the same form with other content is told of it."""
    request.form_made = row  # type: ignore[attr-defined]


def record_answer(row: SentForm, *, content: str, answer: Mapping[str, Any], made: models.Model | None) -> None:
    """Write down how a form was answered."""
    row.content = content
    for name, value in answer.items():
        setattr(row, name, value)
    if made is not None:
        row.made_kind, row.made_key = ContentType.objects.get_for_model(made), made.pk
    row.save()


def forget_words(at: datetime) -> None:
    """Forget what was said of forms, once somebody it may name is protected: the same form again is answered in the
    words of what it made."""
    SentForm.objects.filter(sent_at__gt=at - ANSWERED_FOR).exclude(messages="").update(messages="")


def sweep(at: datetime) -> int:
    """Forget what was answered a day ago, and keys so old that no page can still carry them; how many keys went."""
    old = SentForm.objects.filter(sent_at__lte=at - ANSWERED_FOR).exclude(messages="", location="")
    old.update(messages="", location="")
    return SentForm.objects.filter(sent_at__lte=at - KEPT_FOR).delete()[0]
