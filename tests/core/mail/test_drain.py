"""Letters leave the outbox at most once, through a real mail server."""

import signal
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from core import mail
from core.contributes.invariants import unknown_purposes
from core.mail import drain
from core.models import Message, Organization, Suppression
from tests.support.network.mailsink import MailSink
from tests.support.warm import stable

State = Message.State


def letter(number: int = 1, **override) -> Message:
    values = {
        "identity": f"letter {number}",
        "purpose": "test",
        "to": f"person{number}@example.org",
        "subject": f"Letter number {number}",
        "text": "Dear friend,\n\nthank you.",
    }
    return mail.enqueue(**{**values, **override})


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_a_letter_leaves_with_its_headers_and_both_bodies(mail_sink: MailSink):
    letter()

    assert drain.run() == 1

    message, arrived = Message.objects.get(), mail_sink.letters[0]
    assert (message.state, message.sent_at is not None) == (State.SENT, True)
    assert (arrived["From"], arrived["To"]) == ("Example Charity <office@charity.example>", "person1@example.org")
    assert (arrived["Reply-To"], mail_sink.senders) == ("answers@charity.example", ["bounces@charity.example"])
    assert arrived["Message-ID"] == message.message_id
    assert "thank you." in arrived.get_body(["plain"]).get_content()
    assert "<p" in arrived.get_body(["html"]).get_content()


@pytest.mark.breaks_ledger  # `check_ledger` names such a letter
def test_a_letter_that_cannot_be_prepared_stops_no_other_and_never_may_have_arrived(mail_sink):
    for number in range(1, 4):
        letter(number)
    Message.objects.filter(identity="letter 2").update(purpose="gone")

    assert drain.run() == 2

    assert states() == [State.SENT, State.FAILED, State.SENT]
    assert Message.objects.get(purpose="gone").why == "The email could not be prepared (UnknownPurpose)."
    assert len(list(unknown_purposes())) == 1


def test_a_letter_is_sent_once(mail_sink):
    letter()

    assert [drain.run(), drain.run()] == [1, 0]
    assert len(mail_sink.letters) == 1


@pytest.mark.parametrize("change", [{"mail_on": False}, {"environment": "demo"}, {"email": ""}])
def test_nothing_leaves_while_mail_is_off_or_it_is_a_demonstration(mail_sink, change):
    letter()
    Organization.objects.update(**change)

    assert drain.run() == 0
    assert (states(), mail_sink.letters) == ([State.HELD], [])


def test_what_waited_long_does_not_flood_out_with_the_switch(mail_sink):
    old, fresh = letter(1), letter(2)
    Message.objects.filter(pk=old.pk).update(created_at=timezone.now() - drain.FRESH - timedelta(minutes=1))

    drain.run()

    assert states() == [State.HELD, State.SENT]
    assert [each["To"] for each in mail_sink.letters] == [fresh.to]


def test_a_connection_that_drops_after_the_letter_leaves_delivery_unknown(mail_sink):
    mail_sink.hang_up_after = {1}
    letter(1)
    letter(2)

    drain.run()
    drain.run()

    assert states() == [State.UNKNOWN, State.SENT]
    assert len(mail_sink.letters) == 2


def test_a_crash_while_leaving_becomes_delivery_unknown_and_nobody_sends_it_again(mail_sink):
    message = letter()
    drain.release_due(Organization.current(), timezone.now())
    claimed = drain.claim(message.pk, timezone.now(), domain="charity.example")
    Message.objects.update(claimed_at=timezone.now() - drain.LEASE)

    drain.run()
    drain.run()

    assert claimed is not None
    assert (states(), mail_sink.letters) == ([State.UNKNOWN], [])


