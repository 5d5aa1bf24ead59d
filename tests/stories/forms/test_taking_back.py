"""Every verb that can be undone is, from the toast that says what it did: once, by the person, and only what still
stands as it left it."""

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.utils import timezone

from core import extend, mail, outcomes
from core.listing.services import set_default
from core.models import AuditEntry, Draft, JobRun, Message, SavedView
from crm.models import Supporter
from donations.models import Gift, UnmatchedPayment
from events.models import Event, Guest
from receipts.models import ReceiptChoice
from tests.events.builders import make_event, make_paid_order, make_ticket
from tests.support.builders import make_campaign, make_gift, make_household, make_supporter
from tests.support.markup import one_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]
ASKED = re.compile(r'action="(/undo/[0-9a-f]+/)"')


def undo(client, answer):
    """Press Undo in the toast of the page an answer leads to; gives what the next page says."""
    address = ASKED.findall(client.get(answer.url).text)[-1]
    return said(client, client.post(address, {"back": "/"}))


def said(client, answer):
    page = one_line(client.get(answer.url).text)
    return [(kind, text.strip()) for kind, text in re.findall(r'class="toast (\w+)".*?</svg> <div>([^<]*)', page)]


def test_every_undo_action_has_its_own_slug_and_states_a_permission():
    actions = extend.entries(outcomes.UndoAction)

    assert len({one.slug for one in actions}) == len(actions) >= 15
    assert all(one.permission for one in actions)


def test_a_view_that_was_deleted_stands_again_also_for_those_who_opened_the_list_with_it(client_as):
    client, other = client_as("finance"), client_as("development")
    client.post(f"/views/new/?at={quote('/gifts/?method=check')}", {"name": "Checks", "shared": "on"})
    view = SavedView.objects.get()
    set_default(view=view, on=True, by=other.user)

    answer = client.post(f"/views/{view.pk}/delete/?at=/gifts/")

    assert undo(client, answer) == [("ok", "“Checks” was restored.")]
    again = SavedView.objects.get()
    assert (again.name, again.query, again.shared, again.owner) == ("Checks", "method=check", True, client.user)
    assert [one.user for one in again.defaults.all()] == [other.user]


def test_a_view_that_was_saved_or_changed_is_as_before(client_as):
    client = client_as("finance")
    saved = client.post(f"/views/new/?at={quote('/gifts/?method=check')}", {"name": "Checks"})
    (first,) = ASKED.findall(client.get(saved.url).text)
    view = SavedView.objects.get()
    changed = client.post(f"/views/{view.pk}/?at=/gifts/", {"name": "Cheques", "keep": "now"})

    assert undo(client, changed) == [("ok", "“Checks” was changed back.")]
    assert SavedView.objects.get().query == "method=check"
    client.post(first)
    assert SavedView.objects.count() == 0


def test_what_was_typed_and_thrown_away_comes_back(client_as):
    client = client_as("finance")
    Draft.objects.create(user=client.user, form="/gifts/new/", values={"amount": ["25"]})

    answer = client.post("/drafts/discard/", {"draft_form": "/gifts/new/"})

    assert undo(client, answer)[-1] == ("ok", "Draft restored. Open the form to continue.")
    assert Draft.objects.get().values == {"amount": ["25"]}


def test_a_letter_held_back_by_mistake_is_released_and_one_released_is_held(client_as):
    client = client_as("finance")
    letter = mail.enqueue(identity="l1", purpose="receipt", to="a@example.org", subject="Thanks", text="Thanks")
    Message.objects.filter(pk=letter.pk).update(state=Message.State.READY)

    held = client.post(f"/outbox/{letter.pk}/hold/", {"reason": "Not yet"})
    undo(client, held)
    assert Message.objects.get().state == Message.State.READY

    Message.objects.filter(pk=letter.pk).update(state=Message.State.HELD)
    undo(client, client.post(f"/outbox/{letter.pk}/release/"))
    assert Message.objects.get().state == Message.State.HELD


def test_work_cancelled_before_it_began_waits_again_and_none_that_began(client_as):
    client = client_as("finance")
    runs = [JobRun.objects.create(task="none", label="A run", owner=client.user) for _ in range(2)]
    pages = [client.get(client.post(f"/jobs/{run.key}/cancel/").url).text for run in runs]
    JobRun.objects.filter(pk=runs[1].pk).update(started_at=timezone.now())
    first, second = (ASKED.findall(page)[0] for page in pages)

    client.post(first)
    answer = client.post(second, {"back": "/"})

    assert said(client, answer)[-1][0] == "bad"
    assert [JobRun.objects.get(pk=run.pk).state for run in runs] == ["ready", "cancelled"]


