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


@pytest.mark.parametrize("column", ["shown_name", "sort_name", "name_keys", "search_text"])
def test_a_protected_supporter_is_found_and_shown_by_the_code_alone(column, hidden):
    before = Supporter.objects.values(column).get()

    refused(f"UPDATE crm_supporter SET {column} = %s", "zanzeer")

    assert Supporter.objects.values(column).get() == before


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


def run(text: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def open_row(table: str, owner: Supporter | None):
    """A row that shows its name, of somebody who is not protected."""
    if table == "donations_giftintent":
        return GiftIntent.objects.create(
            nonce="n2", livemode=False, email="a@example.org", amount=5, full_name="Omar Open", supporter=owner
        )
    order = make_order(make_ticket(make_event(slug="open")), name="Omar Open", guests=guests("Omar Open"))
    type(order).objects.update(supporter=owner)
    order.guests.update(supporter=owner)
    return order if table == "events_order" else order.guests.get()


@pytest.mark.parametrize("table", sorted(ROWS))
def test_no_row_that_shows_a_name_is_given_to_a_protected_supporter(hidden, table):
    row = open_row(table, None)

    refused(f"UPDATE {table} SET supporter_id = %s WHERE id = %s", hidden.pk, row.pk)

    row.refresh_from_db()
    assert (row.supporter_id, row.shown_name) == (None, "Omar Open")


PROTECT = "UPDATE crm_supporter SET protected = %s, shown_name = code, sort_name = code, name_keys = '' WHERE id = %s"


@pytest.mark.parametrize("table", sorted(ROWS))
def test_whoever_protects_a_supporter_hides_their_rows(table):
    person = make_supporter("Omar Open")
    row = open_row(table, person)
    Supporter.objects.filter(pk=person.pk).update(search_text="")
    run(PROTECT, True, person.pk)

    row.refresh_from_db()
    shown = {typed.shown: getattr(row, typed.shown) for typed in row.typed if getattr(row, typed.name)}
    assert (row.hidden, row.shown_name) == (True, person.code)
    assert "Omar Open" not in {row.shown_name, *shown.values()}


def test_a_household_follows_who_lives_in_it(hidden):
    person = make_supporter("Omar Khalil")
    homes = [make_household(person, name="The Khalils"), make_household(name="The Quorns")]
    Supporter.objects.filter(pk=person.pk).update(search_text="")
    run(PROTECT, True, person.pk)
    run("UPDATE crm_supporter SET household_id = %s WHERE id = %s", homes[1].pk, hidden.pk)

    for home in homes:
        home.refresh_from_db()
    assert [home.shown_name for home in homes] == [home.code for home in homes]


@pytest.mark.parametrize("word", ["P-PARVEEN", "P-ZANZEER", "P-parvin", "P-PARV1N", "P-", "P-      ", "X-234567"])
def test_a_code_has_the_shape_of_one(hidden, word):
    named = make_supporter("Omar Khalil")
    order = make_order(make_ticket(make_event()), name=NAME, guests=guests(NAME))

    refused("UPDATE crm_supporter SET code = %s, shown_name = %s, sort_name = %s", word, word, word)
    refused("UPDATE events_order SET code = %s, shown_name = %s WHERE id = %s", word, word, order.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Supporter.objects.create(number=99, full_name="X", code=word)

    assert order.hidden
    assert named.code == Supporter.objects.get(pk=named.pk).code


def test_a_code_never_changes(hidden):
    household = make_household(hidden)

    refused("UPDATE crm_supporter SET code = 'P-234567', shown_name = 'P-234567', sort_name = 'P-234567'")
    refused("UPDATE crm_household SET code = 'H-234567', shown_name = 'H-234567'")

    household.refresh_from_db()
    assert household.shown_name == household.code
