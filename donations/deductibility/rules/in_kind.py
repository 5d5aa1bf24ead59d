"""Gifts of property, services and expenses: described, never valued on the document (receipt rules, 2.10)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from donations.deductibility.decision import Decision, Part
from donations.deductibility.facts import ZERO, Facts, Property, cents, day_text, dollars
from donations.deductibility.rules import benefits as law
from donations.deductibility.rules import exemption_effects
from donations.deductibility.rules.dates import date_of_property
from donations.deductibility.rules.limits import ACKNOWLEDGMENT_FROM
from donations.deductibility.rules.recipients import recipient

FORM_8283_OVER = Decimal("500.00")
APPRAISAL_OVER = Decimal("5000.00")
FORM_1098C_OVER = Decimal("500.00")
FORM_1098C_WARNINGS = ("deliver_within_30_days_of_sale", "file_1098c_copy_a")
DAYS_TO_DELIVER_1098C = 30
DAYS_TO_FILE_8282 = 125
YEARS_OF_8282 = 3

ORDINARY_KIND = {
    "publicly_traded_securities": "securities_acknowledgment",
    "digital_asset": "digital_asset_acknowledgment",
}
CONTENT = {
    "publicly_traded_securities": ("SECURITIES_DETAIL",),
    "digital_asset": ("DIGITAL_DETAIL", "DONOR_VALUES"),
}


def decide_property(facts: Facts) -> Decision:
    """An acknowledgment that describes the property. Its value is up to the donor."""
    item = facts.property_given or Property()
    if facts.gift_kind == "vehicle" and _claimed(item) is None:
        return _ask_about_vehicle(facts, item)
    found = date_of_property(item, method=facts.method, fallback=_payment_date(facts))
    decision = Decision(recipient=recipient(facts), deductibility_status="not_stated")
    _date(decision, found.on)
    decision.warn(*found.warnings)
    if found.on:
        decision.because(f"Date of gift {day_text(found.on)}: {found.reason}", "Reg. 1.170A-1(b)")
    value = _value_for_tests(facts, item)
    is_1098c = facts.gift_kind == "vehicle" and (_claimed(item) or ZERO) > FORM_1098C_OVER
    ordinary = "vehicle_1098c_acknowledgment" if is_1098c else ORDINARY_KIND.get(facts.gift_kind)
    decision.receipt_kind = ordinary or "noncash_acknowledgment"
    decision.cwa_required = value is None or value >= ACKNOWLEDGMENT_FROM
    decision.because(_why_acknowledged(value), "IRC 170(f)(8)")
    decision.say("BASE_NONCASH", *CONTENT.get(facts.gift_kind, ("DONOR_VALUES",)))
    if not is_1098c:  # Form 1098-C states the vehicle's sale price
        decision.forbid("PROPERTY_VALUE")
    decision.because("Property is described, never valued: the donor determines the value", "Reg. 1.170A-13(b)")
    _state_benefits(decision, facts, found.on)
    _note_forms(decision, facts, item, is_1098c)
    _apply_exemption_effect(decision, facts, found.on)
    return decision


def _ask_about_vehicle(facts: Facts, item: Property) -> Decision:
    """A vehicle without a claim may need Form 1098-C, which an ordinary letter cannot replace (IRC 170(f)(12))."""
    decision = Decision(action="ask_staff", recipient=recipient(facts))
    _date(decision, date_of_property(item, method=facts.method, fallback=_payment_date(facts)).on)
    decision.forbid("PROPERTY_VALUE")
    decision.warn("value_of_vehicle_decides_form_1098c_ask_staff")
    decision.because(
        "What the donor claims for the vehicle is not known: above $500.00 it needs Form 1098-C", "IRC 170(f)(12)"
    )
    return decision


def decide_services(facts: Facts) -> Decision:
    """Services, time, use of space: a thank-you without tax language."""
    decision = Decision(receipt_kind="thank_you_no_tax", recipient=recipient(facts))
    decision.deductible_amount, decision.deductibility_status = ZERO, "not_deductible"
    decision.forbid("TAX_DEDUCTIBLE", "PROPERTY_VALUE")
    if facts.gift_kind == "use_of_property":
        decision.warn("partial_interest_not_deductible", "gaap_may_record_donated_facilities")
        decision.because("The use of property is a partial interest, not deductible", "IRC 170(f)(3)(A)")
    else:
        decision.warn("services_not_deductible")
        decision.because("Services and time are not deductible", "Reg. 1.170A-1(g)")
    return decision


def decide_volunteer(facts: Facts) -> Decision:
    """A volunteer's own expenses: the services are acknowledged, no amount is certified."""
    volunteer = facts.volunteer
    expense = volunteer.expense if volunteer else None
    decision = Decision(receipt_kind="volunteer_expense_acknowledgment", recipient=recipient(facts))
    _date(decision, (volunteer.until if volunteer else None) or facts.date)
    decision.cwa_required = expense is None or expense >= ACKNOWLEDGMENT_FROM
    decision.say("VOLUNTEER_SERVICES")
    decision.notes.append("legal name of MSP")
    decision.forbid("EXPENSE_AMOUNT")
    decision.warn("travel_with_significant_personal_pleasure_not_deductible")
    decision.because("The services are acknowledged, no amount is certified", "Reg. 1.170A-13(f)(10)")
    _state_benefits(decision, facts, None)
    _apply_exemption_effect(decision, facts, volunteer.until if volunteer else None)
    return decision


