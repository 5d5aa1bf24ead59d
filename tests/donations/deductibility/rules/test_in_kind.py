"""Property is described and never valued; forms and deadlines at their thresholds."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from donations.deductibility import Facts, Property, Volunteer, decide
from tests.donations.deductibility.builders import PENDING, RECOGNIZED, make_benefit

LAPTOPS = Property(description="three laptops", received=date(2014, 2, 3))
STOCK = Property(
    issuer="Sample Corp",
    share_class="common",
    shares=Decimal(3),
    high=Decimal("10.01"),
    low=Decimal("10.00"),
    dtc_received=date(2014, 2, 3),
)
CAR = Property(description="car", vin="SAMPLE", received=date(2014, 2, 1), sold=date(2014, 3, 1))


def give(kind, item, **fields):
    return decide(Facts(org=RECOGNIZED, gift_kind=kind, property_given=item, **fields))


def test_no_amount_is_ever_stated():
    decision = give("in_kind", replace(LAPTOPS, donor_claimed_value=Decimal("1200.00")))

    assert decision.receipt_kind == "noncash_acknowledgment"
    stated = (decision.payment_amount, decision.deductible_amount, decision.non_deductible_amount)
    assert stated == (None, None, None)
    assert "PROPERTY_VALUE" in decision.must_not_say


@pytest.mark.parametrize(("claimed", "required"), [("249.99", False), ("250.00", True), (None, True)])
def test_acknowledgment_from_250_or_where_nobody_said(claimed, required):
    value = None if claimed is None else Decimal(claimed)

    assert give("in_kind", replace(LAPTOPS, donor_claimed_value=value)).cwa_required is required


@pytest.mark.parametrize(
    ("claimed", "form", "appraisal"),
    [("500.00", False, False), ("500.01", True, False), ("5000.00", True, False), ("5000.01", True, True)],
)
def test_forms_and_appraisals_start_above_their_thresholds(claimed, form, appraisal):
    warnings = give("in_kind", replace(LAPTOPS, donor_claimed_value=Decimal(claimed))).warnings

    assert ("donor_form_8283_if_noncash_over_500" in warnings) is form
    assert ("sign_form_8283_acknowledges_receipt_not_value" in warnings) is appraisal


@pytest.mark.parametrize(("sold", "due"), [(date(2017, 2, 3), date(2017, 6, 8)), (date(2017, 2, 4), None)])
def test_form_8282_is_due_125_days_after_a_sale_within_three_years(sold, due):
    item = replace(LAPTOPS, donor_claimed_value=Decimal("6000.00"), sold=sold)

    assert give("in_kind", item, form_8283_presented=True).due_by == due


def test_stock_is_booked_at_the_mean_of_high_and_low():
    decision = give("publicly_traded_securities", STOCK, method="stock_dtc")

    # 3 x (10.01 + 10.00) / 2 = 30.015, half up 30.02
    assert decision.internal_book_value == Decimal("30.02")
    assert decision.receipt_kind == "securities_acknowledgment"
    assert decision.cwa_required is False


@pytest.mark.parametrize(
    ("claimed", "kind", "due"),
    [("500.00", "noncash_acknowledgment", None), ("500.01", "vehicle_1098c_acknowledgment", date(2014, 3, 31))],
)
def test_vehicle_above_500_needs_form_1098c_within_30_days_of_sale(claimed, kind, due):
    decision = give("vehicle", replace(CAR, donor_claimed_value=Decimal(claimed)))

    assert (decision.receipt_kind, decision.due_by) == (kind, due)


def test_vehicle_kept_for_use_counts_30_days_from_the_gift():
    decision = give("vehicle", replace(CAR, sold=None, donor_claimed_value=Decimal("900.00")))

    assert decision.due_by == date(2014, 3, 3)


def test_digital_asset_is_property_without_the_exception_for_listed_stock():
    asset = Property(asset="BTC", quantity=Decimal("0.5"), spot_internal=Decimal("12000.00"), received=date(2018, 5, 1))

    decision = give("digital_asset", asset)

    assert decision.receipt_kind == "digital_asset_acknowledgment"
    assert decision.internal_book_value == Decimal("6000.00")
    assert {"property_not_publicly_traded_security", "donor_needs_qualified_appraisal_over_5000"} <= set(
        decision.warnings
    )


@pytest.mark.parametrize("kind", ["services", "use_of_property"])
def test_services_and_space_get_thanks_without_tax_words(kind):
    decision = give(kind, LAPTOPS)

    assert (decision.receipt_kind, decision.must_say) == ("thank_you_no_tax", [])
    assert decision.deductible_amount == Decimal(0)


@pytest.mark.parametrize(("expense", "required"), [("249.99", False), ("250.00", True)])
def test_volunteer_expenses_are_acknowledged_without_an_amount(expense, required):
    volunteer = Volunteer(services="visit", expense=Decimal(expense), until=date(2014, 3, 12))

    decision = decide(Facts(org=RECOGNIZED, gift_kind="volunteer_expenses", volunteer=volunteer))

    assert (decision.cwa_required, decision.date_of_gift) == (required, "2014-03-12")
    assert "EXPENSE_AMOUNT" in decision.must_not_say


def test_property_in_return_for_a_dinner_says_so():
    decision = give("in_kind", LAPTOPS, benefits=(make_benefit("45.00"),))

    assert "BENEFIT_DESC_FMV" in decision.must_say
    assert "NO_GOODS_SERVICES" not in decision.must_say


def test_property_while_pending_is_acknowledged_as_pending():
    decision = decide(
        Facts(org=PENDING, gift_kind="in_kind", property_given=replace(LAPTOPS, received=date(2012, 12, 1)))
    )

    assert decision.receipt_kind == "pending_exemption_acknowledgment"
    assert "STATUS_PENDING" in decision.must_say


@pytest.mark.parametrize(
    ("claimed", "proceeds"), [(None, None), (None, "3200.00"), ("3200.00", None), ("450.00", "400.00")]
)
def test_a_vehicle_is_never_acknowledged_as_if_it_were_worth_little(claimed, proceeds):
    values = {"donor_claimed_value": claimed, "gross_proceeds": proceeds}
    item = replace(CAR, **{name: Decimal(value) for name, value in values.items() if value})

    decision = give("vehicle", item)

    if not (claimed or proceeds):
        assert (decision.receipt_kind, decision.action, decision.must_say) == ("none", "ask_staff", [])
        assert "value_of_vehicle_decides_form_1098c_ask_staff" in decision.warnings
        assert "form_1098c_not_filed_for_500_or_less" not in decision.warnings
    elif claimed == "450.00":
        assert decision.receipt_kind == "noncash_acknowledgment"
    else:
        assert decision.receipt_kind == "vehicle_1098c_acknowledgment"
