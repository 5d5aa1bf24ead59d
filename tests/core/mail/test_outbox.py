"""Writing letters."""

import pytest
from django.core.exceptions import ValidationError

from core import mail
from core.mail.outbox import UnknownPurpose
from core.models import Message
from tests.support.builders import make_organization

pytestmark = pytest.mark.django_db


def letter(**override) -> Message:
    values = {"identity": "one", "purpose": "test", "to": "a@example.org", "subject": "Hello", "text": "Dear friend"}
    return mail.enqueue(**{**values, **override})


def test_one_identity_is_one_letter():
    first, second = letter(), letter(subject="Another", to="b@example.org")

    assert first == second
    assert Message.objects.get().subject == "Hello"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Hello\r\nBcc: all@example.org", "Hello Bcc: all@example.org"),
        ("  many   spaces\t", "many spaces"),
        ("turned \u202egnp.exe", "turned gnp.exe"),
        ("x" * 500, "x" * 200),
    ],
)
def test_a_subject_is_one_harmless_line(typed, kept):
    assert letter(subject=typed).subject == kept


@pytest.mark.parametrize("to", ["", "nobody", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org"])
def test_an_address_nobody_can_write_to_is_refused(to):
    with pytest.raises(ValidationError):
        letter(to=to)

    assert not Message.objects.exists()


def test_a_purpose_nobody_named_is_refused():
    with pytest.raises(UnknownPurpose):
        letter(purpose="spam")


def test_what_was_typed_is_escaped_in_html_and_links_can_be_followed():
    message = letter(text="Dear <script>alert(1)</script>,\n\nsee https://example.org/a?b=1&c=2.")

    assert "<script>" not in message.html
    assert 'href="https://example.org/a?b=1&amp;c=2"' in message.html


def test_html_brings_nothing_from_afar_and_knows_the_dark():
    html = letter().html

    assert not [word for word in ("src=", "<link", "@import", "url(") if word in html]
    assert "prefers-color-scheme: dark" in html


def test_urdu_runs_from_right_to_left():
    assert '<html lang="ur" dir="rtl"' in letter(language="ur", text="شکریہ").html


@pytest.mark.parametrize(("language", "words"), [("en", "DEMO: no real payment"), ("ur", "نمائش")])
def test_a_demonstration_says_so_first(language, words):
    make_organization(environment="demo")

    message = letter(language=language)

    assert message.text.startswith(words)
    assert words in message.html


def test_a_live_letter_is_no_demonstration():
    make_organization()

    assert "DEMO" not in letter().text


def test_who_unsubscribed_gets_no_letters_to_many_but_the_others():
    mail.suppress("a@example.org", kind="unsubscribed", source="test")

    assert letter().state == Message.State.HELD
