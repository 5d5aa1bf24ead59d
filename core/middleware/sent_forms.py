"""Stands before every view that takes a form: one that was done is answered, not done again (`core/forms/sent.py`)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.contrib.messages import INFO, add_message, get_messages
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from core import clock
from core.forms import sent
from core.forms.sent import Repeats
from core.middleware import setup_required
from core.models import Organization, SentForm
from core.permissions import PUBLIC, stated

#: Views of packages, and of signing in: each try stands for itself and writes nothing but who is signed in. What is
#: typed there are secrets, of which not even a hash is kept.
SIGNING_IN = ("account", "mfa_", "password-", "session", "sign-in-go-on", "recovery-codes-file")
#: Fields that are no words of the person who sent the form.
UNSPOKEN = frozenset({"version", "began", "entry", "nonce", "token", "draft", "draft_form", "back", "count", "anyway"})
#: Seconds between looks at what somebody else is doing, and how long to look.
LOOK_EVERY, LOOK_FOR = 0.1, 20
WRITING = ("INSERT", "UPDATE", "DELETE")


class SentFormMiddleware:
    """Gives every form its identity."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> HttpResponseBase | None:
        if request.method != "POST" or not sent.key_of(request):
            return None
        if repeats_of(view, _name(request)) == Repeats.OWN:
            return None
        once = _once_beside if getattr(getattr(view, "view_class", view), "leaves_process", False) else _once
        try:
            return once(request, view, lambda: view(request, *args, **kwargs))
        except Organization.DoesNotExist:  # as the middleware of that name answers views that Django calls
            return setup_required.answer(request)


def _name(request: HttpRequest) -> str:
    return request.resolver_match.url_name or "" if request.resolver_match else ""


def repeats_of(view: Callable, url_name: str) -> Repeats:
    """What a view says of forms that come again."""
    if url_name.startswith(SIGNING_IN):
        return Repeats.OWN
    own: Repeats | None = getattr(getattr(view, "view_class", view), "repeats", None)
    return own or (Repeats.ANEW if stated(view, url_name) == PUBLIC else Repeats.TOLD)


@transaction.atomic
def _once(request: HttpRequest, view: Callable, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do it in the transaction that remembers it; whoever sends the same meanwhile waits for its end."""
    content = sent.content_of(request)
    row, is_mine = sent.claim(content=content, **_identity(request))
    if not is_mine and (known := _known(request, view, row, content)):
        return known
    return _done(request, row, content, is_mine, act)


def _once_beside(request: HttpRequest, view: Callable, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do what no transaction may be open around: remembered as begun first; whoever sends the same looks until it is
    answered. What broke off with its process may be done again after a while: its service guards itself."""
    content, identity, began = sent.content_of(request), _identity(request), time.monotonic()
    while True:
        row, is_mine = sent.begin(content=content, at=timezone.now(), **identity)
        if is_mine:
            break
        if row.status and (known := _known(request, view, row, content)):
            return known
        if row.status and sent.begin_anew(row, content=content, at=timezone.now()):
            break
        if time.monotonic() - began > LOOK_FOR:
            return already(request, row, view)
        time.sleep(LOOK_EVERY)
    with ExitStack() as broken_off:
        broken_off.callback(row.delete)
        answer = _done(request, row, content, True, act)
        broken_off.pop_all()
        return answer


def _known(request: HttpRequest, view: Callable, row: SentForm, content: str) -> HttpResponseBase | None:
    """The answer to a form that came before; None when what it says now is to be done."""
    if row.content == content:
        return _same_answer(request, row)
    return already(request, row, view) if repeats_of(view, _name(request)) == Repeats.TOLD else None


def _done(
    request: HttpRequest, row: SentForm, content: str, is_mine: bool, act: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Do it and remember the answer; where nothing was done, the form may be sent again."""
    before = len(_said(request))
    with _watching() as wrote:
        answer = act()
    if wrote and answer.status_code in (204, 302, 303):
        kept = {
            "status": answer.status_code,
            "location": answer.headers.get("Location", ""),
            "messages": json.dumps(_said(request)[before:], cls=MessageEncoder),
        }
        sent.record_answer(row, content=content, answer=kept, made=getattr(request, "form_made", None))
    elif is_mine:
        row.delete()
    return answer


def _identity(request: HttpRequest) -> dict[str, str]:
    who = str(request.user.pk) if request.user.is_authenticated else ""
    match = request.resolver_match
    # Addresses may hold secrets: their hash tells them apart as well.
    place = f"{match.view_name if match else ''} {sent.digest(request.path)[:40]}"
    return {"key": sent.key_of(request), "who": who, "place": place}


@contextmanager
def _watching() -> Iterator[list[str]]:
    """What is written to the database meanwhile, one entry a statement."""
    wrote: list[str] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip(" (").upper().startswith(WRITING):
            wrote.append(sql[:6])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield wrote


def _said(request: HttpRequest) -> list[Any]:
    """What was said to this person during the request and not shown yet."""
    return list(getattr(get_messages(request), "_queued_messages", ()))  # there is no other way to look


def _same_answer(request: HttpRequest, row: SentForm) -> HttpResponseBase:
    if not row.messages:  # forgotten since; nothing said is "[]"
        add_message(request, INFO, done_by(row))
    for message in json.loads(row.messages or "[]", cls=MessageDecoder):
        add_message(request, message.level, message.message, message.extra_tags)
    if row.status == 204:
        return HttpResponse(status=204)
    return HttpResponseRedirect(row.location or request.path)


def already(request: HttpRequest, row: SentForm, view: Callable) -> HttpResponse:
    """Tell what this form did already, and offer a fresh one: empty, or with what was typed now."""
    typed = [(name, text) for name, texts in request.POST.lists() for text in texts]
    passed_on = [(name, text) for name, text in typed if name not in sent.NOT_CONTENT]
    words = [(name, text) for name, text in passed_on if text and name not in UNSPOKEN]
    context = {
        "done": done_by(row),
        "location": row.location,
        "fresh": request.get_full_path() if hasattr(getattr(view, "view_class", view), "get") else "",
        "typed": passed_on,
        "words": [(name.replace("_", " ").capitalize(), text) for name, text in words],
        "has_files": bool(request.FILES),
    }
    return render(request, "core/sent_already.html", context, status=409)


def done_by(row: SentForm) -> str:
    """What a form did, in the words of what it made, else in those that were said then."""
    made, when = row.made, clock.when_text(row.sent_at, now=timezone.now())
    if isinstance(made, sent.HasRepeatMessage):
        return made.repeat_message(when)
    said = " ".join(str(message.message) for message in json.loads(row.messages or "[]", cls=MessageDecoder))
    return f"You already submitted this form {when}: {said}" if said else f"You already submitted this form {when}."
