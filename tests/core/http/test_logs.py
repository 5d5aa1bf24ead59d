"""What is written to the log, by every handler: what happened and where, never to whom."""

import io
import logging
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import DataError, IntegrityError

from core.http import logs
from core.http.secret_links import safe_path
from tests.support.builders import make_supporter

TOKEN = "kX3-aZ9_qwErTyUiOpAsDfGh"
NAME, EMAIL = "Parveen Zanzeer", "parveen@zanzeermail.example.org"
CHARGE = "ch_3PqXyZ0123456789abcdef"


@pytest.fixture
def written():
    """What a handler with the filter writes, once called; it listens to a logger of its own."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(logs.SafeFilter())
    log = logging.Logger("a test")
    log.addHandler(handler)
    return log, stream.getvalue


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/e/order/{TOKEN}/pay/", "/e/order/<token>/pay/"),
        (f"/rsvp/{TOKEN}/", "/rsvp/<token>/"),
        (f"/give/thanks/{TOKEN}/receipt.pdf", "/give/thanks/<intent>/receipt.pdf"),
        (f"/welcome/MQ/{TOKEN}/", "/welcome/<key>/<token>/"),
        ("/check-in/tonight/AB23CD45EF/", "/check-in/<slug>/<secret>/"),
        ("/supporters/12/edit/", "/supporters/12/edit/"),
        ("/supporters/?q=Zanzeer&sort=name", "/supporters/?…"),
        (f"/give/?from={TOKEN}", "/give/?…"),
        (f"/give/thanks/{TOKEN}", "/give/thanks/…"),
        ("/e/Zanzeer/", "/e/<slug>/"),
        ("/no/such/Zanzeer", "/…/…/…"),
        ("/", "/"),
    ],
)
def test_an_address_keeps_the_words_that_are_ours_and_numbers(path, shown):
    assert safe_path(path) == shown


@pytest.mark.parametrize(
    ("message", "args", "shown"),
    [
        ("Not Found: %s", (f"/rsvp/{TOKEN}/",), "Not Found: /rsvp/<token>/"),
        ('"GET %s HTTP/1.1" 200', (f"/e/order/{TOKEN}/?paid={TOKEN}",), '"GET /e/order/<token>/?… HTTP/1.1" 200'),
        (f"from https://give.example.org/rsvp/{TOKEN}/", (), "from https://give.example.org/rsvp/<token>/"),
        ("Listening at: http://127.0.0.1:8000 (12)", (), "Listening at: http://127.0.0.1:8000 (12)"),
        ("either/or, 1/2", (), "either/or, 1/2"),
        ("to %s", (f"{NAME} <{EMAIL}>",), f"to {NAME} <[email]>"),
        ("refused <%s>: no such user", (EMAIL,), "refused <[email]>: no such user"),
        ("the link %s", (TOKEN,), "the link [token]"),
        ("refund of %s failed", (CHARGE,), f"refund of {CHARGE} failed"),
        ("Removing %s failed and will be retried.", ("sessions",), "Removing sessions failed and will be retried."),
        ("%(m)s %(U)s", ({"m": "GET", "U": f"/rsvp/{TOKEN}/"},), "GET /rsvp/<token>/"),
        ("half of %s", (), "half of %s"),
        ("%d of %d rows", (3, 12), "3 of 12 rows"),
    ],
)
def test_a_message_keeps_what_happened(written, message, args, shown):
    log, text = written

    log.error(message, *args)

    assert text() == f"{shown}\n"


def test_a_second_handler_writes_the_same(written):
    log, text = written
    again = logging.StreamHandler(stream := io.StringIO())
    again.addFilter(logs.SafeFilter())
    log.addHandler(again)

    log.error("Not Found: %s", f"/e/order/{TOKEN}/pay/")

    assert (text(), stream.getvalue()) == ("Not Found: /e/order/<token>/pay/\n",) * 2


@pytest.mark.django_db
def test_rows_are_named_by_number(written):
    log, text = written
    person = make_supporter(NAME)

    log.error("%s could not be saved, nor %s", person, [person])

    assert text() == f"crm.Supporter {person.pk} could not be saved, nor list of 1\n"


def fail(error: BaseException, cause: BaseException | None = None) -> None:
    raise error from cause


@pytest.mark.parametrize(
    ("error", "last"),
    [
        (ValueError(f"{NAME} is no number"), "ValueError"),
        (KeyError(NAME), "KeyError"),
        (TypeError("can only add 'int'"), "TypeError: can only add 'int'"),
        (IntegrityError(f'violates "email_once"\nDETAIL: Key=({EMAIL}).'), 'IntegrityError: violates "email_once"'),
        (DataError(f'invalid input syntax: "{NAME}"'), "DataError"),
    ],
)
def test_an_exception_keeps_its_kind_and_its_way_through_the_program(written, error, last):
    log, text = written
    try:
        fail(RuntimeError(f"of {NAME}"), error)
    except RuntimeError:
        log.exception("It failed.")

    lines = text().splitlines()
    assert (lines[0], lines[-1]) == ("It failed.", "RuntimeError")
    assert last in lines
    assert sum("test_logs.py" in line for line in lines) >= 2
    assert [word for word in (NAME, EMAIL, "Zanzeer") if word in text()] == []


def test_every_handler_that_is_set_up_has_the_filter():
    handlers = settings.LOGGING["handlers"].values()

    assert handlers
    assert all("safe" in handler["filters"] for handler in handlers)


def test_no_other_handler_of_the_program_writes():
    """Asked in a process of its own: tests add handlers."""
    program = """
import logging, django
django.setup()
from core.http.logs import SafeFilter
loggers = [logging.root, *(log for log in logging.root.manager.loggerDict.values() if isinstance(log, logging.Logger))]
handlers = [handler for log in loggers for handler in log.handlers if not isinstance(handler, logging.NullHandler)]
bare = [str(handler) for handler in handlers if not any(isinstance(each, SafeFilter) for each in handler.filters)]
print(len(handlers), bare)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603

    assert ran.stdout == "1 []\n"
