"""A file edited and brought in again: only what changed is planned, nothing is counted twice, what is gone is told."""

import pytest
from django.utils import timezone

from donations.models import Gift
from imports import services
from imports.models import ImportBatch
from tests.support.builders import TODAY, make_fund

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
    bring_in(upload(*ROWS))
    assert Gift.objects.count() == 5


EDITS = {
    "amount, by check": (0, "2024-01-05,Ana Pinto,25,101,GEN,"),
    "amount": (1, "2024-01-06,Gul Orakzai,35,,GEN,"),
    "day": (3, "2024-02-18,Sakina Tirmizi,50,,GEN,"),
    "check number": (2, "2024-01-07,Tom Vance,40,108,GEN,"),
    "name": (4, "2024-01-09,Bo Lund,60,,GEN,"),
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


def test_a_row_added_is_a_gift_and_one_removed_is_told(first):
    batch = upload(*ROWS[:2], *ROWS[3:], "2024-02-10,Bo Lund,70,,GEN,phoned")

    assert batch.rows.get(row=6).plan["same_as"] is None
    assert len(batch.warnings) == 1
    assert "Row 4 of Import 1" in batch.warnings[0]
    bring_in(batch)
    assert sorted(Gift.objects.values_list("amount", flat=True)) == [20, 30, 40, 50, 60, 70]


def test_another_file_with_a_row_in_common_is_no_later_version(first):
    batch = upload(ROWS[0], "2024-02-10,Bo Lund,70,,GEN,", "2024-02-11,Gul Orakzai,80,,GEN,")

    assert batch.warnings == []
    assert batch.rows.get(row=4).plan["same_as"] is None
