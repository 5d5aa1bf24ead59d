"""Each invariant finds the row that breaks it, and only that."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from core.db import sqlite
from core.models import StoredFile
from core.money import cents
from donations.ledger.refunds import fail_refund, refund_gift
from donations.ledger.rollups.rebuilding import rebuild
from donations.ledger.services import correct_gift
from donations.models import FailedRefund, Gift, GiftLine, Pledge, Refund, RefundLine, Reversal
from tests.support import ledger
from tests.support.builders import TODAY, draft_gift, make_gift, make_pledge
from tests.support.doors import opened

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_ledger]


def refund(gift: Gift, amount: str) -> Refund:
    return refund_gift(
        gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Asked for it back"
    )


def a_line_grew(gift: Gift) -> set[str]:
    gift.lines.update(amount=F("amount") + cents("0.01"))
    return {"The lines of a gift add up to the gift"}


def a_line_vanished(gift: Gift) -> set[str]:
    gift.lines.all().delete()
    return {"Every gift has a line", "The lines of a gift add up to the gift"}


def a_counter_ran_ahead(gift: Gift) -> set[str]:
    Gift.objects.filter(pk=gift.pk).update(refunded=cents("10"))
    return {"The refunded amount of a gift matches its refunds"}


def a_refund_without_lines(gift: Gift) -> set[str]:
    refund(gift, "10").lines.all().delete()
    return {"The lines of a refund add up to the refund"}


def a_refund_that_shrank(gift: Gift) -> set[str]:
    given = refund(gift, "10")
    Refund.objects.filter(pk=given.pk).update(amount=cents("9"))
    return {"The lines of a refund add up to the refund", "The refunded amount of a gift matches its refunds"}


def a_line_refunded_twice(gift: Gift) -> set[str]:
    given = refund(gift, "30")
    RefundLine.objects.create(refund=given, line=gift.lines.get(), amount=Decimal("30"))
    return {"The lines of a refund add up to the refund", "No line is refunded beyond its amount"}


def a_refund_of_anothers_line(gift: Gift) -> set[str]:
    refund(gift, "10").lines.update(line=GiftLine.objects.exclude(gift=gift).get())
    return {"A refund is taken from its own gift"}


def a_refund_of_a_reversed_gift(gift: Gift) -> set[str]:
    given = refund(gift, "10")
    Gift.objects.filter(pk=gift.pk).update(refunded=cents("0"))
    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Entered twice")
    Gift.objects.filter(pk=gift.pk).update(refunded=given.amount)
    return {"A reversed gift adds up to zero"}


def rows_dated_too_early(*tables: Any) -> set[str]:
    for table in tables:
        table.objects.update(posted_on=date(2001, 1, 1))
    return {"Nothing is dated before the gift or refund it belongs to"}


def a_refund_before_its_gift(gift: Gift) -> set[str]:
    refund(gift, "10")
    return rows_dated_too_early(Refund)


def a_refund_that_failed_before_it_was_made(gift: Gift) -> set[str]:
    given = refund(gift, "10")
    fail_refund(refund=given, failed_on=TODAY, posted_on=TODAY, by=None, reason="The card was closed")
    return rows_dated_too_early(FailedRefund)


def a_reversal_before_its_gift(gift: Gift) -> set[str]:
    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Entered twice")
    return rows_dated_too_early(Reversal)


def a_correction_before_the_reversal(gift: Gift) -> set[str]:
    fixed = correct_gift(gift=gift, draft=draft_gift(Decimal("5")), by=None, today=TODAY, reason="A zero too many")
    Gift.objects.filter(pk=fixed.pk).update(posted_on=date(2001, 1, 1))
    return {"Nothing is dated before the gift or refund it belongs to"}


def a_pledge_counted_wrongly(gift: Gift) -> set[str]:
    Pledge.objects.update(paid=cents("1"))
    return {"The paid amount of a pledge matches its payments, less refunds"}


def a_file_changed(gift: Gift) -> set[str]:
    StoredFile.store(content=b"kept", name="a.pdf", purpose="receipt", media_type="application/pdf")
    StoredFile.objects.update(content=b"bent")
    return {"Stored files are intact"}


@pytest.mark.parametrize(
    "damage",
    [
        a_line_grew,
        a_line_vanished,
        a_counter_ran_ahead,
        a_refund_without_lines,
        a_refund_that_shrank,
        a_line_refunded_twice,
        a_refund_of_anothers_line,
        a_refund_of_a_reversed_gift,
        a_refund_before_its_gift,
        a_refund_that_failed_before_it_was_made,
        a_reversal_before_its_gift,
        a_correction_before_the_reversal,
        a_pledge_counted_wrongly,
        a_file_changed,
    ],
)
def test_damage_is_found_and_named(damage):
    gift = make_gift(Decimal("50"))
    make_gift(Decimal("50"), pledge_id=make_pledge(Decimal("50")).pk)
    assert ledger.broken() == []

    with opened():
        expected = damage(gift)
    rebuild()  # the totals follow the damage: only what is wrong with the rows themselves is left

    assert {line.partition(": ")[0] for line in ledger.broken()} == expected


def test_check_ledger_prints_the_rows_and_fails():
    gift = make_gift(Decimal("50"))
    assert json.loads(check_ledger("--json"))["holds"] is True

    with opened():
        gift.lines.update(amount=cents("49"))
    rebuild()

    broken = json.loads(check_ledger("--json", fails=True))
    assert broken["holds"] is False
    assert [row for row in broken["invariants"] if row["broken"]] == [
        {
            "invariant": "The lines of a gift add up to the gift",
            "broken": ["G-1 is 50.00, but its lines add up to 49.00"],
        }
    ]
    assert "G-1 is 50.00, but its lines add up to 49.00" in check_ledger(fails=True)


def check_ledger(*options: str, fails: bool = False) -> str:
    output = StringIO()
    if not fails:
        call_command("check_ledger", *options, stdout=output)
        return output.getvalue()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_ledger", *options, stdout=output)
    assert stopped.value.code == 1
    return output.getvalue()


def test_a_session_that_is_open_by_a_setting_is_found():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET solidarity.door = 'open'")
        else:
            setattr(connection, sqlite.DEPTH, 1)
    try:
        assert broken_sentences() == {"Locked records are locked"}
    finally:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET solidarity.door = ''")
            else:
                setattr(connection, sqlite.DEPTH, 0)


@pytest.mark.parametrize("name", ["donations_gift_frozen", "donations_reversal_cycle", "receipts_benefit_before"])
def test_a_trigger_that_is_missing_disabled_or_another_is_found(name):
    table = {"donations_gift_frozen": "donations_gift", "donations_reversal_cycle": "donations_reversal"}
    acts = {
        "sqlite": [f"DROP TRIGGER {name if name.endswith('frozen') else name + '_1'}"],
        "postgresql": [
            f"ALTER TABLE {table.get(name, 'donations_benefit')} DISABLE TRIGGER {name}",
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            f"DROP FUNCTION {name}() CASCADE",
        ],
    }
    for act in acts[connection.vendor]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)
            found = broken_sentences()
            transaction.set_rollback(True)
        assert found == {"Every database view and trigger is installed and unchanged"}, act


def broken_sentences() -> set[str]:
    return {row["invariant"] for row in json.loads(check_ledger("--json", fails=True))["invariants"] if row["broken"]}
