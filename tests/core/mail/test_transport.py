"""What a mail server or provider said, and whether an email may be sent again."""

import smtplib
from types import SimpleNamespace

import pytest
from anymail import exceptions as provider

from core.mail.transport import CUT_OFF, FAILED, READY, UNKNOWN, Post, readable, result_of_error


@pytest.mark.parametrize(
    ("code", "state", "nobody"),
    [(450, READY, False), (499, READY, False), (500, FAILED, False), (550, FAILED, True), (250, UNKNOWN, False)],
)
def test_an_answer_from_500_on_is_final(code, state, nobody):
    text = b"5.1.1 no such mailbox <ann@example.org>" if nobody else b"busy"

    result = result_of_error(smtplib.SMTPResponseException(code, text), begun=True)

    assert (result.state, result.nobody_there) == (state, nobody)
    assert "ann@example.org" not in result.why


def test_a_refused_recipient_is_judged_by_its_own_answer():
    error = smtplib.SMTPRecipientsRefused({"ann@example.org": (452, b"mailbox full")})

    assert result_of_error(error, begun=True).state == READY


def test_a_connection_lost_before_the_text_was_sent_can_be_tried_again():
    assert result_of_error(ConnectionError("gone"), begun=False).state == READY
    assert result_of_error(ConnectionError("gone"), begun=True).why == CUT_OFF
    assert result_of_error(ValueError("bug"), begun=False).state == UNKNOWN


@pytest.mark.parametrize(("code", "state"), [(429, READY), (503, READY), (422, FAILED), (500, UNKNOWN)])
def test_answers_of_a_providers_interface(code, state):
    answer = SimpleNamespace(status_code=code, reason="Refused", text="", headers={})
    error = provider.AnymailAPIError("said no", response=answer)
    error.status_code = code

    assert result_of_error(error, begun=True).state == state


def test_an_email_the_provider_could_not_take_as_written_failed():
    assert result_of_error(provider.AnymailUnsupportedFeature("no such header"), begun=True).state == FAILED
    assert result_of_error(provider.AnymailRecipientsRefused("no"), begun=True).state == FAILED


def test_a_sentence_is_one_line_of_300_characters():
    assert readable(b"a\r\n  b \xff") == "a b \ufffd"
    assert len(readable("x" * 400)) == 300


def test_an_email_nobody_confirmed_is_unknown():
    post = Post()
    post.backend = SimpleNamespace(send_messages=lambda emails: 0, close=lambda: None)

    assert post.hand_over(SimpleNamespace()).state == UNKNOWN


def test_a_server_that_cannot_be_reached_says_why():
    def refuse():
        raise OSError("no route")

    post = Post()
    post.backend = SimpleNamespace(open=refuse, close=lambda: None)

    assert post.open() == "The mail server can't be reached: no route"
