"""Facts that cannot all be true of one gift: refused by name, before any rule reads them.

One table says which ways to give fit a kind of gift, and whether money or property can be there. What it does not
refuse may still be unusual: the rules ask staff about that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from babel.numbers import list_currencies

from donations.deductibility.facts import INSTITUTIONS, PROPERTY_KINDS, STOCK_METHODS, ZERO, BadFacts, Facts, Payment
from donations.deductibility.rules import screening, states
from donations.deductibility.rules.dates import date_of_payment
from donations.deductibility.vocabulary import WORDS

#: What says nothing of money or property: handed over, told in a letter, several ways.
OPEN = frozenset({"hand", "letter", "mixed"})
ANY = WORDS["method"]
MONEY = ANY - STOCK_METHODS - {"ira_direct"}
CHECKS = frozenset({"check_mail_usps", "check_courier", "check_hand"})
CURRENCIES = list_currencies()
#: An IRA belongs to a person, and its distribution is nobody else's.
NO_IRA = INSTITUTIONS | {"business", "collector"}


class Possible(NamedTuple):
    """The ways a kind of gift can be made, and whether a payment and property can be part of it."""

    methods: frozenset[str]
    payments: bool
    property: bool


POSSIBLE: dict[str, Possible] = {
    "cash": Possible(MONEY, payments=True, property=False),
    "mixed": Possible(MONEY, payments=True, property=False),
    "pledge": Possible(MONEY, payments=True, property=False),
    "purchase": Possible(MONEY, payments=True, property=False),
    "qcd": Possible(CHECKS | OPEN | {"ira_direct", "bank_transfer"}, payments=True, property=False),
    "none": Possible(ANY, payments=False, property=False),
    "in_kind": Possible(OPEN, payments=False, property=True),
    "vehicle": Possible(OPEN, payments=False, property=True),
    "publicly_traded_securities": Possible(OPEN | STOCK_METHODS, payments=False, property=True),
    "digital_asset": Possible(OPEN | {"wallet", "platform_processor_msp_is_donee"}, payments=False, property=True),
    "services": Possible(ANY, payments=False, property=True),
    "use_of_property": Possible(ANY, payments=False, property=True),
    "volunteer_expenses": Possible(ANY, payments=False, property=True),
}


def check_consistency(facts: Facts) -> None:
    """Refuse facts of one gift that contradict each other. Raises `BadFacts`, naming them.

    A held match, an appeal and a year's statement are no single gift: they have no kind or method to compare.
    """
    if facts.worksheet is not None or facts.org is None or facts.ledger:
        return
    if screening.stops(facts) or states.is_solicitation(facts):
        return
    for problem in (*_of_kind(facts), *_of_donor(facts), *_of_payments(facts)):
        raise BadFacts(problem)


def _of_kind(facts: Facts) -> Iterable[str]:
    kind, possible = facts.gift_kind, POSSIBLE[facts.gift_kind]
    for place, method in (("method", facts.method), *(("payments[].method", each.method) for each in facts.payments)):
        if method and method not in possible.methods:
            yield f"“gift_kind” {kind} contradicts “{place}” {method}."
    if not possible.payments and (paid := [payment for payment in facts.payments if _is_paid(payment)]):
        yield f"“gift_kind” {kind} contradicts “payments”: {paid[0].amount} {paid[0].currency} was paid."
    if kind in PROPERTY_KINDS and facts.property_given is None:
        yield f"“gift_kind” {kind} needs “property”: what was given is not said."
    if not possible.property and facts.property_given:
        yield f"“gift_kind” {kind} contradicts “property”. Money and property are two gifts: one case for each."


def _of_donor(facts: Facts) -> Iterable[str]:
    if facts.gift_kind == "qcd" and facts.donor.type in NO_IRA:
        yield f"“gift_kind” qcd contradicts “donor.type” {facts.donor.type}: an IRA is a person's own."


def _of_payments(facts: Facts) -> Iterable[str]:
    for payment in facts.payments:
        if payment.currency.upper() not in CURRENCIES:
            yield f"“payments[].currency” {payment.currency} is not a currency (ISO 4217)."
        if payment.to_org is not None and payment.to_org > payment.amount:
            yield f"“payments[].to_msp” {payment.to_org} is more than “payments[].amount” {payment.amount}."
        if payment.platform_tip and payment.platform_tip > payment.amount:
            yield f"“payments[].platform_tip” {payment.platform_tip} is more than “payments[].amount” {payment.amount}."
        if _is_paid(payment) and not _has_day(payment, facts):
            yield f"The payment of {payment.amount} {payment.currency} has no day its date of gift can be."


def _is_paid(payment: Payment) -> bool:
    """Whether money came and stayed: no bounced check, no charge of which every attempt failed."""
    failed = bool(payment.attempts) and not any(attempt.succeeded for attempt in payment.attempts)
    return payment.amount > ZERO and not payment.returned_nsf and not failed


def _has_day(payment: Payment, facts: Facts) -> bool:
    if payment.period or (payment.method or facts.method) == "payroll":
        return True  # the pay stubs have the days
    zone = facts.org.time_zone if facts.org else "UTC"
    return date_of_payment(payment, method=facts.method, time_zone=zone).on is not None
