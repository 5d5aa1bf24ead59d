"""What is held, and why, in plain words."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import Organization
from crm.models import Supporter
from donations.ledger.drafts import BenefitDraft, ForeignDraft, LineDraft
from donations.models import Gift
from donations.tax_facts.facts import with_facts
from receipts.issuing import assessment, services
from tests.support.builders import TODAY, general_fund, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")


def problems(gift) -> list[str]:
    (found,) = services.preview(gifts=[gift], issued_on=TODAY)
    return list(found.problems)


def test_a_plain_gift_has_no_problem():
    assert problems(make_gift()) == []


def test_a_ticket_without_its_value_is_held():
    line = LineDraft(general_fund().pk, Decimal("150"), kind="ticket")

    assert problems(make_gift(lines=(line,))) == [assessment.WITHOUT_VALUE]


def test_a_grant_that_buys_seats_is_held():
    fund = make_supporter("Example Donor Fund", kind="organization", donor_type="daf_sponsor")
    line = LineDraft(
        general_fund().pk, Decimal("500"), kind="ticket", benefits=(BenefitDraft("dinner", Decimal("60")),)
    )

    assert problems(make_gift(supporter=fund, lines=(line,), method="daf")) == [
        assessment.HELD["daf_more_than_incidental_benefit_hold"]
    ]


def test_goods_without_a_description_are_held():
    assert problems(make_gift(kind="in_kind", method="in-kind")) == [assessment.NO_DESCRIPTION]


def test_stock_is_written_by_hand():
    gift = make_gift(kind="publicly_traded_securities", method="stock", description="10 shares of Example Corp.")

    assert problems(gift) == [assessment.NOT_PRINTED.format(name="securities acknowledgment")]


def test_a_rate_that_does_not_give_the_recorded_amount_is_held():
    gift = make_gift(Decimal("130"), foreign=ForeignDraft(10000, "GBP", Decimal("1.275"), "H.10", date(2026, 3, 2)))

    assert problems(gift) == ["At the exchange rate entered, the gift is $127.50, but $130.00 is recorded."]


def test_a_held_gift_is_not_issued_and_takes_no_number():
    line = LineDraft(general_fund().pk, Decimal("150"), kind="ticket")
    held, ready = make_gift(lines=(line,)), make_gift()

    done = services.issue_receipts(gifts=[held, ready], by=None, issued_on=TODAY)

    assert [(each.gift, each.problems) for each in done.not_issued] == [(held, (assessment.WITHOUT_VALUE,))]
    assert [receipt.number for receipt in done.new] == ["2026-0001"]


def test_many_are_assessed_in_a_constant_number_of_queries(django_assert_num_queries):
    gifts = [make_gift() for _ in range(8)]
    organization = Organization.current()

    # statuses, registrations, and nine for the gifts
    with django_assert_num_queries(12):
        rows = with_facts(Gift.objects.filter(pk__in=[gift.pk for gift in gifts]))
        found = assessment.assess(rows, organization=organization, issued_on=TODAY)

    assert len(found) == 8


def test_a_word_no_rule_knows_holds_its_own_gift_and_the_others_go_on():
    strange, fine = make_gift(), make_gift()
    Supporter.objects.filter(pk=strange.supporter_id).update(donor_type="trust")

    done = services.issue_receipts(gifts=[strange, fine], by=None, issued_on=TODAY)

    (held,) = done.not_issued
    assert (held.gift, len(done.new)) == (strange, 1)
    assert "“trust” is not a value of “donor.type”" in " ".join(held.problems)
