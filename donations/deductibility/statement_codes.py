"""What a document may have to say or must never say, by code: the vocabulary of `domain/case-format.md`.

The texts here say the substance to staff; `wording` turns codes into the sentences a donor reads.
"""

# ruff: noqa: E501 - legal texts are kept in long lines

from __future__ import annotations

MUST_SAY: dict[str, str] = {
    "BASE_CASH": "legal name of MSP, donor's name, date of gift, amount of money received",
    "BASE_NONCASH": "legal name and address of MSP, donor's name, date received, description of the property in "
    "reasonable detail",
    "BENEFIT_DESC_FMV": "describes the goods or services provided and gives a good-faith estimate of their fair market "
    "value",
    "CA_CARD": "California: organization name and address, non-tax-exempt status if not exempt, percentage deductible or "
    "'This contribution is not tax deductible.'",
    "CORRECTS": "identifies the earlier receipt by number, says it is replaced/void, gives the reason, date and amount of "
    "the refund or error, and the corrected figures",
    "DEDUCTIBLE_LIMITED": "informs the donor that the deductible amount is limited to the excess of the payment over the "
    "value of the goods or services",
    "DIGITAL_DETAIL": "name and quantity of the digital asset and date received",
    "DONOR_VALUES": "valuation is the donor's responsibility; MSP states no value",
    "FX_BOTH": "foreign-currency amount, the exchange rate and its date, and the US-dollar equivalent on the date of the "
    "gift",
    "INSTITUTION_THANKS": "acknowledges the amount received to the granting institution as donor, names the recommending "
    "person for information only",
    "INSUBSTANTIAL_FULL": "under IRS guidelines the value of what was received is not substantial, so the full payment is "
    "a deductible contribution",
    "ITEMIZED": "lists every contribution separately with date, amount, benefit description/value and deductible amount",
    "MN_DISCLOSURE": "Minnesota: name and city/state of the charity, tax deductibility, description of the program",
    "NV_DISCLOSURE": "Nevada: name and city/state of the charity, tax deductibility, description of the program",
    "NOT_DEDUCTIBLE": "this payment is not deductible as a charitable contribution (or: is not a charitable contribution)",
    "NO_GOODS_SERVICES": "states that no goods or services were provided in exchange for the contribution",
    "PAYROLL_PLEDGE": "MSP does not provide goods or services as whole or partial consideration for contributions made by "
    "payroll deduction",
    "PLEDGE_NOT_RECEIPT": "confirms the promise and schedule and says it is not a tax receipt; receipts follow payment",
    "PURCHASE": "confirms a purchase at fair value; no part is a contribution",
    "QCD_TEXT": "gift was received directly from the IRA custodian; no goods or services (other than insubstantial ones) "
    "were provided; the distribution is not deductible as a charitable contribution",
    "REDIRECT": "asks the donor to lift the earmark (MSP keeps control and discretion) or take the money back",
    "SECURITIES_DETAIL": "issuer name, type of security, number of shares, date received; whether publicly traded",
    "SOFT_CREDIT_THANKS": "thanks the recommending/matching person without tax language or an amount presented as their "
    "gift",
    "STATUS_NOT_APPLIED": "MSP has not yet applied for / obtained IRS recognition; deductibility is not assured",
    "STATUS_PENDING": "MSP has applied for recognition under section 501(c)(3); the application is pending; deductibility "
    "is not assured until the IRS rules; if recognized with the expected effective date, deductibility will relate back",
    "STATUS_RECOGNIZED": "MSP is recognized by the IRS as exempt under section 501(c)(3) (with EIN; effective date where "
    "a pre-letter gift is involved)",
    "STATUS_DENIED": "the IRS did not recognize the exemption",
    "STATUS_REVOKED": "exemption revoked, with effective and publication dates; donors may generally rely on the IRS list "
    "until publication",
    "VEHICLE_1098C": "Form 1098-C content: donor name and TIN, VIN, dates of contribution and sale, arm's-length sale "
    "certification, gross proceeds, deduction may not exceed gross proceeds",
    "VOLUNTEER_SERVICES": "describes the services the volunteer performed and states whether goods or services were "
    "provided in return; no expense amount is certified",
    "FL_LEGEND": "Florida registration legend in capital letters incl. registration number (s. 496.411(3))",
    "PA_LEGEND": "Pennsylvania legend verbatim with MSP's registered legal name (10 P.S. 162.13(c))",
    "NC_LEGEND": "North Carolina legend, conspicuous, at least 9-point (G.S. 131F-9(c))",
    "MD_LEGEND": "Maryland: current financial statement available on request from MSP (name, address, phone); documents "
    "filed under the Maryland Solicitations Act available from the Secretary of State for the cost of copies and postage",
    "NJ_LEGEND": "New Jersey registration legend in capital letters",
    "MS_LEGEND": "Mississippi: registration and financial information from the Secretary of State; no endorsement",
    "WV_LEGEND": "West Virginia legend: summary of registration and financial documents obtainable from the Secretary of "
    "State; registration does not imply endorsement",
    "NY_LEGEND": "New York: last financial report obtainable from MSP (address) or the Attorney General Charities Bureau "
    "(address); from 2019 also AG website and phone",
    "GA_LEGEND": "Georgia: full description of the program and financial statement on request",
    "VA_LEGEND": "Virginia: financial statement from the Department of Agriculture and Consumer Services",
    "WA_LEGEND": "Washington: name, city, registered; Secretary of State number and website",
    "CO_LEGEND": "Colorado: registration number and where filings can be obtained",
    "KS_LEGEND": "Kansas: registration number and where filings can be obtained",
    "WI_LEGEND": "Wisconsin: registration number and where filings can be obtained",
    "IL_LEGEND": "Illinois: registration number and where filings can be obtained",
    "MI_LEGEND": "Michigan: registration number and where filings can be obtained",
}

