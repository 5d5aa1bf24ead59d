"""Lists too long to be counted while somebody waits: stored figures, those kept until the ledger changes, and about."""

import re
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from core.listing.paging import counts
from core.listing.paging.counts import Count
from core.listing.paging.order import Order
from core.listing.paging.pages import find
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Campaign, Fund, FundRestriction, Gift, Movement
from donations.views.lists import GiftList
from receipts.issuing import statuses
from receipts.views.lists import GiftPickList
from reports.catalog.rows import MovementListView
from tests.support import databases
from tests.support.builders import (
    TODAY,
    make_campaign,
    make_fund,
    make_gift,
    make_organization,
    make_supporter,
    make_user,
)
from tests.support.lists import queries

pytestmark = pytest.mark.usefixtures("gifts", "database")


@pytest.fixture
def long(monkeypatch):
    """A list counts as long."""
    monkeypatch.setattr(counts, "MOST_COUNTED", 3)


@pytest.fixture(scope="module")
def gifts(django_db_setup, django_db_blocker):
    """Gifts of all kinds, written once: some refunded, in part or in full, and some reversed."""
    with django_db_blocker.unblock(), databases.written_once():
        make_organization()
        write_gifts()
        yield


def write_gifts():
    dice, by = Random(11), make_user("finance")
    fund, campaign = make_fund(), make_campaign("Autumn")
    for number in range(24):
        kind = Gift.Kind.IN_KIND if number % 6 == 0 else Gift.Kind.CASH
        day = date(2025, dice.randint(1, 3), 5)
        gift = make_gift(
            Decimal(dice.randint(5, 90)), kind=kind, method="other", gift_on=day, campaign_id=campaign.pk, fund=fund
        )
        if number % 5 == 1 and kind == Gift.Kind.CASH:
            back = gift.amount if number % 2 else Decimal("2.50")
            refund(gift, back, by)
        if number % 7 == 3:
            correct_gift(gift=gift, draft=None, by=by, today=TODAY, reason="Entered twice")


def refund(gift, amount, by):
    refund_gift(gift=gift, amount=amount, refunded_on=TODAY, posted_on=TODAY, by=by, reason="Charged twice")


def totals(client, address):
    return client.get(address).context["table"].totals


def expected(**filters):
    rows = list(Gift.objects.exclude(status=Gift.Status.REVERSED).filter(**filters))
    money = sum(gift.amount - gift.refunded for gift in rows if gift.kind == Gift.Kind.CASH)
    other = sum(gift.kind != Gift.Kind.CASH for gift in rows)
    return [
        (f"{len(rows):,}", "gifts"),
        (f"${money:,.2f}", "cash and stock, before fees, less refunds"),
        (f"{other}", "in kind, not in the total"),
    ]


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("", {}),
        ("?at_least=20", {"amount__gte": Decimal("20")}),
        ("?since=2025-02-01", {"gift_on__gte": date(2025, 2, 1)}),
        ("?method=other", {"method": "other"}),
    ],
)
def test_a_long_list_of_gifts_says_what_a_plain_sum_would(client_as, long, query, filters):
    assert totals(client_as("finance"), f"/gifts/{query}") == expected(**filters)


def test_the_whole_list_is_summed_without_its_gifts(client_as, long):
    client = client_as("finance")
    client.get("/gifts/")

    asked = queries(client, "/gifts/")

    assert not [sql for sql in asked if "SUM(" in sql and 'FROM "donations_gift"' in sql]


def test_a_filtered_list_is_summed_once_until_the_ledger_changes(client_as, long):
    client = client_as("finance")
    client.get("/gifts/?at_least=20")

    again = queries(client, "/gifts/?at_least=20")
    make_gift(Decimal("1000"))

    assert not [sql for sql in again if "SUM(" in sql]
    assert totals(client, "/gifts/?at_least=20") == expected(amount__gte=Decimal("20"))


