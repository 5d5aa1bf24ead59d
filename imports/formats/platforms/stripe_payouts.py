"""Stripe's itemized payout reconciliation: every charge, refund and fee of each payout.

A charge here is the gift of the payments' file: the same charge id finds it, and with it the donor and the fund, which
this report rarely names. Amounts are in the currency of the payout unless the report has the donor's. Payouts and fees
move money that is counted already.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from imports.cells import Workbook
from imports.contexts import Context
from imports.formats.platforms import stripe
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.records import decide
from imports.formats.titled import words
from imports.parsing.dates import Problem
from imports.parsing.header_detection import total_label
from imports.plans import CHARGEBACK, GIFT, REFUND, PlannedRow

SLUG = "stripe_payouts"
LABEL = "Stripe payout reconciliation"
PERMISSION = "imports.run"

EXPORT = Export(
    signature=words(
        """automatic_payout_id automatic_payout_effective_at_utc automatic_payout_effective_at balance_transaction_id
        created_utc reporting_category source_id payment_intent_id charge_id gross available_on_utc
        customer_facing_amount customer_facing_currency trace_id"""
    ),
    wanted=4,
    needed=words("reporting_category gross currency created source_id"),
    roles={
        **stripe.PEOPLE,
        **dict.fromkeys(("created_utc", "created"), "created"),
        **dict.fromkeys(("payment_method_type", "payment_source_type"), "source"),
        "customer_name": "customer_name",
    },
    used=stripe.USED | words("""reporting_category gross currency created source_id charge_id payment_intent_id source
        customer_facing_amount customer_facing_currency"""),
    known=words(
        """automatic_payout_id automatic_payout_effective_at_utc automatic_payout_effective_at balance_transaction_id
        fee net available_on available_on_utc trace_id trace_id_status statement_descriptor dispute_reason
        card_brand card_funding card_country order_id invoice_id invoice_number subscription_id transfer_id
        transfer_group connected_account_id connected_account_name connected_account_country destination_payment_id
        refund_id dispute_id payout_id charge_created charge_created_utc payment_metadata is_link link_funds
        destination_id connected_account_direct_charge_id payout_description payout_destination_id
        payout_expected_arrival_date        payout_reversed_at payout_reversed_at_utc payout_status payout_type"""
    ),
    dates=("created",),
    amounts=("gross", "customer_facing_amount"),
)  # fmt: skip
#: Categories that move money which is counted elsewhere, or is no donor's.
_NO_GIFTS = {
    "payout": "A payout to the bank.",
    "payout_reversal": "A payout that the bank returned.",
    "payout_minimum_balance_hold": "Money in reserve at Stripe.",
    "payout_minimum_balance_release": "Money in reserve at Stripe.",
    "reserved_funds": "Money in reserve at Stripe.",
    "risk_reserved_funds": "Money in reserve at Stripe.",
    "connect_reserved_funds": "Money in reserve at Stripe.",
    **dict.fromkeys(("fee", "network_cost", "tax", "stripe_fee", "application_fee"), "A fee."),
    **dict.fromkeys(
        words(
            """transfer transfer_reversal topup topup_reversal connect_collection_transfer platform_earning
            platform_earning_refund advance advance_funding anticipation_repayment financing_paydown
            financing_paydown_reversal financing_payout financing_payout_reversal other_adjustment contribution
            unreconciled_customer_funds climate_order_purchase climate_order_refund issuing_authorization_hold
            issuing_authorization_release issuing_transaction issuing_dispute issuing_disbursement inbound_transfer
            inbound_transfer_reversal outbound_payment outbound_transfer received_credit received_debit"""
        ),
        "Money moved between accounts.",
    ),
}
_KINDS = {"charge": GIFT, "refund": REFUND, "dispute": CHARGEBACK}
#: What Stripe calls the file; it says nothing of the rows.
_OWN_NAME = re.compile(r"itemi[sz]ed|payouts?|reconciliation|bank", re.I)
_DISPUTES = words("dispute dispute_reversal")


def recognizes(workbook: Workbook) -> float:
    """Certain when the columns of a balance transaction are beside titles only Stripe's reports have."""
    return recognized(workbook, EXPORT)


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every balance transaction; charges and refunds take donor and fund from the gift with their charge id."""
    named = replace(workbook, name=_OWN_NAME.sub(" ", workbook.name))
    return read_export(named, context, EXPORT, _rows, stripe.names_by_customer)


def _rows(record: Record) -> Iterable[PlannedRow]:
    category = record.word("reporting_category").replace(" ", "_")
    if category in _NO_GIFTS:
        yield record.ignored(_NO_GIFTS[category])
    elif not category and total_label(record.row.cells):
        yield record.ignored("A total, not a payment.")
    else:
        yield _transaction(record, category)


def _transaction(record: Record, category: str) -> PlannedRow:
    method, problems = stripe.method_of(record.text("source"))
    planned = record.begin(_KINDS.get(category, GIFT), method)
    if any(record.text(role) for role in ("name", "first_name", "last_name", "organization", "email", *stripe.NAMES)):
        problems += stripe.name_donor(planned, record)
    planned.is_of_gift = not planned.party
    planned.memo = record.text("description")
    planned.references = stripe.references(*map(record.text, ("charge_id", "source_id", "payment_intent_id")))
    problems += record.read_day(planned, record.text("created"), zone=stripe.zone_of(record, "created"))
    problems += record.read_money(planned, *_money(record))
    problems += record.read_fund(planned, *(role for role in ("fund", "campaign") if record.table.has(role)))
    decide(planned, [*problems, *_odd(planned, record, category)])
    return planned


def _money(record: Record) -> tuple[str, str]:
    """The amount and currency the donor paid, where the report has them, else those of the payout."""
    paid = record.text("customer_facing_amount"), record.text("customer_facing_currency")
    return paid if all(paid) else (record.text("gross"), record.text("currency"))


def _odd(planned: PlannedRow, record: Record, category: str) -> Iterable[Problem]:
    said = record.text("reporting_category")[:40]
    if category in _DISPUTES:
        yield Problem("The payment is disputed: choose whether the money was kept.", ask=True)
    elif category not in _KINDS:
        yield Problem(f"The category is “{said}”: choose what happened.", ask=True)
    if not planned.references:
        yield Problem("The row has no charge: choose the gift.", ask=True)
    if not record.text("currency"):
        yield Problem("The currency is missing: enter it.", ask=True)
    if planned.amount is not None and (planned.amount < 0) != (planned.kind in (REFUND, CHARGEBACK)):
        yield Problem(f"The amount of a {said} has the wrong sign: enter what happened.", ask=True)
