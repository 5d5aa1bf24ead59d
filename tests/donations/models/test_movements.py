from datetime import date
from decimal import Decimal

import pytest

from core.periods import calendar_year
from donations.ledger.drafts import LineDraft, SoftCreditDraft
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Gift, Movement
from tests.support.builders import TODAY, general_fund, make_campaign, make_fund, make_gift, make_pledge, make_supporter

pytestmark = pytest.mark.django_db


def rows(**where) -> list[tuple]:
    return sorted(Movement.objects.filter(**where).values_list("kind", "fund__code", "amount"))


def test_every_line_is_a_movement_with_its_gifts_facts():
    donor, campaign, legal_aid = make_supporter(), make_campaign(), make_fund("LEGAL")
    gift = make_gift(
        supporter=donor,
        lines=(LineDraft(general_fund().pk, Decimal("30")), LineDraft(legal_aid.pk, Decimal("20"), kind="ticket")),
        campaign_id=campaign.pk,
        gift_on=date(2025, 12, 31),
        posted_on=date(2026, 1, 2),
        method="card",
        origin=Gift.Origin.IMPORT,
    )

    assert rows() == [("gift", "GENERAL", Decimal("30")), ("gift", "LEGAL", Decimal("20"))]
    ticket = Movement.objects.get(line_kind="ticket")
    assert (ticket.gift, ticket.supporter, ticket.campaign, ticket.gift_on, ticket.posted_on) == (
        gift,
        donor,
        campaign,
        date(2025, 12, 31),
        date(2026, 1, 2),
    )
    assert (ticket.nature, ticket.method, ticket.origin, ticket.recorded_at) == (
        "cash",
        "card",
        "import",
        gift.created_at,
    )


def test_the_ledger_is_gifts_less_reversals_and_refunds():
    kept, wrong = make_gift(Decimal("100")), make_gift(Decimal("70"))
    make_pledge(Decimal("1000"))
    make_gift(Decimal("5"), soft_credits=(SoftCreditDraft(make_supporter().pk, Decimal("5"), "spouse"),))
    refund_gift(gift=kept, amount=Decimal("30"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Asked")
    correct_gift(gift=wrong, draft=None, by=None, today=TODAY, reason="Entered twice")

    assert rows() == [
        ("gift", "GENERAL", Decimal("5")),
        ("gift", "GENERAL", Decimal("70")),
        ("gift", "GENERAL", Decimal("100")),
        ("refund", "GENERAL", Decimal("-30")),
        ("reversal", "GENERAL", Decimal("-70")),
    ]
    assert Movement.objects.total() == Decimal("75")  # 100 - 30 + 70 - 70 + 5


def test_nothing_adds_up_to_nothing():
    assert Movement.objects.total() == Decimal("0")


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (Gift.Kind.CASH, True),
        (Gift.Kind.SECURITIES, True),
        (Gift.Kind.IN_KIND, False),
        (Gift.Kind.DIGITAL_ASSET, False),
        (Gift.Kind.VEHICLE, False),
        (Gift.Kind.SERVICES, False),
    ],
)
def test_raised_counts_money_and_stock(kind, counts):
    make_gift(Decimal("50"), kind=kind)

    assert Movement.objects.raised().total() == (Decimal("50") if counts else Decimal("0"))
    assert Gift.objects.raised().count() == (1 if counts else 0)


def test_the_date_of_gift_decides_the_donors_year_and_posting_the_books():
    for gift_on, posted_on, amount in (
        (date(2025, 12, 31), date(2026, 1, 2), "1"),
        (date(2026, 1, 1), date(2026, 1, 2), "10"),
        (date(2026, 12, 31), date(2027, 1, 4), "100"),
        (date(2027, 1, 1), date(2027, 1, 4), "1000"),
    ):
        make_gift(Decimal(amount), gift_on=gift_on, posted_on=posted_on)

    year = calendar_year(2026)
    assert Movement.objects.given_in(year).total() == Decimal("110")  # 10 + 100
    assert Movement.objects.posted_in(year).total() == Decimal("11")  # 1 + 10
    assert Gift.objects.received_in(year).count() == 2
