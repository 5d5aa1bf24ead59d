"""What must hold for every payment of money, whatever the amounts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from donations.deductibility import Benefit, Refund, decide
from tests.donations.deductibility.builders import PENDING, RECOGNIZED, make_facts, make_payment

money = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("20000.00"), places=2)
value = st.decimals(min_value=Decimal("0.00"), max_value=Decimal("3000.00"), places=2)
benefits = st.builds(
    Benefit,
    description=st.just("thing"),
    qty=st.integers(0, 5),
    fmv_each=value,
    cost_each=st.none() | value,
    bears_org_name_or_logo=st.booleans(),
    unordered=st.booleans(),
    kind=st.sampled_from(["goods_services", "recognition", "newsletter", "annual_membership_75", "raffle"]),
    status=st.sampled_from(["accepted", "unused_not_returned", "declined", "returned_before_event"]),
)
days = st.dates(date(2012, 8, 1), date(2027, 12, 31))
gifts = st.builds(
    lambda paid, items, on, informed, org: make_facts(
        "0", *items, payments=(make_payment(str(paid), on),), org=org, appeal_informs_deductible_amount=informed
    ),
    money,
    st.lists(benefits, max_size=4),
    days,
    st.none() | st.booleans(),
    st.sampled_from([RECOGNIZED, PENDING]),
)


@settings(max_examples=200, deadline=None)
@given(gifts)
def test_parts_add_up_to_the_payment_and_are_never_negative(facts):
    decision = decide(facts)

    if decision.action != "ask_staff":
        assert decision.deductible_amount + decision.non_deductible_amount == decision.payment_amount
        assert min(decision.deductible_amount, decision.non_deductible_amount) >= 0


@settings(max_examples=200, deadline=None)
@given(gifts)
def test_disclosure_exactly_for_quid_pro_quo_over_75(facts):
    decision = decide(facts)

    quid_pro_quo = any(part.kind == "quid_pro_quo" for part in decision.parts)
    covered = decision.deductibility_status in {"deductible", "conditional"}
    over = quid_pro_quo and covered and facts.payments[0].amount > Decimal("75.00")
    assert decision.disclosure_required is over
    assert ("DEDUCTIBLE_LIMITED" in decision.must_say) is (quid_pro_quo and covered)


@settings(max_examples=200, deadline=None)
@given(gifts, benefits)
def test_more_benefit_never_raises_the_deduction(facts, another):
    less = decide(facts)
    more = decide(replace(facts, benefits=(*facts.benefits, another)))

    if "ask_staff" not in {less.action, more.action}:
        assert more.deductible_amount <= less.deductible_amount


@settings(max_examples=200, deadline=None)
@given(gifts, money)
def test_refund_never_raises_what_remains(facts, back):
    whole = decide(facts)
    left = decide(replace(facts, refunds=(Refund(amount=back, date=date(2027, 12, 31)),), prior_receipt="R-1"))

    if "ask_staff" not in {whole.action, left.action}:
        assert left.payment_amount == max(Decimal(0), facts.payments[0].amount - back)
        assert left.deductible_amount <= left.payment_amount
        assert left.deductible_amount <= whole.deductible_amount


@settings(max_examples=200, deadline=None)
@given(gifts)
def test_nothing_is_both_demanded_and_forbidden(facts):
    decision = decide(facts)

    assert set(decision.must_say) & set(decision.must_not_say) == set()
