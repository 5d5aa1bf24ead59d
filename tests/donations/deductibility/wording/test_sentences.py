"""The sentences a donor reads."""

from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility import Donor, Payment, Refund, decide
from donations.deductibility.wording import sentences
from tests.donations.deductibility.builders import PENDING, RECOGNIZED, make_benefit, make_facts


def texts(facts):
    return [sentence.text.replace("\u00a0", " ") for sentence in sentences.sentences(decide(facts), facts)]


def test_gift_of_money():
    assert texts(make_facts("100.00")) == [
        "No goods or services were provided in exchange for this contribution.",
        "Example Relief, Inc. is recognized as exempt under section 501(c)(3) of the Internal Revenue Code "
        "(EIN 00-0000000). Your contribution is tax-deductible to the extent allowed by law.",
    ]


def test_dinner():
    seats = (make_benefit("60.00", qty=9), make_benefit("60.00", status="declined"))

    assert texts(make_facts("1500.00", *seats)) == [
        "The amount of your contribution that is deductible for federal income tax purposes is limited to the excess "
        "of what you paid over the value of the goods and services we provided: $1,500.00 − $540.00 = $960.00.",
        "In return for your payment we provided: 9 × dinner. Our good-faith estimate of their value is $60.00 each, "
        "$540.00 in total.",
        "Example Relief, Inc. is recognized as exempt under section 501(c)(3) of the Internal Revenue Code "
        "(EIN 00-0000000).",
    ]


def test_sum_does_not_break():
    assert (
        sentences.sum_in_words(Decimal("150.00"), Decimal("45.00")) == "$150.00\u00a0−\u00a0$45.00\u00a0=\u00a0$105.00"
    )


def test_pending():
    assert texts(make_facts("500.00", on=date(2012, 12, 8), org=PENDING)) == [
        "No goods or services were provided in exchange for this gift.",
        "Example Relief, Inc. was incorporated in New York on August 21, 2012. We have applied to the Internal Revenue "
        "Service for recognition under section 501(c)(3) of the Internal Revenue Code (EIN 00-0000000). Our "
        "application is pending.",
        "Until the IRS decides, we cannot assure you of any tax treatment of this gift. If recognition is granted "
        "as we expect, it will relate back to August 21, 2012 and cover your gift.",
        "We will write to you as soon as the IRS decides. Please keep this letter. It contains the information you "
        "would need.",
    ]


@pytest.mark.parametrize("benefits", [(), (make_benefit("45.00"),), (make_benefit("1.00"),)])
def test_pending_never_says_deductible(benefits):
    facts = make_facts("150.00", *benefits, on=date(2012, 12, 8), org=PENDING, appeal_informs_deductible_amount=True)

    said = " ".join(texts(facts)).lower()

    assert "deductible" not in said
    assert "is a 501(c)(3)" not in said


def test_insubstantial_benefit():
    mug = make_benefit("14.00", cost="5.00", bears_org_name_or_logo=True, description="mug")

    said = texts(make_facts("60.00", mug, appeal_informs_deductible_amount=True))

    assert said[:2] == [
        "Under Internal Revenue Service guidelines, the value of what you received (mug) is not substantial, so "
        "your full payment is a deductible contribution.",
        "No goods or services other than these insubstantial benefits were provided.",
    ]


def test_letter_after_recognition_says_from_when():
    said = texts(make_facts("500.00", on=date(2012, 12, 8)))

    assert "by a letter of July 15, 2013, effective August 21, 2012. This recognition covers your gift." in said[1]


def test_correction_names_the_old_receipt_and_the_refund():
    refund = Refund(amount=Decimal("50.00"), date=date(2014, 4, 1))

    said = texts(make_facts("300.00", refunds=(refund,), prior_receipt="2014-000042"))

    assert said[0] == "Receipt 2014-000042 is no longer valid. $50.00 was refunded on April 1, 2014."


def test_foreign_money_shows_both_amounts():
    payment = Payment(
        amount=Decimal("30000"),
        currency="JPY",
        date=date(2014, 3, 1),
        spot_rate_usd=Decimal("0.0098"),
        rate_source="Federal Reserve",
    )

    assert texts(make_facts(payments=(payment,)))[0] == (
        "You gave JPY 30,000. At the exchange rate of 0.0098 on the date of the gift (Federal Reserve), this is "
        "$294.00."
    )


def test_fund_is_thanked_without_tax_words_to_its_advisor():
    fund = Donor(type="daf_sponsor", name="Sample Giving Fund", advisor="A. Sample")

    said = texts(make_facts("1000.00", donor=fund, method="daf_grant"))

    assert said[0].endswith(
        "acknowledges a grant of $1,000.00 from Sample Giving Fund. Recommended by A. Sample (for information only)."
    )
    assert "deductible" not in " ".join(said)


def test_every_sentence_of_the_law_answers_a_demanded_code():
    facts = make_facts("150.00", make_benefit("45.00"), org=RECOGNIZED)
    decision = decide(facts)

    assert {sentence.code for sentence in sentences.sentences(decision, facts)} <= set(decision.must_say)
