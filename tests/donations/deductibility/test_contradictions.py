"""Facts of one gift that cannot all be true are refused by name; every kind of gift by every way to give is decided."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility import Attempt, BadFacts, Contributor, Donor, Facts, Payment, Property, Volunteer, decide
from donations.deductibility.contradictions import POSSIBLE
from donations.deductibility.vocabulary import WORDS
from tests.donations.deductibility.builders import RECOGNIZED, make_benefit, make_facts, make_payment

STOCK = {"stock_dtc", "stock_certificate_usps"}
HANDED = {"hand", "letter", "mixed"}
CHECKS = {"check_mail_usps", "check_courier", "check_hand"}
MONEY = WORDS["method"] - STOCK - {"ira_direct"}
#: What can be given how. Written out beside the engine's table, so that a change of either is seen.
WAYS = {
    **dict.fromkeys(("cash", "mixed", "pledge", "purchase"), MONEY),
    **dict.fromkeys(("in_kind", "vehicle"), HANDED),
    **dict.fromkeys(("none", "services", "use_of_property", "volunteer_expenses"), WORDS["method"]),
    "publicly_traded_securities": HANDED | STOCK,
    "digital_asset": HANDED | {"wallet", "platform_processor_msp_is_donee"},
    "qcd": HANDED | CHECKS | {"ira_direct", "bank_transfer"},
}
PAID = {"cash", "mixed", "pledge", "purchase", "qcd"}
THINGS = {"in_kind", "vehicle", "publicly_traded_securities", "digital_asset"}
THING = Property(description="things", received=date(2014, 2, 3), donor_claimed_value=Decimal("100.00"))
PAIRS = sorted((kind, method) for kind in WORDS["gift_kind"] for method in WORDS["method"])


def given(kind, **fields):
    """A gift of its kind with what belongs to it: money for money, a thing for a thing."""
    own = {
        "payments": (make_payment(),) if kind in PAID else (),
        "property_given": THING if kind in THINGS else None,
        "donor": Donor(name="Ann Example", ira_custodian="Example Custodian" if kind == "qcd" else ""),
    }
    return Facts(org=RECOGNIZED, gift_kind=kind, **own | fields)


def test_every_kind_of_gift_has_its_row():
    assert set(POSSIBLE) == set(WAYS) == WORDS["gift_kind"]


@pytest.mark.parametrize(("kind", "method"), PAIRS)
def test_a_way_to_give_either_fits_the_kind_or_is_refused_with_both_named(kind, method):
    if method in WAYS[kind]:
        decide(given(kind, method=method))
        return

    with pytest.raises(BadFacts) as problem:
        decide(given(kind, method=method))
    assert str(problem.value) == f"“gift_kind” {kind} contradicts “method” {method}."


@pytest.mark.parametrize(
    ("kind", "method"), [pair for pair in PAIRS if pair[0] in PAID and pair[1] not in WAYS[pair[0]]]
)
def test_a_payments_own_method_is_held_to_the_same(kind, method):
    with pytest.raises(BadFacts, match=f"“gift_kind” {kind} contradicts “payments\\[\\].method” {method}"):
        decide(given(kind, payments=(make_payment(method=method),)))


@pytest.mark.parametrize("kind", sorted(WORDS["gift_kind"] - PAID))
def test_money_beside_what_is_no_money_is_never_ignored(kind):
    with pytest.raises(BadFacts, match=f"“gift_kind” {kind} contradicts “payments”: 500.00 USD was paid"):
        decide(given(kind, payments=(make_payment("500.00"),)))

    decide(given(kind, payments=(make_payment("0.00"),)))
    decide(given(kind, payments=(make_payment("500.00", returned_nsf=date(2014, 3, 9)),)))


@pytest.mark.parametrize("kind", sorted(PAID))
def test_property_beside_money_is_never_ignored(kind):
    with pytest.raises(BadFacts, match=f"“gift_kind” {kind} contradicts “property”"):
        decide(given(kind, property_given=THING))


@pytest.mark.parametrize("kind", sorted(THINGS))
def test_property_nobody_named_is_not_acknowledged(kind):
    with pytest.raises(BadFacts, match=f"“gift_kind” {kind} needs “property”"):
        decide(given(kind, property_given=None))


@pytest.mark.parametrize("donor", sorted(WORDS["donor.type"]))
def test_an_ira_is_a_persons(donor):
    facts = given("qcd", method="ira_direct", donor=Donor(type=donor, name="Example"))
    if donor in ("individual", "couple"):
        assert decide(facts).receipt_kind == "qcd_acknowledgment"
    elif donor == "anonymous_unknown":
        assert decide(facts).receipt_kind == "none"
    else:
        with pytest.raises(BadFacts, match=f"“gift_kind” qcd contradicts “donor.type” {donor}"):
            decide(facts)


@pytest.mark.parametrize("method", ["check_mail_usps", "check_hand", "bank_transfer"])
def test_a_check_is_an_iras_only_where_its_custodian_is_named(method):
    held = decide(given("qcd", method=method, donor=Donor(name="Ann Example")))
    sent = decide(given("qcd", method=method))

    assert (held.receipt_kind, held.action) == ("none", "ask_staff")
    assert (sent.receipt_kind, sent.action) == ("qcd_acknowledgment", None)


@pytest.mark.parametrize(
    ("payment", "named"),
    [
        (make_payment("100.00", to_org=Decimal("500.00")), "“payments[].to_msp” 500.00 is more than"),
        (make_payment("100.00", platform_tip=Decimal("100.01")), "“payments[].platform_tip” 100.01 is more than"),
        (
            make_payment("100.00", currency="ZZZ", spot_rate_usd=Decimal(1)),
            "“payments[].currency” ZZZ is not a currency",
        ),
        (make_payment("100.00", None), "has no day"),
        (make_payment("100.00", None, check_date=date(2014, 3, 1)), "has no day"),
    ],
)
def test_a_payment_that_contradicts_itself_is_refused(payment, named):
    with pytest.raises(BadFacts) as problem:
        decide(make_facts(payments=(payment,)))

    assert named in str(problem.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"payments": (Payment(amount=Decimal(5), period="biweekly 2014"),), "method": "payroll"},
        {"payments": (Payment(amount=Decimal(5)),), "document": "web_page"},
        {"payments": (Payment(amount=Decimal(5), attempts=(Attempt(at=None, succeeded=False),)),)},
        {"payments": (make_payment("100.00", to_org=Decimal("100.00"), platform_tip=Decimal("10.00")),)},
    ],
)
def test_what_has_no_day_by_nature_is_decided(fields):
    decide(make_facts(**fields))


@pytest.mark.parametrize("kind", sorted(WORDS["gift_kind"]))
def test_nothing_is_acknowledged_to_nobody(kind):
    fields = {"volunteer": Volunteer(services="visit")} if kind == "volunteer_expenses" else {}
    decision = decide(given(kind, donor=Donor(type="anonymous_unknown"), **fields))

    assert (decision.receipt_kind, decision.recipient) == ("none", None)
    assert "no_identified_donor_record_as_anonymous_cash" in decision.warnings


def test_a_letter_never_says_that_payroll_gifts_bring_nothing_beside_what_they_brought():
    payment = replace(make_payment("300.00"), method="payroll")
    dinner = decide(make_facts("300.00", make_benefit("45.00"), method="payroll", payments=(payment,)))
    plain = decide(make_facts("300.00", method="payroll", payments=(payment,)))

    assert (dinner.receipt_kind, "PAYROLL_PLEDGE" in dinner.must_say) == ("quid_pro_quo_acknowledgment", False)
    assert (plain.receipt_kind, "PAYROLL_PLEDGE" in plain.must_say) == ("payroll_pledge_document", True)


def test_contributors_known_by_number_alone_leave_no_empty_names():
    groups = tuple(Contributor(name="", amount=Decimal(amount), count=2) for amount in ("50.00", "100.00"))
    facts = make_facts(
        "300.00", donor=Donor(type="collector", name="Bo Example", contributors=groups), method="currency"
    )

    assert decide(facts).recipient == "each listed contributor"


@pytest.mark.parametrize(
    ("payers", "held"),
    [(("", ""), True), (("Ann Example", ""), True), (("Ann Example", "Example Works"), False), (("",), False)],
)
def test_an_employers_money_is_never_receipted_to_the_employee(payers, held):
    donor = Donor(name="Ann Example", employer_foundation="Example Works")
    payments = tuple(make_payment("500.00", payer=payer) for payer in payers)

    assert (decide(make_facts(donor=donor, payments=payments)).action == "ask_staff") is held