def test_each_write_to_the_ledger_is_seen(client_as, long):
    client, by = client_as("finance"), make_user("finance")
    client.get("/gifts/?at_least=20")
    gift = Gift.objects.filter(kind=Gift.Kind.CASH, status="active", refunded=0, amount__gte=Decimal("20")).first()

    refund(gift, Decimal("1"), by)

    assert totals(client, "/gifts/?at_least=20") == expected(amount__gte=Decimal("20"))


def test_a_search_keeps_nothing_since_names_change_without_the_ledger(client_as, long):
    client, person = client_as("finance"), make_supporter("Amna Sample")
    for _ in range(5):
        make_gift(Decimal("10"), supporter=person)

    first = totals(client, "/gifts/?q=Amna")
    person.full_name = "Bilal Example"
    person.save()

    assert first[0][0].startswith("about ")
    assert totals(client, "/gifts/?q=Amna") == []


def test_the_movements_add_up_by_day_as_they_do_one_by_one(client_as, long):
    client = client_as("finance")
    raised = sum(gift.amount - gift.refunded for gift in Gift.objects.exclude(status="reversed") if gift.kind == "cash")

    assert totals(client, "/reports/movements/")[1][0] == f"${raised:,.2f}"


@pytest.mark.parametrize("group", ["month", "year", "campaign", "method", "kind"])
@pytest.mark.parametrize("query", ["", "method=check", "corrected=true"])
def test_groups_of_gifts_say_what_plain_sums_would(client_as, long, monkeypatch, group, query):
    client, address = client_as("finance"), f"/gifts/?{query}&group={group}"
    asked = queries(client, address)
    stored = client.get(address).context["table"].grouped.all()

    monkeypatch.setattr(GiftList, "get_stored", lambda page: None)

    assert not [sql for sql in asked if "SUM(" in sql and 'FROM "donations_gift"' in sql]
    assert stored == client.get(address).context["table"].grouped.all()


@pytest.mark.parametrize("which", ["", "history/", "set-aside/"])
@pytest.mark.parametrize("query", ["", "group=year", "group=method", "year=2025", "group=method&within=check"])
def test_gifts_and_their_receipts_are_counted_without_reading_them(client_as, long, monkeypatch, which, query):
    for number, gift in enumerate(Gift.objects.filter(receipt_status="due")):
        Gift.objects.filter(pk=gift.pk).update(receipt_status=("due", "history", "not_wanted")[number % 3])
    client, address = client_as("finance"), f"/acknowledgments/{which}?{query}"
    asked, told = queries(client, address), client.get(address).context["table"]

    monkeypatch.setattr(GiftPickList, "get_stored", lambda page: None)
    monkeypatch.setattr(counts, "MOST_COUNTED", 10_000)
    plain = client.get(address).context["table"]
    statuses.rebuild()

    assert not [sql for sql in asked if "SUM(" in sql and 'FROM "donations_gift"' in sql]
    assert told.totals == plain.totals
    assert not told.grouped or told.grouped.all() == plain.grouped.all()


@pytest.mark.parametrize(("path", "model"), [("/campaigns/", Campaign), ("/funds/", Fund)])
def test_funds_and_campaigns_received_what_their_movements_come_to(client_as, long, path, model):
    rows = [row.record for row in client_as("finance").get(path).context["table"].rows]

    told = {row.pk: row.received or 0 for row in rows}

    named = {row.pk: {model._meta.model_name: row.pk} for row in model.objects.all()}
    assert told == {pk: Movement.objects.raised().filter(**one).total() for pk, one in named.items()}


