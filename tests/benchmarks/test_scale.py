"""The large books of `make bench-scale` can be written: tables and rules of the database change."""

from random import Random

import pytest
from django.core.management import call_command
from django.utils import timezone

from benchmarks.scale.money import Money, dinner
from benchmarks.scale.people import People
from donations.models import DayTotal, Gift, MonthTotal
from events.models import Guest, Order
from receipts.issuing import services as receipts
from receipts.models import Receipt
from tests.support.builders import TODAY, make_gift

pytestmark = pytest.mark.usefixtures("organization")


@pytest.mark.breaks_ledger  # copied receipts have the content of one
def test_the_database_takes_the_books_of_the_benchmark():
    receipts.issue_receipts(gifts=[make_gift()], by=None, issued_on=TODAY)  # the one all others are copied from
    chance, now = Random(7), timezone.now()

    first, last = People(chance, now).write(420)
    money = Money(chance, now, first, last)
    money.write(300)
    dinner(money, 20)
    call_command("rebuild_rollups", verbosity=0)

    assert Gift.objects.count() == 1 + 300 + 18
    assert (Order.objects.count(), Guest.objects.count(), Receipt.objects.count()) == (20, 40, 31)
    assert MonthTotal.objects.count() <= DayTotal.objects.count()
