"""The totals kept beside the ledger change with each write, and only with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection

from core.models import AuditEntry, Organization
from core.organization.services import save_organization
from donations.contributes.bulk_actions import set_campaign
from donations.ledger.refunds import RefundTooLarge, fail_refund, refund_gift
from donations.ledger.rollups import followed
from donations.ledger.rollups.rebuilding import rebuild
from donations.ledger.services import annotate_gift, correct_gift, record_gift
from donations.models import DayCount, DayTotal, Gift, SupporterGiving, SupporterYear
from tests.support import ledger
from tests.support.builders import (
    TODAY,
    draft_gift,
    make_campaign,
    make_gift,
    make_soft_credit,
    make_supporter,
    make_user,
)

pytestmark = pytest.mark.usefixtures("organization")
ROLLUPS = (DayTotal, DayCount, SupporterGiving, SupporterYear)


def kept(donor):
    """Lifetime, number and largest of a donor's gifts, and the total of each fiscal year."""
    row = SupporterGiving.objects.filter(supporter=donor).first()
    years = SupporterYear.objects.filter(supporter=donor).order_by("year").values_list("year", "total", "renewed")
    return (row and (row.lifetime, row.gifts, row.largest), list(years))


def refund(gift, amount):
    return refund_gift(
        gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Charged twice"
    )


def test_a_gift_counts_until_it_is_refunded_or_reversed():
    donor = make_supporter()
    first = make_gift(Decimal("100"), supporter=donor, gift_on=date(2025, 5, 1))
    second = make_gift(Decimal("40"), supporter=donor, gift_on=date(2026, 5, 1))
    both = ((Decimal("140"), 2, Decimal("100")), [(2025, Decimal("100"), False), (2026, Decimal("40"), True)])
    assert kept(donor) == both

    part = refund(second, "15")
    assert kept(donor)[0] == (Decimal("125"), 2, Decimal("100"))
    refund(second, "25")
    second.refresh_from_db()
    assert second.status == Gift.Status.REFUNDED
    assert kept(donor) == ((Decimal("100"), 1, Decimal("100")), [(2025, Decimal("100"), False)])

    fail_refund(refund=part, failed_on=TODAY, posted_on=TODAY, by=None, reason="Account closed")
    second.refresh_from_db()
    assert (second.status, kept(donor)[0]) == (Gift.Status.ACTIVE, (Decimal("115"), 2, Decimal("100")))

    correct_gift(gift=first, draft=None, by=None, today=TODAY, reason="Never arrived")
    assert kept(donor) == ((Decimal("15"), 1, Decimal("15")), [(2026, Decimal("15"), False)])


def test_a_correction_moves_the_money_to_the_right_donor_and_day():
    wrong, right = make_supporter(), make_supporter()
    gift = make_gift(Decimal("100"), supporter=wrong, gift_on=date(2026, 5, 1))

    draft = draft_gift(Decimal("90"), supporter=right, gift_on=date(2026, 5, 2))
    correct_gift(gift=gift, draft=draft, by=None, today=TODAY, reason="Another donor")

    assert (kept(wrong), kept(right)[0]) == ((None, []), (Decimal("90"), 1, Decimal("90")))
    assert list(DayTotal.objects.values_list("gift_on", "amount")) == [(date(2026, 5, 2), Decimal("90"))]


def test_a_campaign_takes_its_gifts_along():
    gift, user, campaign = make_gift(Decimal("100")), make_user("finance"), make_campaign()

    annotate_gift(gift=gift, values={"campaign_id": campaign.pk}, version=gift.version, by=user)
    assert list(DayTotal.objects.values_list("campaign", "amount")) == [(campaign.pk, Decimal("100"))]

    set_campaign(keys=[gift.pk], campaign=None, by=user)
    assert list(DayTotal.objects.values_list("campaign", "amount")) == [(None, Decimal("100"))]