@pytest.mark.parametrize("down", [True, False])
@pytest.mark.parametrize("filters", [{}, {"method": "other"}, {"gift_on__lt": date(2025, 2, 20)}, {"amount__lt": 0}])
def test_movements_are_walked_by_days_from_end_to_end(long, down, filters):
    make_gift(Decimal("3"), gift_on=date(2021, 1, 1))
    rows = Movement.objects.filter(**filters).order_by("-gift_on" if down else "gift_on")
    every = [row.pk for row in sorted(rows, key=lambda row: (row.gift_on, row.pk), reverse=down)]
    about, size = Count(1_000_000, exact=False), 4

    onward = [find(Order(rows), about, size=size, asked={"page": "1"})]
    while onward[-1].next:
        onward.append(find(Order(rows), about, size=size, asked=onward[-1].next))
    backward = [find(Order(rows), about, size=size, asked={"page": "last"})]
    while backward[-1].previous:
        backward.append(find(Order(rows), about, size=size, asked=backward[-1].previous))
    *behind, first = [page.keys for page in backward]

    assert len(every) > size
    assert [key for page in onward for key in page.keys] == every
    assert first == every[:size]
    assert [key for keys in reversed(behind) for key in keys] == every[-sum(map(len, behind)) :]
    assert {row.pk for row in rows.of_keys([*every[:5], "g", "x1", "r999"])} == set(every[:5])


@pytest.mark.sqlite
def test_a_page_of_movements_reads_those_of_its_days_and_lines(long, monkeypatch):
    rows, plans = Movement.objects.raised(), []
    for some in (*rows.first_by("gift_on", down=True, beyond=None), rows.of_keys(["g1", "r1"])):
        plans.append(some.explain())

    assert len(plans) > 3
    assert [plan for plan in plans if re.search(r"SCAN (gift|line)\b", plan)] == []


@pytest.mark.parametrize("group", ["month", "year", "fund", "campaign", "method", "kind"])
@pytest.mark.parametrize("query", ["", "since=2025-02-01&until=2025-02-10&restricted=false"])
def test_groups_of_movements_say_what_plain_sums_would(client_as, long, monkeypatch, group, query):
    client, address = client_as("finance"), f"/reports/movements/?{query}&group={group}"
    asked, told = queries(client, address), client.get(address).context["table"]

    monkeypatch.setattr(MovementListView, "get_stored", lambda page: None)
    plain = client.get(address).context["table"]

    assert summed(asked) == []
    assert len(told.grouped.all()) > 0
    assert (told.totals, told.grouped.all()) == (plain.totals, plain.grouped.all())


@pytest.mark.parametrize(
    ("query", "whole"),
    [
        ("until=2025-02-05", True),  # the last movement of the month is of that day
        ("until=2025-02-04", False),
        ("since=2025-02-01", True),
        ("since=2025-02-05", False),
        ("method=other&source=dinners", True),
        ("until=9999-12-31", False),
        ("q=Someone", False),
    ],
)
def test_movements_of_whole_months_are_counted_without_reading_them(client_as, long, monkeypatch, query, whole):
    client, address = client_as("finance"), f"/reports/movements/?{query}"
    asked, told = queries(client, address), totals(client, address)

    monkeypatch.setattr(MovementListView, "get_stored", lambda page: None)
    monkeypatch.setattr(counts, "MOST_COUNTED", 10_000)

    assert told == totals(client, address)
    assert not (whole and summed(asked))


def summed(asked):
    """The statements that count or add up movements themselves."""
    return [sql for sql in asked if 'FROM "donations_movement"' in sql and re.search(r"\b(SUM|COUNT)\(", sql)]


def test_months_are_read_in_parts_where_a_restriction_changed_within(client_as, long):
    fund = Fund.objects.get()
    FundRestriction.objects.create(
        fund=fund, was=False, restricted=True, starts_on=date(2025, 2, 4), reason="The board said so"
    )

    told = totals(client_as("finance"), "/reports/movements/?restricted=true")

    rows = Movement.objects.raised().filter(gift_on__gte=date(2025, 2, 4))
    assert [number for number, _ in told] == [f"{rows.count()}", f"${rows.total():,.2f}"]