def book_value(facts: Facts, item: Property) -> Decimal | None:
    """For accounting only: shares × mean of the day's high and low (Reg. 20.2031-2(b)(1)), or quantity × spot price."""
    if item.high is not None and item.low is not None and item.shares is not None:
        return cents(item.shares * (item.high + item.low) / 2)
    if item.spot_internal is not None and item.quantity is not None:
        return cents(item.quantity * item.spot_internal)
    return None


def _date(decision: Decision, on: date | None) -> None:
    decision.date_of_gift = on.isoformat() if on else None
    decision.tax_year = on.year if on else None


def _payment_date(facts: Facts) -> date | None:
    return facts.payments[0].date if facts.payments else facts.date


def _claimed(item: Property) -> Decimal | None:
    """The value the donor claims; for a vehicle without a claim, its sale price."""
    return item.donor_claimed_value if item.donor_claimed_value is not None else item.gross_proceeds


def _value_for_tests(facts: Facts, item: Property) -> Decimal | None:
    """The best known value, for the $250 test only. None when unknown."""
    booked = book_value(facts, item)
    return booked if booked is not None else _claimed(item)


def _why_acknowledged(value: Decimal | None) -> str:
    if value is None:
        return "Value not known: acknowledged as if $250.00 or more"
    relation = "at least" if value >= ACKNOWLEDGMENT_FROM else "below"
    return f"{dollars(value)} is {relation} {dollars(ACKNOWLEDGMENT_FROM)}"


def _state_benefits(decision: Decision, facts: Facts, on: date | None) -> None:
    counting = law.count(facts.benefits, year=on.year if on else None)
    decision.warn(*counting.warnings)
    counted = counting.counted + counting.sold
    if not counted:
        decision.say("NO_GOODS_SERVICES")
        return
    decision.say("BENEFIT_DESC_FMV")
    decision.forbid("NO_GOODS_SERVICES")
    value = law.value_of(counted)
    decision.parts = (
        Part(kind="quid_pro_quo", paid=value, value=value, dates=((on, ZERO),), contributions=(), benefits=counted),
    )
    decision.because(f"Goods or services worth {dollars(value)} were given in return", "Reg. 1.170A-13(f)(2)")


