"""Home: what waits for a person, and what others did since they last looked."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core import display, recent_activity
from core.models import ActivityMarker
from crm.services.supporters import update_supporter
from donations.ledger.refunds import refund_gift
from events.invitations.services import answer_invitation, invite
from events.orders.drafts import GuestDraft
from receipts.issuing.services import issue_receipts, void_receipt
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import TODAY, make_gift, make_pledge, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")


def said(user) -> dict[str, str]:
    span = recent_activity.span_for(user, now=timezone.now())
    return {change.text: change.detail for change in recent_activity.changes(user, span)}


@pytest.fixture
def dana(organization):
    return make_user("development", name="Dana Sample")


def test_what_others_did_is_summed_up_and_ones_own_work_is_not(dana):
    me = make_user("finance", name="Farah Example")
    donor = make_supporter(by=me)
    for amount in (Decimal("100"), Decimal("20.50")):
        make_gift(amount, supporter=donor, by=dana)
    make_gift(Decimal("7"), supporter=donor, by=me)
    refunded = make_gift(Decimal("50"), supporter=donor, by=dana)
    refund_gift(gift=refunded, amount=Decimal("30"), refunded_on=TODAY, posted_on=TODAY, by=dana, reason="Twice")

    assert said(me) == {
        "3 gifts recorded, $140.50": "by Dana Sample",  # 100 + 20.50 + (50 − 30)
        "1 refund, $30.00": "by Dana Sample",
    }
    assert said(dana) == {"1 gift recorded, $7.00": "by Farah Example", "1 new supporter": "by Farah Example"}


def test_every_kind_of_change_leads_to_its_rows(client_as, dana):
    client = client_as("finance", "admin")
    donor = make_supporter(by=dana)
    gift = make_gift(supporter=donor, by=dana)
    make_pledge(supporter=donor, by=dana)
    [receipt] = issue_receipts(gifts=[gift], by=dana, issued_on=TODAY).new
    void_receipt(receipt=receipt, by=dana, on=TODAY, reason="Misprint")
    event = make_event(starts_at=timezone.now() + timedelta(days=21))
    make_order(make_ticket(event), by=dana, at=timezone.now())
    invitation = invite(event=event, supporter=donor, most=2, hosted=False, by=dana)
    answer_invitation(invitation=invitation, answer="yes", party=(GuestDraft("A"),), at=timezone.now())

    span = recent_activity.span_for(client.user, now=timezone.now())
    found = {change.text: change.url for change in recent_activity.changes(client.user, span)}
    lists = {text: len(client.get(url).context["table"].rows) for text, url in found.items()}

    assert lists == {
        "1 gift recorded, $50.00": 1,
        "1 pledge, $500.00": 1,
        "1 receipt issued, $50.00": 1,
        "1 receipt voided": 1,
        "Indiana dinner: 1 order": 1,
        "Indiana dinner: 1 reply": 1,
        "1 new supporter": 1,
    }


def test_marking_as_seen_begins_anew_from_what_was_shown(client_as, dana):
    client = client_as("finance")
    make_gift(by=dana)
    shown = client.get("/").context["span"]
    late = make_gift(Decimal("9"), by=dana)

    answer = client.post("/seen/", {"until": shown.end.isoformat()}, follow=True)

    assert "Marked as seen" in answer.text
    assert late.created_at > shown.end
    assert [text for text in said(client.user) if "gift" in text] == ["1 gift recorded, $9.00"]


@pytest.mark.parametrize("until", ["", "nonsense", "2026-01-01T00:00", "2999-01-01T00:00+00:00"])
def test_a_wrong_moment_marks_nothing(client_as, until):
    client = client_as("board")

    assert client.post("/seen/", {"until": until}).status_code == 302
    assert ActivityMarker.objects.count() == 0


def test_the_mark_only_moves_forward(dana):
    now = timezone.now()
    recent_activity.mark_seen(user=dana, until=now - timedelta(hours=1), now=now)
    recent_activity.mark_seen(user=dana, until=now - timedelta(hours=2), now=now)

    assert recent_activity.span_for(dana, now=now).start == now - timedelta(hours=1)
    assert recent_activity.span_for(dana, now=now + timedelta(days=90)).start == now + timedelta(days=30)


def test_home_asks_the_same_however_much_there_is(client_as, dana, django_assert_max_num_queries):
    client = client_as("finance", "admin", "development", "events", "board")
    counts = []
    for _ in range(2):
        for _ in range(2):
            gift = make_gift(by=dana)
            issue_receipts(gifts=[gift], by=dana, issued_on=TODAY)
            make_gift(by=dana)
            make_order(make_ticket(make_event()), 2, by=dana)
        with django_assert_max_num_queries(80) as queries:
            client.get("/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_names_are_counted_and_cut_short():
    found = [("A", 1), (None, 9), ("B", 2), ("A", 3), ("C", 1), ("D", 1)]

    assert display.by_whom(found) == "by A (4), B (2), C (1) and 1 more"
    assert display.by_whom([("A", 1), (None, 2)]) == "by A"
    assert display.by_whom([(None, 2)]) == ""


def test_edits_and_orders_name_who_made_them_and_what_was_edited(dana):
    admin = make_user("admin", "events")
    person = make_supporter(by=admin)
    update_supporter(supporter=person, values={"salutation": "Amina jan"}, version=person.version, by=dana)
    make_order(make_ticket(make_event()), by=dana, at=timezone.now())
    found = said(admin)
    assert found["Supporter changed: 1 edit"] == "by Dana Sample"
    assert [detail for text, detail in found.items() if text.endswith(": 1 order")] == ["by Dana Sample"]
