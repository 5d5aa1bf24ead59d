"""Names typed into orders, seats and answers that are about a protected person: shown by a code to everybody."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from core.clock import organization_today
from core.models import Change
from crm.models import NameReview, Supporter
from events.invitations.services import answer_invitation
from events.models import Guest, Invitation
from events.orders.drafts import GuestDraft
from events.orders.services import name_guest
from tests.events.builders import guests, make_event, make_order, make_ticket, zone_by_day
from tests.support.builders import make_supporter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]

EMAIL, PHONE = "parveen@zanzeermail.example.org", "+1 317 555 0111"
WORDS = ("zanzeer", "زنجیر", "555-0111", "5550111", "555 0111")


@pytest.fixture
def hidden(database):
    return make_supporter(
        "Parveen Zanzeer", native_name="پروین زنجیر", emails=(EMAIL,), phones=(PHONE,), protected=True
    )


@pytest.fixture
def seat(organization):
    event = make_event(slug="tonight", starts_at=timezone.now() + timedelta(hours=1), time_zone=zone_by_day())
    return make_ticket(event)


def leaks(client, *addresses):
    """Addresses whose answer says what only the person may be called."""
    found = {}
    for address in addresses:
        response = client.get(address)
        assert response.status_code < 400, address
        if told := [word for word in WORDS if word in response.content.decode().casefold()]:
            found[address] = told
    return found


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Zanzeer, Parveen", "email": "new@example.org"},
        {"name": "Ms. Perveen Zanzeer Jr.", "email": ""},
        {"name": "پروین زنجیر", "email": ""},
        {"name": "Somebody Else", "email": EMAIL.upper()},
        {"name": "Somebody Else", "email": "", "phone": "317.555.0111"},
    ],
)
def test_an_order_about_a_protected_person_shows_a_code_of_its_own(hidden, seat, typed):
    order = make_order(seat, **typed)

    assert order.hidden
    assert order.shown_name == order.code != hidden.code
    assert order.name == typed["name"]
    review = NameReview.objects.get(object_type="events.order")
    assert (review.object_id, review.candidate, review.sure) == (order.pk, hidden, True)


@pytest.mark.parametrize("role", ["admin", "development", "finance", "events", "door"])
def test_no_page_file_or_search_says_a_hidden_name(hidden, seat, client_as, role):
    order = make_order(
        seat, 2, name="Parveen Zanzeer", email=EMAIL, phone=PHONE, guests=guests("Omar Friend", "Parveen Zanzeer")
    )
    guest = order.guests.last()
    client = client_as(role)
    slug, found = order.event.slug, {}

    if client.user.has_perm("events.view"):
        base = f"/events/{slug}/"
        found |= leaks(
            client, base, f"{base}orders/", f"{base}orders/{order.number}/", f"{base}guests/", f"{base}seating/",
            f"{base}guests/print/", f"{base}orders/?sort=name", f"{base}guests/?sort=name",
        )  # fmt: skip
        for part in ("orders", "guests"):
            rows = client.post(f"{base}{part}/?export=csv", {"reason": "A test"}).getvalue().decode()
            assert "zanzeer" not in rows.casefold()
            assert order.code in rows or guest.code in rows
    if client.user.has_perm("events.manage"):
        found |= leaks(client, f"/events/{slug}/guests/{guest.pk}/")
    if client.user.has_perm("events.checkin"):
        found |= leaks(
            client, f"/check-in/{slug}/?q=zan", f"/check-in/{slug}/?q=parveen", f"/check-in/{slug}/{guest.secret}/"
        )

    assert found == {}


def test_who_searches_by_the_typed_name_finds_nothing_and_by_the_code_the_order(hidden, seat, client_as):
    order = make_order(seat, name="Parveen Zanzeer", email=EMAIL, guests=guests("Parveen Zanzeer"))
    client = client_as("events")

    def rows(part, text):
        answer = client.post(f"/events/tonight/{part}/?export=csv&q={text}", {"reason": "A test"})
        return len(list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))) - 1

    for part in ("orders", "guests"):
        assert [rows(part, text) for text in ("Parveen", "Zanzeer", "zanzeermail")] == [0, 0, 0]
    assert (rows("orders", order.code), rows("guests", order.guests.get().code)) == (1, 1)


def test_the_holder_of_the_link_still_reads_what_they_typed(hidden, seat, client):
    order = make_order(seat, name="Parveen Zanzeer", email=EMAIL, guests=guests("Parveen Zanzeer"))

    page = client.get(f"/e/order/{order.token}/").content.decode()

    assert "Parveen Zanzeer" in page
    assert order.code not in page


@pytest.mark.parametrize("write", ["save", "service", "update", "bulk_update"])
def test_a_guest_named_later_is_hidden_however_it_is_written(hidden, seat, write):
    guest = make_order(seat, name="Omar Friend", email="").guests.get()

    if write == "save":
        guest.name = "Parveen Zanzeer"
        guest.save(update_fields=["name"])
    elif write == "service":
        name_guest(guest=guest, values={"name": "Parveen Zanzeer"}, by=None)
    elif write == "update":
        Guest.objects.filter(pk=guest.pk).update(name="Parveen Zanzeer")
    else:
        guest.name = "Parveen Zanzeer"
        Guest.objects.bulk_update([guest], ["name"])

    guest = Guest.objects.get(pk=guest.pk)
    assert (guest.hidden, guest.shown_name, guest.listed_name) == (True, guest.code, guest.code)
    assert guest.name == "Parveen Zanzeer"


def test_names_in_an_answer_are_hidden_with_their_former_words(hidden, seat, client_as):
    invitation = Invitation.objects.create(event=seat.event, supporter=make_supporter("Omar Friend"), most=3)
    for party in (("Omar Friend", "Parveen Zanzeer"), ("Omar Friend",)):
        answer_invitation(
            invitation=invitation, answer="yes", party=tuple(map(GuestDraft, party)), at=timezone.now(), by=None
        )

    assert "Zanzeer" in Change.objects.get(field="note").before
    assert not Change.objects.visible_to(client_as("events").user).filter(before__contains="Zanzeer").exists()


@pytest.mark.parametrize("path", ["invite", "paid"])
@pytest.mark.parametrize("role", ["events", "development"])
def test_no_verb_makes_an_unprotected_twin(hidden, seat, client_as, path, role):
    client = client_as(role)
    if path == "invite":
        address = "/events/tonight/invitations/new/"
        values = {"name": "Parveen Zanzeer", "email": EMAIL, "most": "2"}
    else:
        order = make_order(seat, name="Parveen Zanzeer", email=EMAIL)
        address = f"/events/tonight/orders/{order.number}/paid/"
        values = {"amount": "150", "method": "check", "gift_on": organization_today().isoformat()}

    form = client.get(address)
    key = form.context["form"]["form_key"].value() if "form_key" in form.context["form"].fields else ""
    page = client.post(address, {**values, "form_key": key}, follow=True)

    assert not any(word in page.content.decode().casefold() for word in WORDS)
    twin = Supporter.objects.exclude(pk=hidden.pk).get()
    assert (twin.full_name, twin.protected, twin.pending_name_review, twin.shown_name) == (
        "Parveen Zanzeer",
        True,
        True,
        twin.code,
    )
    assert NameReview.objects.get(object_type="crm.supporter").object_id == twin.pk