def _note_forms(decision: Decision, facts: Facts, item: Property, is_1098c: bool) -> None:
    booked = book_value(facts, item)
    decision.internal_book_value = booked
    if facts.gift_kind == "publicly_traded_securities":
        if booked is not None:
            decision.warn("internal_value_is_mean_of_high_and_low")
            mean = f"{item.shares} × ({item.high} + {item.low}) ÷ 2"
            decision.because(f"Recorded internally at {mean} = {dollars(booked)}", "Reg. 20.2031-2(b)(1)")
        decision.warn("sale_price_not_on_receipt")
    if facts.gift_kind == "digital_asset":
        decision.warn("property_not_publicly_traded_security")
    if facts.gift_kind == "vehicle":
        _note_vehicle(decision, item, is_1098c)
    else:
        _note_8283(decision, facts, item, booked)


def _note_vehicle(decision: Decision, item: Property, is_1098c: bool) -> None:
    if not is_1098c:
        decision.warn("form_1098c_not_filed_for_500_or_less")
        decision.because("Claimed at $500.00 or less: an ordinary acknowledgment", "IRC 170(f)(12)")
        return
    decision.say("VEHICLE_1098C")
    decision.warn(*FORM_1098C_WARNINGS)
    if item.gross_proceeds is not None:
        # The maximum deduction stated on the document: the vehicle's sale price, not its value.
        decision.deductible_amount, decision.deductibility_status = item.gross_proceeds, "deductible"
        decision.because(
            f"Sold for {dollars(item.gross_proceeds)}: the deduction may not exceed that", "IRC 170(f)(12)"
        )
    start = item.sold or item.received
    if start:
        decision.due_by = start + timedelta(days=DAYS_TO_DELIVER_1098C)
        decision.because(
            f"Form 1098-C by {day_text(decision.due_by)}, 30 days after {day_text(start)}", "IRC 170(f)(12)"
        )


def _note_8283(decision: Decision, facts: Facts, item: Property, booked: Decimal | None) -> None:
    value = item.donor_claimed_value if item.donor_claimed_value is not None else booked
    listed = facts.gift_kind == "publicly_traded_securities"
    if value is not None and value > FORM_8283_OVER:
        decision.warn("donor_form_8283_if_noncash_over_500")
    if listed or not (facts.form_8283_presented or (value is not None and value > APPRAISAL_OVER)):
        return
    decision.warn(
        "donor_needs_qualified_appraisal_over_5000",
        "sign_form_8283_acknowledges_receipt_not_value",
        "form_8282_within_125_days_if_disposed_within_3_years",
    )
    decision.because("Our signature on Form 8283 acknowledges receipt, not value", "IRC 170(f)(11)")
    if item.sold and item.received and _within_three_years(item.received, item.sold):
        decision.due_by = item.sold + timedelta(days=DAYS_TO_FILE_8282)
        decision.because(f"Sold {day_text(item.sold)}: Form 8282 by {day_text(decision.due_by)}", "IRC 6050L")


def _within_three_years(received: date, sold: date) -> bool:
    return (sold.year - YEARS_OF_8282, sold.month, sold.day) <= (received.year, received.month, received.day)


def _apply_exemption_effect(decision: Decision, facts: Facts, on: date | None) -> None:
    """The document's kind follows the exemption as it does for money; no amount is ever stated."""
    lead = exemption_effects.governing(effects := exemption_effects.effects_on(facts, [on]))
    decision.receipt_kind = exemption_effects.KIND.get(lead.cause, decision.receipt_kind)
    exemption_effects.explain(decision, facts, effects)
    if decision.deductibility_status == "deductible":
        decision.deductibility_status = lead.effect
    if lead.effect == "not_deductible":
        decision.deductible_amount, decision.deductibility_status = ZERO, "not_deductible"
        decision.cwa_required = False
        _withdraw_1098c(decision)


def _withdraw_1098c(decision: Decision) -> None:
    """Nothing can be deducted, so there is no form to file and no price to limit the deduction to."""
    if "VEHICLE_1098C" not in decision.must_say:
        return
    decision.unsay("VEHICLE_1098C")
    decision.forbid("PROPERTY_VALUE")
    decision.due_by = None
    decision.warnings = [code for code in decision.warnings if code not in FORM_1098C_WARNINGS]