def test_whoever_joined_a_household_is_back_in_the_one_before(client_as):
    client, person = client_as("finance"), make_supporter()
    before, other = make_household(person, make_supporter()), make_household(make_supporter())

    undo(client, client.post(f"/households/{other.pk}/join/", {"supporter": person.pk}))
    person.refresh_from_db()
    assert person.household == before

    undo(client, client.post(f"/supporters/{person.pk}/household/leave/"))
    person.refresh_from_db()
    assert person.household == before


def test_an_address_that_was_removed_is_back_with_all_it_had(client_as):
    client, person = client_as("finance"), make_supporter(emails=("one@example.org", "two@example.org"))
    first = person.emails.get(address="one@example.org")
    type(first)._default_manager.filter(pk=first.pk).update(label="Work", source="A letter")

    answer = client.post(f"/supporters/{person.pk}/email/{first.pk}/remove/")

    assert undo(client, answer) == [("ok", "Undone: email address restored.")]
    rows = person.emails.order_by("address").values_list("address", "label", "primary", "source")
    assert list(rows) == [("one@example.org", "Work", True, "A letter"), ("two@example.org", "", False, "")]


def test_an_address_that_was_changed_or_added_is_as_before(client_as):
    client, person = client_as("finance"), make_supporter(emails=("one@example.org",))
    point = person.emails.get()

    undo(client, client.post(f"/supporters/{person.pk}/email/{point.pk}/", {"address": "else@example.org"}))
    assert [one.address for one in person.emails.all()] == ["one@example.org"]

    undo(client, client.post(f"/supporters/{person.pk}/email/add/", {"address": "new@example.org"}))
    assert [one.address for one in person.emails.all()] == ["one@example.org"]


def test_of_a_protected_person_nothing_is_kept_to_be_taken_back(client_as):
    client, person = client_as("finance"), make_supporter(protected=True, emails=("one@example.org",))
    client.post(f"/supporters/{person.pk}/reveal/", {"reason": "A returned letter"})

    answer = client.post(f"/supporters/{person.pk}/email/{person.emails.get().pk}/remove/")

    assert ASKED.findall(client.get(answer.url).text) == []
    assert "undo" not in client.session


def test_fields_of_many_are_as_before_where_nobody_changed_them_since(client_as):
    client = client_as("finance")
    urdu, english, changed = make_supporter(language="ur"), make_supporter(), make_supporter()
    keys = [row.pk for row in (urdu, english, changed)]
    page = f"/supporters/?bulk=language&{'&'.join(f'pick={key}' for key in keys)}"

    Supporter.objects.filter(pk=english.pk).update(language="ur")
    answer = client.post(page, {"language": "en", "count": "3"})
    Supporter.objects.filter(pk=english.pk).update(anonymous=True)
    Supporter.objects.filter(pk=urdu.pk).update(language="ur")

    assert undo(client, answer) == [("ok", "Undone for 1 supporter.")]
    assert [Supporter.objects.get(pk=key).language for key in keys] == ["ur", "ur", "en"]


def test_gifts_put_into_a_campaign_are_in_those_they_were_in(client_as):
    client, spring, fall = client_as("finance"), make_campaign("Spring"), make_campaign("Fall")
    gifts = [make_gift(Decimal("10"), campaign_id=spring.pk), make_gift(Decimal("10"))]
    page = f"/gifts/?bulk=campaign&pick={gifts[0].pk}&pick={gifts[1].pk}"

    answer = client.post(page, {"campaign": fall.pk, "count": "2"})

    assert undo(client, answer) == [("ok", "Changes to 2 gifts undone.")]
    assert [Gift.objects.get(pk=gift.pk).campaign_id for gift in gifts] == [spring.pk, None]
    assert AuditEntry.objects.filter(act="gifts.annotated").count() == 3  # one for the act, one for each former value


