"""From a gift's rows to the facts the law asks for."""

from datetime import date
from decimal import Decimal

import pytest

from core.models import ExemptionStatus, StateRegistration
from donations.deductibility import decide
from donations.ledger.drafts import BenefitDraft, ForeignDraft, LineDraft, SoftCreditDraft
from donations.ledger.refunds import refund_gift
from donations.ledger.services import correct_gift
from donations.models import Gift
from donations.tax_facts.facts import METHODS, Prior, charity, gift_facts, with_facts
from tests.support.builders import TODAY, general_fund, make_fund, make_gift, make_organization, make_supporter

pytestmark = pytest.mark.django_db


def facts_of(gift: Gift, *, on: date = TODAY, prior: Prior | None = None, organization=None):
    ours = charity(organization=organization or make_organization(), issued_on=on)
    return gift_facts(with_facts(Gift.objects.all()).get(pk=gift.pk), charity=ours, prior=prior)


def test_a_plain_gift_is_one_payment_on_its_legal_date():
    gift = make_gift(Decimal("50"), gift_on=date(2026, 3, 2), received_on=date(2026, 3, 9))

    facts = facts_of(gift)

    (payment,) = facts.payments
    assert (payment.amount, payment.date, payment.received) == (Decimal("50.00"), date(2026, 3, 2), None)
    assert (facts.gift_kind, facts.method, facts.benefits, facts.refunds) == ("cash", "check_mail_usps", (), ())
    assert (facts.document, facts.issued) == ("receipt", TODAY)
    assert facts.donor.name == gift.supporter.full_name


@pytest.mark.parametrize("method", Gift.Method.values)
def test_every_way_to_give_keeps_the_legal_date(method):
    gift = make_gift(method=method, gift_on=date(2026, 3, 2), received_on=date(2026, 3, 9))

    decision = decide(facts_of(gift))

    assert METHODS[method] == METHODS.get(method)
    assert decision.date_of_gift in ("2026-03-02", "each pay date")
    in_money = method not in (Gift.Method.STOCK, Gift.Method.IN_KIND)
    assert decision.payment_amount == (Decimal("50.00") if in_money else None)


@pytest.mark.parametrize(
    ("day", "status", "filed", "letter"),
    [
        (date(2012, 12, 2), "not_applied", None, None),
        (date(2012, 12, 3), "pending", date(2012, 12, 3), None),
        (date(2013, 7, 14), "pending", date(2012, 12, 3), None),
        (date(2013, 7, 15), "recognized", date(2012, 12, 3), date(2013, 7, 15)),
    ],
)
def test_the_charity_is_known_as_it_stood_on_the_day_of_issue(day, status, filed, letter):
    organization = make_organization(
        formation_on=date(2012, 8, 21), statuses=[("pending", date(2012, 12, 3)), ("recognized", date(2013, 7, 15))]
    )

    org = charity(organization=organization, issued_on=day).org

    assert (org.status, org.application_filed, org.determination_letter_date) == (status, filed, letter)
    assert (org.formation_date, org.as_of) == (date(2012, 8, 21), day)


def test_a_revocation_has_two_days():
    organization = make_organization(statuses=[("recognized", date(2010, 1, 1))])
    organization_row = charity(organization=organization, issued_on=TODAY).org
    ExemptionStatus.objects.create(status="revoked", starts_on=date(2026, 5, 1), effective_on=date(2026, 1, 15))

    org = charity(organization=organization, issued_on=TODAY).org

    assert organization_row.status == "recognized"
    assert (org.status, org.revocation_published, org.revocation_effective) == (
        "revoked",
        date(2026, 5, 1),
        date(2026, 1, 15),
    )


def test_benefits_and_sold_lines_come_along():
    fund = general_fund()
    gift = make_gift(
        lines=(
            LineDraft(
                fund.pk,
                Decimal("150"),
                kind="ticket",
                benefits=(BenefitDraft("dinner", Decimal("60"), quantity=2, cost_each=Decimal("35")),),
            ),
            LineDraft(fund.pk, Decimal("10"), kind="raffle", description="two chances"),
            LineDraft(fund.pk, Decimal("3"), kind="fee_cover"),
        )
    )

    facts = facts_of(gift)

    (benefit,) = facts.benefits
    assert (benefit.description, benefit.qty, benefit.fmv_each, benefit.cost_each) == (
        "dinner",
        2,
        Decimal("60.00"),
        Decimal("35.00"),
    )
    assert [(item.kind, item.amount) for item in facts.line_items] == [
        ("ticket", Decimal("150.00")),
        ("raffle", Decimal("10.00")),
        ("fee_cover", Decimal("3.00")),
    ]
    assert facts.payments[0].donor_covered_fee == Decimal("3.00")
    # 163 paid − 120 dinners − 10 chances = 33
    assert decide(facts).deductible_amount == Decimal("33.00")