def test_soft_credits_are_counted_less_their_share_of_a_refund():
    gift, friend = make_gift(Decimal("90")), make_supporter()
    make_soft_credit(gift, supporter=friend, amount=Decimal("50"))
    refund(gift, "20")

    assert list(DayCount.objects.values_list("gifts", "soft")) == [(1, Decimal("38.89"))]


def test_another_fiscal_year_counts_the_years_again():
    donor, admin = make_supporter(), make_user("admin")
    make_gift(Decimal("10"), supporter=donor, gift_on=date(2025, 6, 30))
    make_gift(Decimal("20"), supporter=donor, gift_on=date(2025, 7, 1))
    assert kept(donor)[1] == [(2025, Decimal("30"), False)]

    organization = Organization.current()
    organization.fiscal_year_first_month = 7
    save_organization(organization=organization, fields=["fiscal_year_first_month"], by=admin)

    assert kept(donor)[1] == [(2024, Decimal("10"), False), (2025, Decimal("20"), True)]


@pytest.mark.parametrize(
    ("model", "damage"),
    [
        (DayTotal, {"amount": Decimal("1")}),
        (DayCount, {"gifts": 7}),
        (DayCount, {"soft": Decimal("7")}),
        (SupporterGiving, {"lifetime": Decimal("1")}),
        (SupporterGiving, {"last_on": date(2020, 1, 1)}),
        (SupporterYear, {"total": Decimal("1")}),
        (SupporterYear, {"renewed": True}),
        (SupporterYear, {"first_year": 1999}),
        (Gift, {"status": "refunded"}),
    ],
)
def test_what_drifted_is_found_and_rebuilt(model, damage):
    make_gift(Decimal("100"))
    model.objects.update(**damage)

    found = ledger.broken()
    call_command("rebuild_rollups", verbosity=0)

    assert found
    assert ledger.broken() == []
    assert AuditEntry.objects.filter(act="rollups.rebuilt").exists()


@pytest.mark.parametrize("model", ROLLUPS)
def test_rows_that_went_missing_are_found(model):
    make_gift(Decimal("100"))
    model.objects.all().delete()

    assert ledger.broken()
    rebuild()


def test_what_held_under_another_fiscal_year_is_asked_anew():
    make_gift(gift_on=date(2025, 3, 5))
    assert ledger.broken() == []

    Organization.objects.update(fiscal_year_first_month=7)

    wrong = {line.partition(": ")[0] for line in ledger.broken()}
    assert wrong == {"The totals by supporter and fiscal year match the ledger"}
    rebuild()


def test_two_at_once_count_for_the_same_donor_and_day(own_database):
    donor = make_supporter()
    drafts = [draft_gift(Decimal(amount), supporter=donor) for amount in range(1, 13)]

    def write(draft):
        try:
            gift = record_gift(draft=draft, by=None, today=TODAY)
            if draft.lines[0].amount % 3 == 0:
                refund(gift, "1")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, drafts))

    assert kept(donor)[0] == (Decimal(sum(range(1, 13)) - 4), 12, Decimal("11"))
    assert ledger.broken() == []


def test_a_block_inside_another_leaves_the_writing_to_it():
    donor = make_supporter()
    gift = make_gift(Decimal("100"), supporter=donor)

    with followed():
        refund(gift, "30")
        assert kept(donor)[0] == (Decimal("100"), 1, Decimal("100"))
        new = make_gift(Decimal("5"), supporter=donor)
        refund(new, "1")
    assert kept(donor)[0] == (Decimal("74"), 2, Decimal("70"))


def test_what_failed_inside_a_block_counts_nowhere():
    donor = make_supporter()

    with followed():
        make_gift(Decimal("10"), supporter=donor)
        with pytest.raises(RefundTooLarge):
            refund(Gift.objects.get(), "11")
    with pytest.raises(ZeroDivisionError):
        _fails(donor)

    assert kept(donor)[0] == (Decimal("10"), 1, Decimal("10"))


def _fails(donor):
    with followed():
        make_gift(Decimal("10"), supporter=donor)
        raise ZeroDivisionError