def test_a_letter_whose_worker_is_killed_while_handing_it_over_is_not_sent_by_the_next(own_database, mail_sink):
    mail_sink.seconds = 600  # the server has the letter and does not say so
    letter()

    with stable(own_database, **mail_sink.environment) as processes:
        worker = processes.start("worker", "--once")
        while not mail_sink.asked and not worker.is_over():
            time.sleep(0.02)
        left = (worker.kill().code, states())
        Message.objects.update(claimed_at=timezone.now() - drain.LEASE)  # its lease ends
        mail_sink.seconds = 0
        after = processes.start("worker", "--once").wait()

    assert left == (-signal.SIGKILL, [State.SENDING])
    assert (after.code, states(), mail_sink.asked) == (0, [State.UNKNOWN], 1)


def test_a_claim_is_had_once(mail_sink):
    message = letter()
    drain.release_due(Organization.current(), timezone.now())
    claims = [drain.claim(message.pk, timezone.now(), domain="charity.example") for _ in range(2)]

    assert [each is not None for each in claims] == [True, False]


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_an_answer_for_now_is_tried_again_later(mail_sink, where):
    mail_sink.at_rcpt = lambda address: "451 4.7.1 Come back later" if where == "rcpt" else None
    mail_sink.at_data = lambda number: "452 4.3.1 Disk full" if where == "data" and number == 1 else None
    letter()

    drain.run()
    first = Message.objects.get()
    mail_sink.at_rcpt = lambda address: None
    early = drain.run()
    Message.objects.update(due_at=timezone.now())
    late = drain.run()

    assert (first.state, first.attempts, first.why[:26]) == (State.READY, 1, "The mail server answered 4")
    assert (early, late, states(), len(mail_sink.letters)) == (0, 1, [State.SENT], 1)


def test_tries_come_to_an_end(mail_sink):
    mail_sink.at_rcpt = lambda address: "451 4.7.1 Come back later"
    letter()

    for _ in range(len(drain.BACK_OFF) + 1):
        drain.run()
        Message.objects.update(due_at=timezone.now())

    message = Message.objects.get()
    assert (message.state, message.why.split(".")[0]) == (State.FAILED, "Failed after 7 tries")


def test_a_final_answer_says_why_and_names_nobody(mail_sink):
    mail_sink.at_rcpt = lambda address: f"550 5.7.1 We do not like <{address}>"
    letter()

    drain.run()

    message = Message.objects.get()
    assert (message.state, "person1" in message.why) == (State.FAILED, False)
    assert "550" in message.why
    assert not Suppression.objects.exists()


def test_a_mailbox_that_is_not_there_is_not_written_to_again(mail_sink):
    mail_sink.at_rcpt = lambda address: "550 5.1.1 No such user"
    letter(1)
    drain.run()

    again = letter(2, to="Person1@example.org")

    assert (states(), again.why) == ([State.FAILED, State.SUPPRESSED], "Earlier email to this address bounced.")


def test_an_address_suppressed_after_writing_is_not_written_to(mail_sink):
    message = letter()
    mail.suppress(message.to, kind="complained", source="test")

    drain.run()

    assert (states(), mail_sink.letters) == ([State.SUPPRESSED], [])


def test_a_server_that_is_away_counts_no_try(mail_sink, settings):
    settings.EMAIL_PORT = 1
    letter()

    assert drain.run() == 0

    message = Message.objects.get()
    assert (message.state, message.attempts) == (State.READY, 0)
    assert message.why.startswith("The mail server can't be reached")
    assert message.due_at > timezone.now()


def test_a_slow_server_still_gets_each_letter_once(mail_sink):
    mail_sink.seconds = 0.2
    for number in range(3):
        letter(number)

    assert (drain.run(), drain.run()) == (3, 0)
    assert len(mail_sink.letters) == 3


def test_a_secret_link_leaves_with_the_letter_and_is_then_forgotten(mail_sink):
    link = "https://office.example/welcome/abc/"
    message = letter(text="Open " + mail.MARK, purpose="account", secret=link)
    kept = (link in message.text, link in message.html, message.secret)

    drain.run()

    message.refresh_from_db()
    assert kept == (False, False, link)
    assert link in mail_sink.letters[0].get_body(["plain"]).get_content()
    assert link in mail_sink.letters[0].get_body(["html"]).get_content()
    assert (message.state, message.secret) == (State.SENT, "")
