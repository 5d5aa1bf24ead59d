"""The contract of every kind of document, on letters that are printed and read back."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from config.roles import ROLES
from core.permissions import permissions_of
from receipts.kinds import KINDS, for_decision
from receipts.models import Receipt
from receipts.verification import faults
from tests.receipts.kinds.printed import corrected, dinner, goods, issued, purchase, read, void
from tests.support.builders import make_gift, make_organization, make_supporter

pytestmark = pytest.mark.django_db

PENDING = [("pending", date(2012, 12, 3)), ("recognized", date(2013, 7, 15))]
BEFORE_LETTER, AFTER_LETTER = date(2013, 7, 1), date(2013, 7, 20)


def cash() -> Receipt:
    make_organization()
    return issued(make_gift(Decimal("250")))


def pending() -> Receipt:
    make_organization(formation_on=date(2012, 8, 21), statuses=PENDING)
    return issued(make_gift(gift_on=date(2013, 2, 1), today=BEFORE_LETTER), BEFORE_LETTER)


def determination() -> Receipt:
    make_organization(formation_on=date(2012, 8, 21), statuses=PENDING)
    return issued(make_gift(gift_on=date(2013, 2, 1), today=AFTER_LETTER), AFTER_LETTER)


def institution() -> Receipt:
    make_organization()
    fund = make_supporter("Example Donor Fund", kind="organization", donor_type="daf_sponsor")
    return issued(make_gift(Decimal("5000"), supporter=fund, method="daf"))


def payroll() -> Receipt:
    make_organization()
    return issued(make_gift(method="payroll"))


def services_given() -> Receipt:
    make_organization()
    return issued(make_gift(Decimal("800"), kind="services", method="in-kind", description="Translation of a report"))


#: How each kind comes to be; a kind without a sample fails the contract.
SAMPLES: dict[str, Callable[[], Receipt]] = {
    "cash_acknowledgment": cash,
    "pending_exemption_acknowledgment": pending,
    "post_determination_letter": determination,
    "quid_pro_quo_acknowledgment": dinner,
    "purchase_confirmation": purchase,
    "institutional_acknowledgment": institution,
    "payroll_pledge_document": payroll,
    "noncash_acknowledgment": goods,
    "thank_you_no_tax": services_given,
    "corrected_acknowledgment": corrected,
    "void_notice": void,
}
#: Kinds no gift of ours can reach yet: nothing records that an appeal told donors what is deductible (rules, 2.5).
UNREACHED = {"insubstantial_benefit_acknowledgment"}


def test_every_kind_has_a_sample():
    assert set(SAMPLES) | UNREACHED == {kind.slug for kind in KINDS}


def test_kinds_say_what_they_are_once():
    printed = [name for kind in KINDS for name in kind.prints]

    assert len({kind.slug for kind in KINDS}) == len({kind.label for kind in KINDS}) == len(KINDS)
    assert len(printed) == len(set(printed))
    assert {kind.permission for kind in KINDS} <= permissions_of(ROLES)
    assert [for_decision(name).slug for name in printed] == [kind.slug for kind in KINDS for _ in kind.prints]


@pytest.mark.parametrize("slug", SAMPLES)
def test_a_kind_prints_what_the_law_decided(slug):
    receipt = SAMPLES[slug]()

    assert receipt.kind == slug
    assert list(faults(receipt)) == []
    text = read(receipt)
    assert "Example Charity of Solidarity, Inc." in text
    if "TAX_DEDUCTIBLE: " in " ".join(receipt.decision["must_not_say"]):
        assert not re.search(r"(?<!not )deductible", text.lower())
    assert "intangible religious" not in text.lower()


def test_money_is_acknowledged_with_every_word_the_law_asks():
    text = read(cash())

    assert "No goods or services were provided in exchange for this contribution." in text
    assert "is recognized as exempt under section 501(c)(3)" in text.replace("\xa0", " ")
    assert "EIN 00-0000000" in text
    assert "$250.00" in text


def test_before_the_letter_nothing_is_promised():
    text = read(pending()).lower()

    assert "our application is pending" in text
    assert "deductible" not in text
    assert "is recognized" not in text
    assert "your gift" in text


def test_a_demonstration_says_on_paper_that_it_is_none():
    make_organization(environment="demo")

    assert "Not a tax receipt" in read(issued(make_gift()))
