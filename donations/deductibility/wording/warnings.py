"""The sentence staff read for each warning code (receipt rules, under the sections named there)."""

from __future__ import annotations

#: Words written in capitals when a code without a sentence is spelled out.
ACRONYMS = {
    word.lower(): word for word in ("US", "IRS", "CWA", "FMV", "QCD", "USPS", "UTC", "UBIT", "W2G", "MSP", "EIN")
}

SENTENCES = {
    "2026_rules_change_donor_side_only": "The 2026 deduction limits are part of the donor's own tax return. "
    "Receipts do not change.",
    "27_month_deadline_rolls_to_business_day": "The 27-month deadline fell on a weekend or holiday, so it moved to "
    "the next business day.",
    "acknowledgment_not_contemporaneous_for_filed_return": "The donor filed the return before receiving an "
    "acknowledgment, so this letter may be too late for that return.",
    "advertising_is_substantial_benefit_check_ubit": "Advertising counts as a benefit. Check whether it is "
    "unrelated business income.",
    "advisor_already_deducted": "The donor advisor took the deduction when funding the account. Send thanks without "
    "tax language.",
    "annual_blocked_property_report_by_sep_30": "Include the blocked funds in the annual OFAC report by September 30.",
    "apply_within_27_months_for_retroactive_effect": "An application filed within 27 months of formation makes the "
    "exemption effective from formation.",
    "ask_for_list_of_contributors": "Ask the collector for a list of contributors and amounts.",
    "below_one_third_test_alert_board": "Public support is below one third. Tell the board.",
    "benefit_disqualifies_entire_qcd_offer_to_remove_benefit": "A benefit disqualifies the whole IRA distribution. "
    "Offer to remove the benefit.",
    "block_deductible_wording_while_revoked": "The exemption is revoked, so the letter must not call the gift "
    "deductible.",
    "block_no_payment_no_return": "Block the funds. Do not pay them out or return them.",
    "book_receipt_date_differs_from_gift_date": "The date of gift differs from the date the money was received or "
    "posted.",
    "check_date_is_not_gift_date": "The date written on the check is not the date of gift.",
    "check_must_clear_in_due_course": "The gift counts only if the check clears.",
    "check_state_registration_before_soliciting": "Check your registration in the donor's state before soliciting "
    "there.",
    "collector_is_agent_not_donor": "The person who collected the money is not the donor. Each contributor gets a "
    "receipt.",
    "comp_ticket_not_a_gift": "A complimentary ticket is not a gift.",
    "conduit_to_foreign_organization_hold_funds": "The gift is earmarked for a foreign organization. Hold the money "
    "and ask the donor to lift the earmark.",
    "conservative_all_benefits_valued_once_safe_harbor_fails": "The benefits exceed the IRS limits for "
    "insubstantial value, so all of them are counted.",
    "conservative_bank_paid_date": "The date of gift is the date the bank paid.",
    "counsel_now": "Call counsel now.",
    "cwa_test_uses_contribution_not_payment": "The $250 test uses the contribution, not the whole payment.",
    "daf_more_than_incidental_benefit_hold": "A grant from a donor-advised fund can't pay for benefits. Hold it "
    "until all benefits are declined.",
    "declined_seats_recorded_before_event": "Seats declined before the event do not count as a benefit.",
    "deliver_within_30_days_of_sale": "Send Form 1098-C to the donor within 30 days of the sale.",
    "disclose_conditional_promise": "Disclose the conditional pledge. It is not revenue yet.",
    "do_not_net_against_later_gifts": "Correct the year of the gift. Do not subtract the refund from later gifts.",
    "do_not_refund_before_review": "Do not refund this gift before the sanctions review.",
    "document_control_and_discretion": "Keep a record that your organization controls how the money is used.",
    "donor_form_8283_if_noncash_over_500": "If the donor claims more than $500 for property, the donor files Form "
    "8283.",
    "donor_may_need_amended_or_extended_return": "The donor may need to amend or extend a tax return.",
    "donor_may_need_to_amend_or_report_recovery": "The donor may need to amend a tax return or report the refund as "
    "income.",
    "donor_needs_qualified_appraisal_over_5000": "For a deduction above $5,000, the donor needs a qualified appraisal.",
    "donor_outside_us": "The donor is outside the US. The letter says nothing about foreign taxes.",
    "donor_reliance_until_publication": "Donors could rely on the IRS list until the revocation was published.",
    "each_deduction_is_separate": "Each payroll deduction is a separate contribution.",
    "earmarked_for_individual_hold_funds": "The gift is earmarked for a person. Hold the money and ask the donor to "
    "lift the earmark.",
    "failed_charge_is_not_a_gift": "A failed charge is not a gift.",
    "fee_cover_is_part_of_gift": "The card fee the donor covered is part of the gift.",
    "file_1098c_copy_a": "File Copy A of Form 1098-C with the IRS.",
    "file_while_application_pending": "File the annual return while the application is pending.",
    "form_1098c_not_filed_for_500_or_less": "Form 1098-C is not filed for a vehicle of $500 or less.",
    "form_8282_within_125_days_if_disposed_within_3_years": "If you dispose of the property within 3 years, file "
    "Form 8282 within 125 days.",
    "fund_is_the_legal_donor_ask_staff": "The fund or giving platform is the legal donor. Record the gift as its own.",
    "gaap_may_record_donated_facilities": "Donated facilities may be recorded under GAAP.",
    "gift_complete_when_in_msp_account": "The date of gift is the date the stock reached your account.",
    "give_quid_pro_quo_disclosure_even_if_pending": "Disclose the value of goods or services while the application "
    "is pending, too.",
    "hold_gift_and_receipt_pending_review": "Hold the gift and its receipt until the sanctions match is reviewed.",
    "hold_until_check_date": "The check is post-dated. Hold it until its date.",
    "household_credit_once": "A joint gift is counted once in the household.",
    "include_cwa_content_now": "The letter has the full acknowledgment content, so it is already in time.",
    "internal_value_is_mean_of_high_and_low": "Record stock at the mean of the day's high and low prices.",
    "ira_custodian_not_known_ask_staff": "Enter the custodian of the IRA, or record the check as the donor's own gift.",
    "keep_postmarked_envelope": "Keep the postmarked envelope.",
    "legal_donor_is_account_owner": "The legal donor is the owner of the account.",
    "legend_address_is_dated_configuration": "The state's address depends on the date of the letter.",
    "legend_on_solicitations_only": "The donor's state requires its legend on solicitations only, not on receipts.",
    "low_cost_limit_is_aggregate": "The low-cost limit applies to all items together.",
    "mailbox_rule_is_usps_only_conservative": "Only USPS mail counts from the postmark. With a courier, the date of "
    "gift is the delivery date.",
    "match_is_gift_of_the_matching_company": "The matching gift is the company's gift. The employee gets soft credit.",
    "membership_benefits_75_or_less_disregarded": "Membership benefits of $75 or less a year are not counted.",
    "no_exemption_before_formation": "There is no exemption before the organization was formed.",
    "no_identified_donor_record_as_anonymous_cash": "The donor is unknown. Record the gift as anonymous, without a "
    "receipt.",
    "no_limits_for_year_ask_staff": "The IRS limits for this year are not on record. Ask your treasurer.",
    "no_show_does_not_increase_deduction": "An unused seat that was not returned still counts as a benefit.",
    "not_over_75_disclosure_optional_but_shown": "At $75 or less the disclosure is optional. It is shown anyway.",
    "notify_all_pending_period_donors": "Tell every donor of the pending period that their gifts are not deductible.",
    "notify_donors_before_effective_date": "Tell donors who gave before the effective date that their gifts are not "
    "deductible.",
    "one_transaction_split_tender_is_one_payment": "Several checks or cards for one transaction are one payment.",
    "partial_interest_not_deductible": "The use of property is not deductible.",
    "pay_days_not_known_ask_staff": "Your tax status changed during the year. Enter each payroll deduction with "
    "its date.",
    "platform_already_issued_tax_receipt": "The giving platform has already issued a tax receipt.",
    "platform_tip_excluded": "The tip to the platform is not part of the gift.",
    "pledge_receiptable_only_as_paid": "A pledge gets receipts only as it is paid.",
    "prize_reporting_w2g_check": "Check prize reporting (Form W-2G) before selling raffle tickets.",
    "property_not_publicly_traded_security": "Digital assets are property, not publicly traded securities.",
    "raffle_part_not_deductible": "Raffle tickets are never deductible.",
    "rate_on_date_of_gift": "Use the exchange rate on the date of gift.",
    "receipt_any_amount_for_currency": "For cash, issue a receipt for any amount. It is the donor's only record.",
    "recognition_has_no_value": "Recognition has no value, so no amount is stated.",
    "record_purpose_restriction": "Record the purpose the donor restricted the gift to.",
    "record_return_date_before_event": "Record when the donor returned the seats.",
    "refund_names_no_gift_ask_staff": "The refund is not linked to a gift. Check which gift was refunded.",
    "refund_reduces_gift_part_first": "A refund not tied to a benefit reduces the contribution first.",
    "reissue_original_year_statement": "Reissue the statement of the year of the gift.",
    "report_blocked_property_within_10_business_days": "Report the blocked funds to OFAC within 10 business days.",
    "retain_screening_record": "Keep the record of the sanctions screening.",
    "safe_harbor_needs_informed_campaign": "Small benefits may be disregarded only if the appeal told donors how "
    "much is deductible.",
    "sale_price_not_on_receipt": "The sale price is for your records only. It is not on the receipt.",
    "screen_before_any_disbursement": "Screen the payee before any payment.",
    "send_by_jan_31": "Send the statement by January 31.",
    "send_status_letter_after_determination": "Send a letter about your tax status after the IRS determination.",
    "separate_contributions_not_aggregated": "Separate contributions are not added together for the $250 test.",
    "separate_events_not_aggregated": "Payments for separate events are not added together.",
    "services_not_deductible": "Services and time are not deductible.",
    "settlement_rate_difference_is_fx_gain_or_loss": "A different settlement rate is your exchange gain or loss. It "
    "does not change the gift.",
    "sign_form_8283_acknowledges_receipt_not_value": "Signing Form 8283 acknowledges receipt, not the value.",
    "state_gaming_license_check": "Check the state gaming license before selling raffle tickets.",
    "state_non_tax_exempt_status_while_pending": "California requires stating that the organization is not "
    "tax-exempt while the application is pending.",
    "state_not_known_check_legend": "The donor's state is not recognized. Check whether the state requires a legend.",
    "statement_can_serve_as_acknowledgment_if_received_before_filing": "The statement can serve as the "
    "acknowledgment if the donor receives it before filing.",
    "suppress_in_public_lists": "The donor is anonymous. Leave the name out of public lists.",
    "suspend_receipt_while_disputed": "Do not issue or use a receipt while the payment is disputed.",
    "threshold_tests_the_single_payment": "The $75 test uses the single payment, not the deductible part.",
    "travel_with_significant_personal_pleasure_not_deductible": "Travel with significant personal pleasure is not "
    "deductible.",
    "treat_as_monetary_gift": "A gift card that can be exchanged for cash is a gift of money.",
    "use_donor_local_date_never_utc_or_payout": "The date of gift is the date of the charge in the donor's time zone.",
    "use_revised_2018_limits": "The revised 2018 limits apply.",
    "use_status_on_issue_date": "The letter uses your tax status on its issue date.",
    "value_of_vehicle_decides_form_1098c_ask_staff": "The donor's claimed value of the vehicle is not recorded. Above "
    "$500, the donor needs Form 1098-C.",
    "value_of_benefit_missing_ask_staff": "The value of what the donor received is not recorded. Enter it first.",
    "waived_part_is_gift_on_waiver_date": "The waived refund is a gift on the date of the waiver.",
    "waiver_must_be_documented": "Keep the donor's written waiver of the refund.",
    "within_annual_qcd_limit_is_donor_matter": "The annual limit for IRA distributions is the donor's responsibility.",
}  # fmt: skip


def sentence(code: str) -> str:
    """The sentence of a warning; for a code without one, its words."""
    if code in SENTENCES:
        return SENTENCES[code]
    words = [ACRONYMS.get(word, word) for word in code.split("_")]
    return f"{words[0][:1].upper()}{' '.join(words)[1:]}."