def test_a_note_on_a_gift_is_as_before_unless_somebody_wrote_since(client_as):
    client, gift = client_as("finance"), make_gift(note="Old")
    edit = f"/gifts/{gift.pk}/edit/"

    undo(client, client.post(edit, {"note": "New", "version": gift.version}))
    gift.refresh_from_db()
    assert gift.note == "Old"

    answer = client.post(edit, {"note": "New", "version": gift.version})
    client_as("development").post(edit, {"note": "Newer", "version": gift.version + 1})
    assert undo(client, answer) == [("bad", "Someone has changed this since then, so it can&#x27;t be undone.")]
    assert Gift.objects.get().note == "Newer"


def test_a_payment_closed_by_mistake_waits_for_its_gift_again(client_as):
    client = client_as("finance")
    payment = UnmatchedPayment.objects.create(
        external_id="ch_1", livemode=False, amount=Decimal("20"), currency="USD", paid_at=timezone.now()
    )

    answer = client.post(f"/payouts/unmatched/{payment.pk}/", {"reason": "A test"})

    assert undo(client, answer) == [("ok", "The payment is unmatched again.")]
    payment.refresh_from_db()
    assert (payment.closed_at, payment.closed_by, payment.closed_reason) == (None, None, "")


def test_guests_go_back_to_the_tables_they_sat_at(client_as):
    client, event = client_as("events"), make_event()
    order = make_paid_order(make_ticket(event), 2)
    client.post(f"/events/{event.slug}/tables/new/", {"names": "1\n2", "seats": "8"})
    one, two = event.tables.order_by("name")
    first, second = order.guests.order_by("pk")
    Guest.objects.filter(pk=first.pk).update(table=one)

    answer = client.post(f"/events/{event.slug}/seating/seat/", {"guest": [first.pk, second.pk], "table": "Table 2"})

    assert undo(client, answer)[-1] == ("ok", "2 guests moved back.")
    assert [Guest.objects.get(pk=guest.pk).table for guest in (first, second)] == [one, None]


def test_an_event_opened_too_early_is_a_draft_again(client_as):
    client, event = client_as("events"), make_event(state=Event.State.DRAFT)
    make_ticket(event)

    answer = client.post(f"/events/{event.slug}/state/", {"state": "open"})

    assert undo(client, answer) == [("ok", f"{event} is draft again.")]
    assert Event.objects.get().state == Event.State.DRAFT


def test_gifts_set_aside_by_mistake_wait_for_a_receipt_again(client_as):
    client, gift = client_as("finance"), make_gift(Decimal("50"))

    answer = client.post("/acknowledgments/choose/", {"gift": [gift.pk], "wanted": "0", "reason": "None is due"})
    assert ReceiptChoice.objects.get().wanted is False

    assert undo(client, answer)[-1] == ("ok", "Undone for 1 gift.")
    assert ReceiptChoice.objects.count() == 0


def test_an_undo_is_used_once_by_one_session_within_an_hour(client_as):
    client, gift = client_as("finance"), make_gift(note="Old")
    answer = client.post(f"/gifts/{gift.pk}/edit/", {"note": "New", "version": gift.version})
    (address,) = ASKED.findall(client.get(answer.url).text)
    too_late = "This can no longer be undone from here. Nothing was changed."

    other = client_as("finance")
    assert said(other, other.post(address)) == [("info", too_late)]
    client.post(address)
    assert said(client, client.post(address, {"back": "//evil.example.org/"})) == [
        ("ok", f"Changes to {gift.spoken_number} undone."),
        ("info", too_late),
    ]

    answer = client.post(f"/gifts/{gift.pk}/edit/", {"note": "New", "version": gift.version + 2})
    (address,) = ASKED.findall(client.get(answer.url).text)
    session = client.session
    session["undo"] = {
        key: {**kept, "at": (timezone.now() - timedelta(hours=1, seconds=1)).isoformat()}
        for key, kept in session["undo"].items()
    }
    session.save()
    assert said(client, client.post(address)) == [("info", too_late)]
    assert Gift.objects.get().note == "New"


def test_a_role_taken_away_takes_the_undo_with_it(client_as):
    client, gift = client_as("finance"), make_gift(note="Old")
    answer = client.post(f"/gifts/{gift.pk}/edit/", {"note": "New", "version": gift.version})
    (address,) = ASKED.findall(client.get(answer.url).text)
    client.user.grants.all().delete()

    client.post(address)

    assert Gift.objects.get().note == "New"