MUST_NOT_SAY: dict[str, str] = {
    "BACKDATED": "an issue date earlier than the real issue date",
    "CERTIFIED_SPONSOR_VALUE": "a dollar value for mere recognition (name, logo, neutral link)",
    "DEDUCTIBLE_AS_QCD": "that the payment qualifies as a QCD or was made with no benefits",
    "DONOR_IDENTITY_PUBLIC": "the anonymous donor's name in any public output",
    "EXPENSE_AMOUNT": "a certified dollar amount of the volunteer's expenses or time",
    "FOREIGN_TAX": "that the gift earns relief under a foreign country's tax law",
    "FULLY_DEDUCTIBLE": "that the full payment is deductible",
    "GIFT_AMOUNT_TO_HONOREE": "the gift amount in a notice to an honoree or in public lists against the donor's wish",
    "INTANGIBLE_RELIGIOUS": "the 'intangible religious benefits' phrase",
    "NET_OF_FEES": "the amount net of processing fees as the gift amount",
    "NO_GOODS_SERVICES": "that no goods or services were provided",
    "ORIGINAL_FIGURES": "the superseded amount as current",
    "PLEDGED_AMOUNT": "the unpaid pledge as a contribution",
    "PRE_FORMATION": "an exemption effective date earlier than formation",
    "PROPERTY_VALUE": "any dollar value, price quote, estimate or appraisal for the property",
    "STATE_LEGEND_UNREGISTERED": "a state registration legend where MSP is not registered",
    "STATUS_PENDING": "that an application is pending",
    "STATUS_RECOGNIZED": "that MSP is a (recognized) 501(c)(3) organization",
    "TAX_COMPUTATION": "what the donor's own deduction or tax saving will be (floors, caps, non-itemizer amounts)",
    "TAX_DEDUCTIBLE": "any statement that the payment is (or is partly) tax-deductible",
    "TAX_RECEIPT_TO_SOFT_DONOR": "any tax-receipt language addressed to the advisor, employee, platform donor or honoree",
}
