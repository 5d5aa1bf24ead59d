"""What is held, and why, in plain words."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import Organization
from crm.models import Supporter
from donations.ledger import drafts
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


@pytest.mark.parametrize("kind", ["ticket", "auction", "sponsorship", "membership"])
@pytest.mark.parametrize("valued", [True, False])
def test_what_was_sold_waits_for_its_value(kind, valued):
    benefits = (BenefitDraft("dinner", Decimal("60")),) if valued else ()
    line = LineDraft(general_fund().pk, Decimal("150"), kind=kind, benefits=benefits)

    assert problems(make_gift(lines=(line,))) == ([] if valued else [assessment.WITHOUT_VALUE])


@pytest.mark.parametrize(("donor", "held"), [("individual", True), ("business", False), ("private_foundation", False)])
def test_an_employers_match_is_receipted_to_the_employer_alone(donor, held):
    kind = "person" if donor == "individual" else "organization"
    giver = make_supporter("Example Works", kind=kind, donor_type=donor)
    line = LineDraft(general_fund().pk, Decimal("150"), kind="match")

    found = problems(make_gift(supporter=giver, lines=(line,)))

    assert found == ([assessment.HELD["match_is_gift_of_the_matching_company"]] if held else [])


def test_a_vehicle_is_never_receipted_without_its_value():
    gift = make_gift(Decimal("3200"), kind="vehicle", description="2009 Example sedan")

    assert problems(gift) == [assessment.HELD["value_of_vehicle_decides_form_1098c_ask_staff"]]


@pytest.mark.parametrize(("method", "said"), [("stock", "Stock transfer"), ("in-kind", "In kind")])
def test_stock_recorded_as_money_before_is_held_and_can_be_corrected(monkeypatch, method, said):
    monkeypatch.setitem(drafts.KINDS_BY_METHOD, method, ("cash",))
    gift = make_gift(kind="cash", method=method)
    monkeypatch.undo()

    assert problems(gift) == [assessment.NOT_MONEY.format(method=said, kind="a payment of money")]


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


@pytest.mark.parametrize("kind", sorted(set(Gift.Kind.values) - {"cash"}))
def test_no_receipt_states_an_amount_of_what_is_no_money(kind):
    gift = make_gift(Decimal("5000"), kind=kind, description="10 shares of Example Corp.")

    done = services.issue_receipts(gifts=[gift], by=None, issued_on=TODAY)

    assert len(done.new) == (kind in ("in_kind", "services"))
    for receipt in done.new:
        assert receipt.kind in ("noncash_acknowledgment", "thank_you_no_tax")
        assert "5,000" not in str(receipt.snapshot)
