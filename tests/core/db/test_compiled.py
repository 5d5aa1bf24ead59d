"""Statements that are compiled once do what Django's own would."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F

from core.db import compiled
from donations.models import Fund, Gift
from tests.support.builders import make_fund, make_gift

pytestmark = pytest.mark.usefixtures("organization")


def amounts(keys):
    built.append(keys)
    return Gift.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "amount", "gift_on")


def renamed(keys, name):
    return compiled.updating(Fund.objects.filter(pk__in=keys).exclude(name=name), name=name)


def numbered(keys):
    return compiled.updating(Fund.objects.filter(pk__in=keys), name=F("code"))


def gone(keys):
    return compiled.deleting(Fund.objects.filter(pk__in=keys))


built: list[list[int]] = []


@pytest.fixture(autouse=True)
def nothing_kept():
    built.clear()
    compiled._kept.cache_clear()
    yield
    compiled._kept.cache_clear()


def test_rows_are_read_as_django_reads_them_and_built_once():
    gifts = [make_gift(Decimal(f"{number}.25"), gift_on=date(2026, 3, number)) for number in (1, 2, 3)]
    told = [(gift.pk, gift.amount, gift.gift_on) for gift in gifts]

    assert [compiled.rows(amounts, [gift.pk]) for gift in gifts] == [[line] for line in told]
    assert compiled.rows(amounts, [gifts[2].pk, gifts[0].pk]) == [told[0], told[2]]
    assert [len(keys) for keys in built] == [1, 2]


def test_more_keys_than_are_kept_are_asked_as_ever():
    gifts = [make_gift(Decimal("10")) for _ in range(compiled.MOST + 1)]
    keys = [gift.pk for gift in gifts]

    assert [compiled.rows(amounts, keys), compiled.rows(amounts, keys)] == [
        [(gift.pk, gift.amount, gift.gift_on) for gift in gifts]
    ] * 2
    assert built == [keys, keys]


def test_a_write_changes_the_rows_of_its_keys_alone_and_counts_them():
    one, other, third = (make_fund(code, name=code) for code in ("ONE", "TWO", "THREE"))

    counts = [compiled.execute(renamed, [fund.pk], "New") for fund in (one, one, other)]
    counts.append(compiled.execute(renamed, [other.pk], "Newer"))
    counts.append(compiled.execute(numbered, [one.pk, 0]))

    assert counts == [1, 0, 1, 1, 1]
    assert dict(Fund.objects.values_list("code", "name")) == {"ONE": "ONE", "TWO": "Newer", "THREE": third.name}


def test_rows_are_deleted():
    one, other = make_fund("ONE"), make_fund("TWO")

    assert compiled.execute(gone, [one.pk]) == 1
    assert [fund.pk for fund in Fund.objects.filter(code__in=["ONE", "TWO"])] == [other.pk]


def of_givers(keys):
    return compiled.updating(Gift.objects.filter(pk__in=keys, supporter__protected=False), note="")


def test_a_write_that_joins_other_tables_is_refused_before_it_is_kept():
    with pytest.raises(ValueError, match="Joins other tables"):
        compiled.execute(of_givers, [make_gift().pk])
