"""What people agreed to: the latest word counts, and no list lifts a withdrawal."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from crm.consent.rules import changes, may_write
from crm.models import Consent
from crm.services.consent import ConsentStatement, may_contact, opted_out_channels, record_consent, record_statements
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


@pytest.mark.parametrize(
    ("before", "given", "new"),
    [(None, True, True), (None, False, True), (True, True, False), (True, False, True), (False, True, False),
     (False, False, False)],
)  # fmt: skip
def test_a_list_adds_what_is_new_and_never_lifts_a_withdrawal(before, given, new):
    said = [] if before is None else [Told("email", before, DAY[0])]

    assert changes(said, channel="email", given=given) is new


@pytest.mark.usefixtures("database")
def test_a_list_brought_in_later_leaves_a_withdrawal_standing():
    supporter = make_supporter()
    facts = {"supporter": supporter, "channel": "email", "purpose": "any", "by": None}
    record_consent(**facts, given=False, source="By letter", at=DAY[0])

    record_statements(
        statements=[ConsentStatement(supporter.pk, "email", True), ConsentStatement(supporter.pk, "text", True)],
        source="L",
        at=DAY[1],
        by=None,
    )

    assert list(Consent.objects.values_list("channel", "given")) == [("email", False), ("text", True)]
    record_consent(**facts, given=True, source="By phone", at=DAY[2])
    assert may_write(supporter.consents.all(), channel="email")


@pytest.mark.usefixtures("database")
def test_of_two_rows_that_contradict_the_one_that_withdraws_counts():
    supporter = make_supporter()

    record_statements(
        statements=[ConsentStatement(supporter.pk, "email", given) for given in (True, False)],
        source="L",
        at=DAY[1],
        by=None,
    )

    assert list(Consent.objects.values_list("given", flat=True)) == [False]


def test_a_word_is_written_down_on_a_page_and_shown_on_the_supporters(client_as):
    client, supporter = client_as("development"), make_supporter()
    url = reverse("crm:consent-new", args=[supporter.pk])

    assert client.post(url, {"channel": "email", "given": "no", "purpose": "any", "source": ""}).status_code == 422
    page = client.post(url, {"channel": "email", "given": "no", "purpose": "any", "source": "By letter"}, follow=True)

    assert Consent.objects.get().by == client.user
    told = page.content.decode()
    assert "Contact preferences" in told
    assert "By letter" in told
    assert "Opted out" in told
