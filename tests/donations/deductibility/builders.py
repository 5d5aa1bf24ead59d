"""Facts that are valid by default; a test names only what it is about."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from donations.deductibility import Benefit, Facts, Org, Payment

RECOGNIZED = Org(
    legal_name="Example Relief, Inc.",
    ein="00-0000000",
    address="1 Sample Street, New York, NY 10001",
    city_and_state="New York, NY",
    phone="(212) 555-0100",
    state_of_incorporation="NY",
    formation_date=date(2012, 8, 21),
    status="recognized",
    application_filed=date(2012, 12, 3),
    determination_letter_date=date(2013, 7, 15),
    exemption_effective_date=date(2012, 8, 21),
)
PENDING = replace(
    RECOGNIZED,
    status="pending",
    determination_letter_date=None,
    exemption_effective_date=None,
    as_of=date(2012, 12, 20),
)


def make_payment(amount="100.00", on=date(2014, 3, 1), **fields):
    return Payment(amount=Decimal(amount), date=on, **fields)


def make_benefit(value="45.00", qty=1, cost=None, **fields):
    fields = {"description": "dinner"} | fields
    return Benefit(fmv_each=Decimal(value), qty=qty, cost_each=None if cost is None else Decimal(cost), **fields)


def make_facts(amount="100.00", *benefits, on=date(2014, 3, 1), **fields):
    """One card payment in 2014 to a recognized charity."""
    fields = {"org": RECOGNIZED, "method": "stripe_card", "payments": (make_payment(amount, on),)} | fields
    return Facts(benefits=benefits, **fields)


def figures(decision):
    """Paid, deductible, not deductible."""
    return (
        str(decision.payment_amount),
        str(decision.deductible_amount),
        str(decision.non_deductible_amount),
    )
