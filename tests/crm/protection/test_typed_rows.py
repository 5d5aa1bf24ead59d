"""What rows show of typed names is decided again as people are protected and no longer are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm.models import NameReview, Supporter
from crm.services import supporters
from events.models import Guest, Order
from events.orders.services import name_guest
from tests.events.builders import guests, make_event, make_order, make_ticket, zone_by_day
from tests.support.builders import make_supporter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]
EMAIL, PHONE = "parveen@zanzeermail.example.org", "+1 317 555 0111"


@pytest.fixture
def hidden(database):
    return make_supporter(
        "Parveen Zanzeer", native_name="پروین زنجیر", emails=(EMAIL,), phones=(PHONE,), protected=True
    )


@pytest.fixture
def seat(organization):
    event = make_event(slug="tonight", starts_at=timezone.now() + timedelta(hours=1), time_zone=zone_by_day())
    return make_ticket(event)


def test_a_common_name_alone_hides_no_stranger_and_asks(seat):
    person = make_supporter("Ali Khan", protected=True)

    order = make_order(seat, name="Ali Khan", email="stranger@example.org", guests=guests("Ali Khan"))

    assert (order.hidden, order.shown_name, str(order.guests.get())) == (False, "Ali Khan", "Ali Khan")
    assert set(NameReview.objects.values_list("object_type", "candidate", "sure")) == {
        ("events.order", person.pk, False),
        ("events.guest", person.pk, False),
    }


def test_an_alias_that_is_the_name_shows_the_code_too(hidden, seat):
    guest = make_order(seat, name="Omar Friend", email="").guests.get()

    name_guest(guest=guest, values={"alias": "Zanzeer P."}, by=None)
    name_guest(guest=guest, values={"alias": "Parveen Zanzeer"}, by=None)
    by_name = Guest.objects.get(pk=guest.pk).shown_name
    name_guest(guest=guest, values={"alias": "Friend of the house"}, by=None)

    assert by_name == Guest.objects.get(pk=guest.pk).code
    assert Guest.objects.get(pk=guest.pk).shown_name == "Friend of the house"


def test_protecting_somebody_hides_every_row_and_unprotecting_shows_it_again(seat):
    person = make_supporter("Parveen Zanzeer", emails=(EMAIL,))
    by_name = make_order(seat, name="Perveen Zanzeer", email="", guests=guests("Zanzeer Parveen"))
    by_email = make_order(seat, name="Somebody Else", email=EMAIL)
    other = make_order(seat, name="Omar Friend", email="omar@example.org")

    def protect(value):
        fresh = Supporter.objects.get(pk=person.pk)
        supporters.update_supporter(supporter=fresh, values={"protected": value}, version=fresh.version, by=None)
        rows = [Order.objects.get(pk=one.pk).hidden for one in (by_name, by_email, other)]
        return [*rows, by_name.guests.get().hidden]

    assert protect(True) == [True, True, False, True]
    assert protect(False) == [False, False, False, False]
    assert not NameReview.objects.exists()


def test_a_new_name_or_address_of_a_protected_person_hides_rows(seat):
    person = make_supporter("Parveen Zanzeer", protected=True)
    renamed = make_order(seat, name="Shamim Quorn", email="")
    reached = make_order(seat, name="Somebody Else", email="else@example.org")

    supporters.update_supporter(supporter=person, values={"native_name": "Shamim Quorn"}, version=1, by=None)
    supporters.save_contact_point(point=person.emails.model(supporter=person, address="else@example.org"), by=None)

    assert [Order.objects.get(pk=one.pk).hidden for one in (renamed, reached)] == [True, True]


def test_an_order_of_a_protected_supporter_shows_their_code_and_of_a_namesake_the_name(hidden, seat):
    spouse = make_supporter("Omar Otherperson", emails=(EMAIL,))
    spouse = Supporter.objects.get(pk=spouse.pk)
    supporters.update_supporter(supporter=spouse, values={"protected": False}, version=spouse.version, by=None)

    theirs = make_order(seat, name="Parveen Zanzeer", email=EMAIL, supporter_id=hidden.pk)
    his = make_order(seat, name="Omar Otherperson", email=EMAIL, supporter_id=spouse.pk)

    assert (theirs.shown_name, his.shown_name) == (hidden.code, "Omar Otherperson")
