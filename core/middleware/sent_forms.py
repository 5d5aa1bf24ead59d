"""Wraps every view that takes a form: a form handled before gets its earlier response (`core/forms/sent.py`)."""

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

#: Views of packages, and of signing in: each attempt stands alone and writes nothing except who is signed in. Their
#: forms hold secrets, which are not even stored as a hash.
SIGNING_IN = ("account", "mfa_", "password-", "session", "sign-in-go-on", "recovery-codes-file")
#: Fields without user input.
UNSPOKEN = frozenset({"version", "began", "entry", "nonce", "token", "draft", "draft_form", "back", "count", "anyway"})
#: Seconds between checks whether a concurrent submission is done, and how long to check.
LOOK_EVERY, LOOK_FOR = 0.1, 20
WRITING = ("INSERT", "UPDATE", "DELETE")


class SentFormMiddleware:
    """Identify forms by key and content, and handle repeats."""

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
    """What a view does with forms submitted again."""
    if url_name.startswith(SIGNING_IN):
        return Repeats.OWN
    own: Repeats | None = getattr(getattr(view, "view_class", view), "repeats", None)
    return own or (Repeats.ANEW if stated(view, url_name) == PUBLIC else Repeats.TOLD)


@transaction.atomic
def _once(request: HttpRequest, view: Callable, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Handle the form in the transaction that stores its row; concurrent submissions wait for it."""
    content = sent.content_of(request)
    row, is_mine = sent.claim(content=content, **_identity(request))
    if not is_mine and (known := _known(request, view, row, content)):
        return known
    return _done(request, row, content, is_mine, act)


def _once_beside(request: HttpRequest, view: Callable, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Handle a form whose view must not run in a transaction: the row is stored first; concurrent submissions poll
    until it has a response. An interrupted attempt may be repeated after a while, which its service handles."""
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
    """The response to a repeated form; None when its new content is to be handled."""
    if row.content == content:
        return _same_answer(request, row)
    return already(request, row, view) if repeats_of(view, _name(request)) == Repeats.TOLD else None


def _done(
    request: HttpRequest, row: SentForm, content: str, is_mine: bool, act: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Handle the form and store the response; if nothing was done, the form may be submitted again."""
    before = len(_new_messages(request))
    with _watching() as wrote:
        answer = act()
    if wrote and answer.status_code in (204, 302, 303):
        kept = {
            "status": answer.status_code,
            "location": answer.headers.get("Location", ""),
            "messages": json.dumps(_new_messages(request)[before:], cls=MessageEncoder),
        }
        sent.record_answer(row, content=content, answer=kept, made=getattr(request, "form_made", None))
    elif is_mine:
        row.delete()
    return answer


def _identity(request: HttpRequest) -> dict[str, str]:
    who = str(request.user.pk) if request.user.is_authenticated else ""
    match = request.resolver_match
    # URLs may hold secrets, and their hash identifies them as well.
    place = f"{match.view_name if match else ''} {sent.digest(request.path)[:40]}"
    return {"key": sent.key_of(request), "who": who, "place": place}


@contextmanager
def _watching() -> Iterator[list[str]]:
    """Record the statements written to the database meanwhile."""
    wrote: list[str] = []

    def note(execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip(" (").upper().startswith(WRITING):
            wrote.append(sql[:6])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield wrote


def _new_messages(request: HttpRequest) -> list[Any]:
    """The messages of this request that were not shown yet."""
    return list(getattr(get_messages(request), "_queued_messages", ()))  # there is no public API for it


def _same_answer(request: HttpRequest, row: SentForm) -> HttpResponseBase:
    if not row.messages:  # deleted since; without messages it is "[]"
        add_message(request, INFO, done_by(row))
    for message in json.loads(row.messages or "[]", cls=MessageDecoder):
        add_message(request, message.level, message.message, message.extra_tags)
    if row.status == 204:
        return HttpResponse(status=204)
    return HttpResponseRedirect(row.location or request.path)


def already(request: HttpRequest, row: SentForm, view: Callable) -> HttpResponse:
    """Tell the user what this form already did, and offer a new one: empty, or with the current input."""
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
    """What a form did, in the words of what it made, else its stored messages."""
    made, when = row.made, clock.when_text(row.sent_at, now=timezone.now())
    if isinstance(made, sent.HasRepeatMessage):
        return made.repeat_message(when)
    text = " ".join(str(message.message) for message in json.loads(row.messages or "[]", cls=MessageDecoder))
    return f"You already submitted this form {when}: {text}" if text else f"You already submitted this form {when}."
