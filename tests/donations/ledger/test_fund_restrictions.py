"""A fund's restriction, once money is posted to it, changes for gifts from a day on; past years keep theirs."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.models import AuditEntry
from donations.ledger.fund_restrictions import change_restriction
from donations.models import Fund, FundRestriction, Movement
from receipts.kinds import rows
from reports.figures import board_figures
from reports.figures.board_figures import Span
from tests.support.builders import TODAY, make_fund, make_gift

pytestmark = pytest.mark.django_db
CHANGED = date(2026, 1, 1)


@pytest.fixture
def fund(organization):
    """Two gifts before the change and one after it."""
    fund = make_fund("LEGAL", name="Legal aid", restricted=True)
    make_gift(Decimal("100"), fund=fund, gift_on=date(2025, 3, 1))
    make_gift(Decimal("20"), fund=fund, gift_on=date(2025, 12, 31))
    make_gift(Decimal("3"), fund=fund, gift_on=CHANGED)
    return fund


def change(fund, **override):
    values = {"restricted": False, "starts_on": CHANGED, "reason": "The appeal changed", "by": None, "today": TODAY}
    return change_restriction(fund=fund, **{**values, **override})


def split_by_restriction(restricted):
    return Movement.objects.raised().with_restriction().filter(restricted=restricted).total()


def test_gifts_before_the_day_keep_what_they_were_given_with(fund):
    change(fund)

    assert (split_by_restriction(True), split_by_restriction(False)) == (Decimal("120"), Decimal("3"))


def test_the_boards_figures_of_both_years_are_right(fund):
    change(fund)
    without, with_restriction = board_figures.by_restriction(board_figures.by_fund(Span.at(TODAY, first_month=1)))

    # This year to TODAY: $3 without. Last year to the same day: $100 with restriction.
    assert (without.now, without.before) == (Decimal("3"), Decimal("0"))
    assert (with_restriction.now, with_restriction.before) == (Decimal("0"), Decimal("100"))


def test_it_can_change_back_later(fund):
    change(fund)
    change(Fund.objects.get(pk=fund.pk), restricted=True, starts_on=date(2026, 2, 1))
    make_gift(Decimal("0.50"), fund=fund, gift_on=date(2026, 2, 1))

    fund = Fund.objects.get(pk=fund.pk)
    days = (date(2025, 12, 31), CHANGED, date(2026, 1, 31), date(2026, 2, 1))
    assert [fund.restricted_on(day) for day in days] == [True, False, False, True]
    assert (split_by_restriction(True), split_by_restriction(False)) == (Decimal("120.50"), Decimal("3"))


def test_the_audit_log_says_old_and_new(fund):
    change(fund)

    entry = AuditEntry.objects.get(act="fund.restriction_changed")
    assert (entry.reason, entry.data) == (
        "The appeal changed",
        {"before": "with donor restriction", "after": "without donor restriction", "starts_on": "2026-01-01"},
    )


@pytest.mark.parametrize(
    ("override", "field"),
    [
        ({"restricted": True}, "restricted"),
        ({"starts_on": date(2030, 1, 1)}, "starts_on"),
    ],
)
def test_what_cannot_be_is_refused_by_field(fund, override, field):
    with pytest.raises(ValidationError) as refused:
        change(fund, **override)

    assert list(refused.value.message_dict) == [field]


def test_a_second_change_is_later_than_the_first(fund):
    change(fund)

    with pytest.raises(ValidationError, match="Enter a later date"):
        change(Fund.objects.get(pk=fund.pk), restricted=True)


def test_the_database_refuses_a_change_without_its_row(fund):
    with pytest.raises(DatabaseError, match="can only change from a date"), transaction.atomic():
        Fund.objects.filter(pk=fund.pk).update(restricted=False)


def test_a_fund_nobody_gave_to_is_simply_edited(organization):
    fund = make_fund("NEW", restricted=False)
    Fund.objects.filter(pk=fund.pk).update(restricted=True)

    assert not FundRestriction.objects.exists()


def test_the_form_of_the_fund_leads_to_the_change(fund, client_as):
    client = client_as("finance")
    url, there = reverse("donations:fund-edit", args=[fund.pk]), reverse("donations:fund-restriction", args=[fund.pk])
    assert there in client.get(url).text

    client.post(url, {"code": "LEGAL", "name": "Legal aid", "active": "on"})
    assert Fund.objects.get(pk=fund.pk).restricted
    answer = client.post(there, {"starts_on": "2026-01-01", "reason": "The appeal changed"}, follow=True)

    assert "Gifts to Legal aid from Jan 1, 2026 on are without donor restriction." in answer.text


def test_a_receipt_speaks_of_the_restriction_of_its_day(fund):
    change(fund)
    before, after = (gift for gift in fund.lines.order_by("pk").select_related("gift")[1:])

    said = [rows.thanks(type("Case", (), {"gift": line.gift})) for line in (before, after)]

    assert ["Legal aid" in text for text in said] == [True, False]
