"""Raw SQL cannot show a protected person's name, on either engine: codes are codes, and rows keep to theirs."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from crm.models import Household, Supporter
from crm.models.typed import TypedRow
from donations.models import GiftIntent
from events.models import Order
from tests.events.builders import guests, make_event, make_order, make_ticket
from tests.support.builders import make_household, make_supporter

pytestmark = pytest.mark.django_db
NAME = "Zanzeer"


def refused(text: str, *values: object) -> str:
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)
    return str(error.value)


@pytest.fixture
def hidden() -> Supporter:
    return make_supporter(NAME, protected=True)


def test_a_supporters_code_is_no_word(hidden):
    refused("UPDATE crm_supporter SET code = %s, shown_name = %s, sort_name = %s", NAME, NAME, NAME)

    assert Supporter.objects.get().shown_name == hidden.code


def test_a_household_of_a_protected_member_shows_its_code(hidden):
    household = make_household(hidden, make_supporter("Omar Khalil"), name="The Zanzeers")

    refused("UPDATE crm_household SET shown_name = name")
    refused("UPDATE crm_household SET code = name, shown_name = name")

    assert Household.objects.get().shown_name == household.code


ROWS = {
    "events_order": lambda hidden: _order(hidden),
    "events_guest": lambda hidden: _order(hidden).guests.get(),
    "donations_giftintent": lambda hidden: GiftIntent.objects.create(
        nonce="n1", livemode=False, email="a@example.org", amount=5, full_name=NAME, supporter=hidden
    ),
}
COLUMNS = {
    "events_order": ("name", "shown_name"),
    "events_guest": ("name", "shown_name"),
    "donations_giftintent": ("full_name", "shown_name"),
}


def _order(hidden: Supporter) -> Order:
    order = make_order(make_ticket(make_event()), name=NAME, guests=guests(NAME))
    order.supporter = hidden
    order.save()
    guest = order.guests.get()
    guest.supporter = hidden
    guest.save()
    return order


@pytest.mark.parametrize("table", sorted(ROWS))
def test_a_row_of_a_protected_supporter_keeps_to_the_code(hidden, table):
    row = ROWS[table](hidden)
    typed, shown = COLUMNS[table]

    refused(f"UPDATE {table} SET hidden = %s, {shown} = {typed}", False)
    refused(f"UPDATE {table} SET code = {typed}, {shown} = {typed}")

    row.refresh_from_db()
    assert (row.hidden, getattr(row, shown)) == (True, hidden.code)


def test_every_kind_of_row_with_an_owner_is_tried():
    owned = {model for model in apps.get_models() if issubclass(model, TypedRow) and model.owner}

    assert {model._meta.db_table for model in owned} == set(ROWS)
