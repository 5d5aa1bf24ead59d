"""A file edited and brought in again: only what changed is planned, nothing is counted twice, what is gone is told."""

import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from crm.models import Supporter
from donations.ledger.services import correct_gift
from donations.models import Gift
from imports import services
from imports.models import ImportBatch
from tests.support.builders import TODAY, make_fund, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
HEAD = "Date,Name,Amount,Check #,Fund,Notes"
ROWS = [
    "2024-01-05,Ana Pinto,20,101,GEN,",
    "2024-01-06,Gul Orakzai,30,,GEN,",
    "2024-01-07,Tom Vance,40,103,GEN,",
    "2024-01-08,Sakina Tirmizi,50,,GEN,",
    "2024-01-09,Hal Tam,60,,GEN,",
]


def upload(*lines: str, name: str = "log.csv") -> ImportBatch:
    return services.upload(name=name, content="\n".join([HEAD, *lines, ""]).encode(), by=None)


def bring_in(batch: ImportBatch) -> None:
    services.commit(batch=batch, by=None, today=TODAY, at=timezone.now())


@pytest.fixture
def first() -> ImportBatch:
    make_fund("GEN", name="General")
    make_fund("WELL", name="Wells")
    batch = upload(*ROWS)
    bring_in(batch)
    assert Gift.objects.count() == 5
    return batch


