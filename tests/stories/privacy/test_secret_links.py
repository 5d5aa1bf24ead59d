"""Every link, followed by whoever holds it: it opens what its holder typed, and the log keeps nothing of it."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from core import jobs
from core.mail.test_emails import built
from core.models import Message, Organization
from tests.core.jobs import work
from tests.stories.privacy.secret_links import CANARIES, TYPED, Behind, make_world
from tests.stories.privacy.test_who_sees_whom import said

pytestmark = pytest.mark.usefixtures("organization")
#: What somebody who holds a link may send: nothing, too little, too much.
SENT = (
    {},
    {"answer": "yes", "name_1": "", "lang": "ur"},
    {"answer": "yes", "name_1": "Tahira Typedguest", "name_2": "Typedguest II", "name_3": "Typedguest III"},
    {"seat": "1", "release": "1", "wish": "wait", "password": "short", "again": "other"},
)
#: What an exception may say.
SAID = "Tahira Typedgiver and Typedguest, tahira@typedmail.example.org"


#: In the long run two secrets of an address meet in every way.
EVERY = pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)], ids=["near", "every"])


@pytest.fixture
def behind(organization) -> Behind:
    return make_world()


@EVERY
def test_a_link_opens_what_its_holder_typed_and_nothing_of_the_record(every, behind, client):
    found, seen, statuses = {}, [], set()

    for address in behind.addresses(every=every):
        answers = [
            client.get(address),
            client.get(address, {"lang": "ur"}),
            *(client.post(address, data) for data in SENT),
        ]
        for answer in answers:
            text = said(answer)
            seen.append(text)
            statuses.add(answer.status_code)
            if words := [word for word in CANARIES if word.casefold() in text.casefold()]:
                found[address] = words

    assert found == {}
    assert {200, 302, 404, 422} <= statuses
    assert [word for word in ("Typedbuyer", "Typedguest", "Typedgiver") if not any(word in text for text in seen)] == []


def test_no_email_about_what_a_link_opens_says_more(behind):
    charity = Organization.objects.get()
    emails = [built(message, charity) for message in Message.objects.exclude(purpose="account")]

    texts = [f"{email.subject} {email.body} {email.alternatives[0].content}" for email in emails]

    assert len(texts) >= 8
    assert [word for text in texts for word in CANARIES if word in text] == []


@EVERY
def test_pages_behind_links_are_kept_by_nobody_and_named_to_nobody(every, behind, client):
    headers = {
        (answer["Cache-Control"], answer["Referrer-Policy"], answer["X-Robots-Tag"])
        for address in behind.addresses(every=every)
        if any(secret in address for secret in behind.secrets)
        for answer in (client.get(address), client.post(address, {}))
    }

    assert headers == {("private, no-store", "same-origin", "noindex, nofollow, noarchive")}


@EVERY
def test_the_log_of_every_link_and_every_kind_of_error_names_nobody(every, behind, client_as, monkeypatch, log):
    stranger, forger = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)
    door, board = client_as("door"), client_as("board")
    door.raise_request_exception = board.raise_request_exception = False
    statuses = set()

    for address in behind.addresses(every=every):
        statuses |= {stranger.get(address, {"q": "Typedguest"}).status_code, forger.post(address, SENT[2]).status_code}
        statuses |= {stranger.post(address, data).status_code for data in SENT}
        statuses |= {
            stranger.get(address.rstrip("/")).status_code,
            stranger.get(f"{address}typedmail@x.org").status_code,
        }
    for secret in behind.secrets:
        statuses |= {one.get(f"/check-in/tonight/{secret}/").status_code for one in (door, board, stranger)}
    statuses.add(stranger.post("/stripe/webhook/", b"Typedgiver", content_type="text/plain").status_code)
    statuses.add(stranger.post("/e/tonight/", b"x=" + b"%ff" * 9, content_type="multipart/form-data").status_code)
    break_every_page(monkeypatch)
    statuses |= {stranger.get(address).status_code for address in behind.addresses(every=every)}

    text = log.getvalue()
    assert {400, 403, 404, 422, 500} <= statuses
    assert leaks(text, behind) == []
    assert "Internal Server Error: /e/order/<token>/" in text
    assert "Not Found: /rsvp/<token>/" in text


def test_the_log_of_work_in_the_background_names_nobody(behind, monkeypatch, log):
    def fail(*args, **kwargs):
        raise ValueError(SAID)

    jobs.enqueue(work.stumble, label="A test", by=None)
    for name in ("receipts.online.write_message", "core.mail.test_emails.built", "events.orders.payments._lapse"):
        monkeypatch.setattr(name, fail)
    Message.objects.update(state=Message.State.READY)

    call_command("worker", once=True)

    assert "stumble" in log.getvalue()
    assert leaks(log.getvalue(), behind) == []


def break_every_page(monkeypatch) -> None:
    """Let what every page asks first fail with the words of whoever asked, as a mistake of the program could."""

    def fail(*args, **kwargs):
        raise RuntimeError(f"{SAID} {args}") from KeyError(SAID)

    names = ("order_page.order_or_404", "rsvp.Rsvp._invitation", "public.event_or_404")
    for name in (*(f"events.views.{name}" for name in names), "donations.online.views.language_of"):
        monkeypatch.setattr(name, fail)


def leaks(text: str, behind: Behind) -> list[str]:
    """The lines that name somebody or hold a secret."""
    words = "|".join(re.escape(word) for word in (*CANARIES, *TYPED, *behind.secrets, *behind.keys))
    return [line for line in text.splitlines() if re.search(rf"\b({words})\b", line)]
