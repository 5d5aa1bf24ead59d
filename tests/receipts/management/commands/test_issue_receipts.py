"""The commands: what they print, and when they fail."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from receipts.models import Receipt
from tests.support.builders import make_gift


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_dry_run_says_what_would_be_issued_and_writes_nothing(organization):
    gift = make_gift()
    make_gift(history=True)

    result = json.loads(run("issue_receipts", "--dry-run", "--json"))

    assert result == {
        "dry_run": True,
        "issued": [{"gift": gift.spoken_number, "kind": "cash_acknowledgment", "amount": "50.00"}],
        "held": [],
    }
    assert Receipt.objects.count() == 0


def test_issuing_takes_one_year_and_twice_changes_nothing(organization):
    this_year, last_year = make_gift(), make_gift(gift_on=date(2025, 3, 2))

    first, again, rest = (
        json.loads(run("issue_receipts", *options, "--json")) for options in (["--year", "2026"],) * 2 + ([],)
    )

    assert [row["gift"] for row in first["issued"]] == [this_year.spoken_number]
    assert again == {"dry_run": False, "issued": [], "held": []}
    assert [row["gift"] for row in rest["issued"]] == [last_year.spoken_number]
    assert Receipt.objects.filter(pdf__isnull=True).count() == 0


@pytest.mark.django_db
def test_without_an_organization_nobody_signs():
    with pytest.raises(CommandError, match="Set up the organization first"):
        run("issue_receipts")