EDITS = {
    "amount, by check": (0, "2024-01-05,Ana Pinto,25,101,GEN,"),
    "amount": (1, "2024-01-06,Gul Orakzai,35,,GEN,"),
    "day": (3, "2024-02-18,Sakina Tirmizi,50,,GEN,"),
    "check number": (2, "2024-01-07,Tom Vance,40,108,GEN,"),
    "name": (4, "2024-01-09,Bo Lund,60,,GEN,"),
    "day, by check": (0, "2024-01-06,Ana Pinto,20,101,GEN,"),
    "name, by check": (0, "2024-01-05,Bo Lund,20,101,GEN,"),
    "fund, by check": (2, "2024-01-07,Tom Vance,40,103,WELL,"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_row_is_asked_and_never_a_second_gift(edit, first):
    place, line = EDITS[edit]
    was = Gift.objects.order_by("pk")[place]
    batch = upload(*ROWS[:place], line, *ROWS[place + 1 :], name="log (2).csv")

    assert batch.rows.get(row=place + 2).plan["same_as"] == f"gift:{was.pk}"
    assert batch.warnings == []
    bring_in(batch)
    assert Gift.objects.count() == 5
    assert batch.rows.get(row=place + 2).state == "waiting"


def test_a_preview_by_command_holds_what_the_import_would_hold(first, capsys, tmp_path):
    place, line = EDITS["amount"]
    was = Gift.objects.order_by("pk")[place]
    (tmp_path / "log (2).csv").write_text("\n".join([HEAD, *ROWS[:place], line, *ROWS[place + 2 :], ""]))

    call_command("import_file", str(tmp_path / "log (2).csv"), "--json")

    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert {row["row"]: row["same_as"] for row in file["rows"]}[place + 2] == f"gift:{was.pk}"
    assert [text for text in file["warnings"] if "not in this file" in text]


def test_a_note_added_beside_a_check_asks_nothing(first):
    batch = upload("2024-01-05,Ana Pinto,20,101,GEN,thanked", *ROWS[1:], name="log (2).csv")
    bring_in(batch)

    assert (batch.rows.get(row=2).state, Gift.objects.count()) == ("known", 5)


@pytest.mark.parametrize(("record", "gifts"), [(False, 5), (True, 6)])
def test_a_corrected_day_of_a_check_can_be_answered_either_way(first, record, gifts):
    batch = upload("2024-01-06,Ana Pinto,20,101,GEN,", *ROWS[1:], name="log (2).csv")
    bring_in(batch)
    services.answer(row=batch.rows.get(row=2), record=record, values={}, by=None, today=TODAY)

    assert Gift.objects.count() == gifts


def test_a_corrected_day_of_a_check_is_another_gift_also_when_others_wrote_meanwhile(first):
    batch = upload("2024-01-06,Ana Pinto,20,101,GEN,", *ROWS[1:], name="log (2).csv")
    bring_in(batch)
    make_supporter("Sample Example")
    services.answer(row=batch.rows.get(row=2), record=True, values={}, by=None, today=TODAY)

    assert Gift.objects.filter(check_number="101").count() == 2


def test_a_row_added_is_a_gift_and_one_removed_is_told(first):
    batch = upload(*ROWS[:2], *ROWS[3:], "2024-02-10,Bo Lund,70,,GEN,phoned")

    assert batch.rows.get(row=6).plan["same_as"] is None
    assert len(batch.warnings) == 1
    assert batch.warnings[0].startswith(f"Row 4 of Import {first.pk}, ")
    bring_in(batch)
    assert sorted(Gift.objects.values_list("amount", flat=True)) == [20, 30, 40, 50, 60, 70]


def test_another_file_with_a_row_in_common_is_no_later_version(first):
    batch = upload(ROWS[0], "2024-02-10,Bo Lund,70,,GEN,", "2024-02-11,Gul Orakzai,80,,GEN,")

    assert batch.warnings == []
    assert batch.rows.get(row=4).plan["same_as"] is None


GROWING = [
    "2024-01-05,Muhammad Khan,20,,GEN,",
    "2024-01-06,Muhammad Khan,20,,GEN,",
    "2024-01-08,Muhammad Khan,20,,GEN,",
    "2024-01-08,Ali & Fatima Ahmed,£30,,GEN,",
    "2024-01-09,Exampleville Dental LLC,500,,GEN,",
    "2024-01-10,Rabia Promiser,900,,GEN,Pledge",
    "2024-01-11,Gul Orakzai,40,77,GEN,",
    "2024-01-12,Gul Orakzai,-40,77,GEN,Refund",
    "March 2024,Tariq Monthly,25,,GEN,",
]


def finish(batch: ImportBatch) -> None:
    """Bring a file in, and answer whatever waits."""
    bring_in(batch)
    rates = {"GBP 2024-01-08": Decimal("1.25")}
    services.give_rates(batch=batch, rates=rates, source="bank", by=None, today=TODAY)
    for row in batch.rows.filter(state="waiting").order_by("pk"):
        row.refresh_from_db()
        if row.state == "waiting":
            values = {"date": row.plan["date"] or "2024-03-15", "amount": row.plan["amount"] or "15.00"}
            services.answer(row=row, record=True, values=values, by=None, today=TODAY)


def test_a_file_that_grew_by_a_row_asks_about_that_row_only():
    make_fund("GEN", name="General")
    finish(upload(*GROWING))
    before = {row.row: row for row in ImportBatch.objects.get().rows.all()}
    people, gifts = Supporter.objects.count(), Gift.objects.count()
    assert {row.state for row in before.values()} == {"applied"}

    batch = upload(*GROWING, "2024-02-01,Muhammad Khan,20,,GEN,")
    bring_in(batch)

    now = {row.row: row for row in batch.rows.all()}
    assert {row.state for place, row in now.items() if place in before} == {"known"}
    became = [(row.gift_id, row.pledge_id, row.refund_id) for row in before.values()]
    assert [(now[place].gift_id, now[place].pledge_id, now[place].refund_id) for place in before] == became
    assert (now[11].state, Gift.objects.count() - gifts, Supporter.objects.count() - people) == ("applied", 1, 1)


def test_a_gift_reversed_since_is_asked_about_again(first):
    correct_gift(gift=Gift.objects.order_by("pk")[1], draft=None, by=None, today=TODAY, reason="Entered twice")
    batch = upload(*ROWS, "2024-02-10,Bo Lund,70,,GEN,")
    bring_in(batch)

    assert list(batch.rows.exclude(state="known").values_list("row", "state")) == [(3, "waiting"), (7, "applied")]