def test_without_an_earlier_receipt_a_refund_makes_the_payment_smaller():
    gift = make_gift(Decimal("300"))
    refund_gift(gift=gift, amount=Decimal("100"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Twice")

    facts = facts_of(gift)

    assert (facts.payments[0].amount, facts.refunds, facts.prior_receipt) == (Decimal("200.00"), (), "")
    assert decide(facts).receipt_kind == "cash_acknowledgment"


def test_with_an_earlier_receipt_the_refund_stands_beside_the_payment():
    gift = make_gift(Decimal("300"))
    refund_gift(gift=gift, amount=Decimal("100"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Twice")

    facts = facts_of(gift, prior=Prior("2026-0001", Decimal("300")))

    assert facts.payments[0].amount == Decimal("300.00")
    assert [(refund.amount, refund.date) for refund in facts.refunds] == [(Decimal("100.00"), TODAY)]
    assert (facts.prior_receipt, facts.receipted_amount) == ("2026-0001", Decimal("300"))
    assert decide(facts).receipt_kind == "corrected_acknowledgment"


def test_an_entry_taken_back_counts_like_a_check_that_came_back():
    gift = make_gift()
    correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Never arrived")

    decision = decide(facts_of(gift, prior=Prior("2026-0001", Decimal("50"))))

    assert (decision.receipt_kind, decision.payment_amount) == ("void_notice", Decimal("0.00"))


def test_foreign_money_keeps_its_own_amount_and_rate():
    gift = make_gift(
        Decimal("127.50"),
        foreign=ForeignDraft(10000, "GBP", Decimal("1.275"), "Federal Reserve H.10", date(2026, 3, 2)),
    )

    (payment,) = facts_of(gift).payments

    assert (payment.amount, payment.currency, payment.usd) == (Decimal("100.00"), "GBP", Decimal("127.50"))


@pytest.mark.parametrize(
    ("region", "state"),
    [
        ("IN", "IN"),
        (" in ", "IN"),
        ("Indiana", "IN"),
        ("Punjab", ""),
        ("", ""),
        ("District of Columbia", "DC"),
        ("the District of Columbia", "DC"),
        ("PR", ""),
        ("Puerto Rico", ""),
    ],  # fmt: skip
)
def test_the_donors_state_is_read_as_a_code(region, state):
    address = {
        "street": "1 Example Street",
        "city": "Carmel",
        "region": region,
        "postal_code": "46032",
        "country": "US",
    }
    gift = make_gift(supporter=make_supporter(addresses=(address,)))

    assert facts_of(gift).donor.state == state


def test_a_registration_counts_while_it_is_in_force():
    organization = make_organization()
    address = {"street": "1 Example Street", "city": "Erie", "region": "PA", "postal_code": "16501", "country": "US"}
    gift = make_gift(supporter=make_supporter(addresses=(address,)))
    StateRegistration.objects.create(state="PA", number="00000", starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 16))

    inside = facts_of(gift, on=date(2026, 6, 15), organization=organization)
    after = facts_of(gift, on=date(2026, 6, 16), organization=organization)

    assert (inside.registered_in_state, inside.registration_number) == (True, "00000")
    assert (after.registered_in_state, after.registration_number) == (False, "")


def test_two_records_that_gave_jointly_are_a_couple():
    wife, husband = make_supporter("Amina Testperson"), make_supporter("Bilal Testperson")
    gift = make_gift(supporter=wife, joint_with_id=husband.pk)

    donor = facts_of(gift).donor

    assert (donor.type, donor.members) == ("couple", ("Amina Testperson", "Bilal Testperson"))


def test_the_adviser_of_a_fund_is_named_unless_protected():
    fund = make_supporter("Example Donor Fund", kind="organization", donor_type="daf_sponsor")
    person, hidden = make_supporter("Amina Testperson"), make_supporter("Bilal Testperson", protected=True)
    credit = [SoftCreditDraft(each.pk, Decimal("50"), "advisor") for each in (person, hidden)]

    named = facts_of(make_gift(supporter=fund, soft_credits=(credit[0],)))
    unnamed = facts_of(
        make_gift(supporter=fund, soft_credits=(credit[1],)), organization=make_organization(statuses=())
    )

    assert (named.donor.advisor, unnamed.donor.advisor) == ("Amina Testperson", "")


def test_a_restricted_fund_is_the_restriction():
    fund = make_fund(name="Legal aid", restricted=True)

    assert facts_of(make_gift(fund=fund)).restriction == "Legal aid"


def test_many_gifts_are_read_in_a_constant_number_of_queries(django_assert_num_queries):
    organization = make_organization()
    for _ in range(6):
        make_gift()
    ours = charity(organization=organization, issued_on=TODAY)

    # gifts with supporter, joint donor, foreign amount and reversal; lines, funds, benefits, refunds, credits,
    # e-mails, phones, addresses
    with django_assert_num_queries(10):
        facts = [gift_facts(gift, charity=ours) for gift in with_facts(Gift.objects.all())]

    assert len(facts) == 6


@pytest.mark.parametrize(
    ("origin", "amount", "kind"),
    [
        (Gift.Origin.ONLINE, Decimal("3000"), "insubstantial_benefit_acknowledgment"),  # 60 is 2 % of 3,000
        (Gift.Origin.ONLINE, Decimal("2999.99"), "quid_pro_quo_acknowledgment"),
        (Gift.Origin.FORM, Decimal("3000"), "quid_pro_quo_acknowledgment"),  # nothing says the donor was told
    ],
)
def test_a_small_benefit_is_disregarded_where_the_page_told_the_split(origin, amount, kind):
    dinner = BenefitDraft("dinner", Decimal("60"))
    line = LineDraft(general_fund().pk, amount, "ticket", benefits=(dinner,))
    gift = make_gift(lines=(line,), origin=origin)

    assert decide(facts_of(gift)).receipt_kind == kind
