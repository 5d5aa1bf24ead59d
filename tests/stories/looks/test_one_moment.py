"""One moment on every page: 11:30 PM on New Year's Eve at the office, while it is 2027 in UTC. Nobody reads UTC."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from core.clock import office_time
from crm.protection.typed_rows import kind_of
from donations.models import GiftIntent, UnmatchedPayment
from tests.stories import addresses
from tests.stories.furnished import furnish
from tests.support.signing_in import sign_in

pytestmark = pytest.mark.django_db
MOMENT = datetime(2027, 1, 1, 4, 30, tzinfo=UTC)
#: The day or the hour as it is in UTC; what a machine reads has its offset.
IN_UTC = re.compile(r"\b(?:Jan(?:uary)? 1, 2027|2027-01-01(?!T)|0?4:30( AM)?)\b")


def test_no_page_says_the_day_it_is_in_utc(time_machine):
    time_machine.move_to(MOMENT, tick=False)
    user, rows = furnish()
    client, found = Client(), {}
    sign_in(client, user)

    for name, address in addresses.addresses().items():
        answer = client.get(address.format(**rows))
        if not answer.streaming and "html" in answer.get("Content-Type", "") and (said := IN_UTC.search(answer.text)):
            found[name] = answer.text[max(0, said.start() - 80) : said.end() + 20]

    assert found == {}


def test_a_question_about_a_name_says_the_day_at_the_office(time_machine, organization):
    time_machine.move_to(MOMENT, tick=False)
    payment = UnmatchedPayment(paid_at=MOMENT)
    intent = GiftIntent(created_at=MOMENT)

    with office_time():
        said = [kind_of(row._meta.label_lower).title(row) for row in (payment, intent)]

    assert said == ["Unmatched payment on Dec 31, 2026", "Online gift on Dec 31, 2026"]
