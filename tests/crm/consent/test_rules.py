"""What people agreed to: the latest word counts, and no list lifts a withdrawal."""

from dataclasses import dataclass
from datetime import UTC, datetime

from crm.consent.rules import may_write
from crm.services.consent import may_contact, opted_out_channels, record_consent
from tests.support.builders import make_supporter

DAY = [datetime(2026, 6, day, tzinfo=UTC) for day in range(1, 6)]


@dataclass(frozen=True)
class Told:
    channel: str
    given: bool
    at: datetime
    purpose: str = "any"


def test_without_a_word_everything_but_a_text_message_may_be_written():
    assert [may_write([], channel=channel) for channel in ("email", "phone", "mail", "text")] == [
        True,
        True,
        True,
        False,
    ]


def test_the_latest_word_counts():
    said = [Told("email", False, DAY[2]), Told("email", True, DAY[1]), Told("phone", False, DAY[3])]

    assert not may_write(said, channel="email")
    assert may_write([*said, Told("email", True, DAY[4])], channel="email")


def test_of_two_words_at_one_moment_the_later_counts():
    assert not may_write([Told("email", True, DAY[0]), Told("email", False, DAY[0])], channel="email")


def test_a_word_about_one_purpose_leaves_the_others_alone():
    said = [Told("email", False, DAY[0], "appeals")]

    assert [may_write(said, channel="email", purpose=p) for p in ("appeals", "news", "any")] == [False, True, True]
    assert not may_write([*said, Told("email", False, DAY[1])], channel="email", purpose="news")


def test_channels_somebody_closed_are_named_and_while_one_is_open_they_may_be_reached(organization):
    ines = make_supporter("Ines Vance")

    def say(channel, purpose):
        record_consent(
            supporter=ines, channel=channel, purpose=purpose, given=False, source="A call", at=DAY[0], by=None
        )

    untouched = opted_out_channels(ines, purpose="events"), may_contact(ines, purpose="events")
    say("email", "events")
    say("phone", "news")
    some = opted_out_channels(ines, purpose="events"), may_contact(ines, purpose="events")
    say("phone", "any")
    say("mail", "any")

    assert (untouched, some) == (([], True), (["Email"], True))
    assert (opted_out_channels(ines, purpose="events"), may_contact(ines, purpose="events")) == (
        ["Email", "Phone", "Postal mail"],
        False,
    )
