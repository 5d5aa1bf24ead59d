"""A file costs what the file costs, whatever the books hold."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from crm.models import Household, Supporter
from crm.services.supporters import SupporterDraft, create_supporters
from donations.ledger.drafts import GiftDraft, LineDraft, Reference
from donations.ledger.services import record_gifts
from donations.models import Gift
from imports import services
from tests.imports.fetched import Fetched, fetched
from tests.support.builders import TODAY, make_fund

pytestmark = pytest.mark.usefixtures("organization")
FILE = """Date,Name,Email,Phone,City,Amount,Check #,Fund
2024-03-05,Amina Exampleton,amina.x@example.org,(317) 555-0142,Carmel,50.00,1201,GEN
2024-03-06,Bilal & Hina Sampleson,,,Fishers,120.00,,GEN
2024-03-07,"Exampleville Dental, LLC",office7@example.org,,Carmel,250.00,1202,GEN
"""
GIVEN = ["Amina", "Bilal", "Hina", "Karim", "Nadia", "Omar", "Parveen", "Rashid", "Sana", "Tariq", "Yusuf", "Zainab"]
FAMILY = [
    "Testwala",
    "Demoson",
    "Mockford",
    "Trialov",
    "Draftman",
    "Specimen",
    "Modelski",
    "Fixtureby",
    "Dummett",
    "Propp",
]


def person(number: int) -> SupporterDraft:
    """Somebody who shares a given name and a town with the file, and no name."""
    family = f"{FAMILY[number % 10]}{chr(97 + number // 10 % 26)}{chr(97 + number // 260 % 26)}"
    return SupporterDraft(
        f"{GIVEN[number % 12]} {family}",
        emails=(f"person{number}@example.org",),
        phones=(f"(317) 555-{number:04d}",),
        addresses=({"street": f"{number} Example Street", "city": ("Carmel", "Fishers")[number % 2]},),
    )


def grow(fund: int, start: int, end: int) -> None:
    """Bring people and gifts up to `end`: of the days, amounts and some check numbers that the file has, too."""
    companies = [SupporterDraft(f"Company {number} LLC", kind="organization") for number in range(start, end, 20)]
    rows = create_supporters(drafts=[*map(person, range(start, end)), *companies], by=None)
    homes = Household.objects.bulk_create(
        Household(name=f"Household {row.pk}", shown_name=f"Household {row.pk}") for row in rows[: (end - start) // 10]
    )
    for home, row in zip(homes, rows, strict=False):
        Supporter.objects.filter(pk=row.pk).update(household=home)
    record_gifts(
        drafts=[
            GiftDraft(
                supporter_id=row.pk,
                lines=(LineDraft(fund, Decimal(("50.00", "120.00", "250.00")[place % 3])),),
                method="check",
                check_number=f"{9000 + start + place}",
                gift_on=TODAY.replace(year=2024, month=3, day=5 + place % 3),
                references=(Reference("bench", "row", f"{start + place}"),),
            )
            for place, row in enumerate(rows)
        ],
        by=None,
        today=TODAY,
    )


def cost() -> Fetched:
    """What planning and committing the file asks of the database; nothing of it stays."""
    with fetched() as found, transaction.atomic():
        batch = services.upload(name="three.csv", content=FILE.encode(), by=None)
        services.commit(batch=batch, by=None, today=TODAY, at=timezone.now())
        assert list(batch.rows.values_list("state", "waits_for")) == [("applied", "")] * 3
        transaction.set_rollback(True)
    return found


def test_a_file_of_three_rows_asks_and_reads_as_much_beside_twenty_times_the_books():
    fund = make_fund("GEN", name="General").pk
    create_supporters(
        drafts=[
            SupporterDraft("Amina Exampleton", emails=("aminax@example.org",), phones=("(317) 555-0142",)),
            SupporterDraft("Exampleville Dental LLC", kind="organization"),
            SupporterDraft("Bilal Sampleson", addresses=({"street": "1 Example Street", "city": "Fishers"},)),
        ],
        by=None,
    )
    grow(fund, 0, 200)
    cost()
    few = cost()
    grow(fund, 200, 4_000)

    assert Gift.objects.count() >= 4_000
    assert cost() == few
