"""Group payments into transactions and compute each contribution by section 2.6.

Several payments for one transaction count as one (Pub. 1771); separate gifts and separate events are never added
together (Reg. 1.170A-13(f)(1), 1.6115-1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from donations.deductibility.decision import Contribution, Part
from donations.deductibility.facts import ZERO, Benefit, Facts, Payment, dollars
from donations.deductibility.line_items import read_lines
from donations.deductibility.rules import benefits as law
from donations.deductibility.rules.dates import GiftDate, date_of_payment

CANCELLED = frozenset({"not_provided", "not_provided_event_cancelled", "cancelled_refunded"})
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)


class Dated(NamedTuple):
    """A payment with its dollars (zero when its check bounced or no charge succeeded) and its date of gift."""

    payment: Payment
    usd: Decimal
    found: GiftDate


@dataclass
class Transaction:
    """What was paid together, the benefits promised for it, and the refunds."""

    paid: list[Dated]
    benefits: tuple[Benefit, ...] = ()
    refunded: Decimal = ZERO
    event: str = ""

    @property
    def gross(self) -> Decimal:
        return sum((dated.usd for dated in self.paid), ZERO)

    @property
    def on(self) -> date | None:
        """Its first date of gift."""
        days = [dated.found.on for dated in self.paid if dated.found.on]
        return min(days) if days else None

    @property
    def year(self) -> int | None:
        """The calendar year of the payment: of its date, or named in its period ("biweekly 2014")."""
        if self.on:
            return self.on.year
        return next((year for dated in self.paid if (year := year_in(dated.payment.period))), None)


@dataclass
class Account:
    """All transactions of the facts, their parts, and the warnings on the way."""

    parts: list[Part] = field(default_factory=list)
    years: list[int | None] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reasons: list[tuple[str, str]] = field(default_factory=list)


def year_in(text: str) -> int | None:
    """The first year in a text, of the last or this century."""
    found = YEAR.search(text)
    return int(found[0]) if found else None


def account(facts: Facts) -> Account:
    """Compute every transaction. Raises `BadFacts` for a foreign payment without a rate."""
    found = Account()
    for transaction in transactions(facts):
        part = _evaluate(transaction, facts, found)
        found.parts.append(part)
        found.years.append(transaction.year)
    return found


def transactions(facts: Facts) -> list[Transaction]:
    """Payments grouped, benefits and refunds attached."""
    zone = facts.org.time_zone if facts.org else "America/New_York"
    dated = []
    for payment in facts.payments:
        found = date_of_payment(payment, method=facts.method, time_zone=zone)
        failed = bool(payment.attempts) and found.on is None
        dated.append(Dated(payment, ZERO if failed or payment.returned_nsf else payment.usd, found))
    groups = _group(dated, facts)
    _attach_benefits(groups, read_lines(facts).sold + _promised(facts))
    _attach_refunds(groups, facts)
    return groups


def _group(dated: list[Dated], facts: Facts) -> list[Transaction]:
    if facts.same_transaction and dated:
        return [Transaction(dated, event=dated[0].payment.event)]
    groups: dict[object, Transaction] = {}
    for place, item in enumerate(dated):
        key = item.payment.txn or place
        groups.setdefault(key, Transaction([], event=item.payment.event)).paid.append(item)
    found = list(groups.values())
    if len(found) > 1 and facts.benefits and not _can_attach(found, facts):
        return [Transaction(dated)]
    return found


def _can_attach(groups: list[Transaction], facts: Facts) -> bool:
    """Whether it is known which payment the benefits belong to. If not, everything is treated as one payment, to be
    safe."""
    events = {group.event for group in groups if group.event}
    rows = facts.benefits
    one_each = len(rows) == len(groups) or (len(rows) == 1 and rows[0].qty == len(groups))
    named = bool(events) and all(benefit.event in events for benefit in rows)
    return named or one_each or facts.method == "stripe_subscription"


def _attach_benefits(groups: list[Transaction], benefits: tuple[Benefit, ...]) -> None:
    if not groups or not benefits:
        return
    if all(benefit.event and any(benefit.event == group.event for group in groups) for benefit in benefits):
        for group in groups:
            group.benefits = tuple(benefit for benefit in benefits if benefit.event == group.event)
    elif len(groups) > 1 and len(benefits) == len(groups):
        for group, benefit in zip(groups, benefits, strict=True):
            group.benefits = (benefit,)
    elif len(groups) > 1 and len(benefits) == 1 and benefits[0].qty == len(groups):
        for group in groups:
            group.benefits = (replace(benefits[0], qty=1),)
    else:
        groups[0].benefits = benefits


def _promised(facts: Facts) -> tuple[Benefit, ...]:
    """The benefits, without tickets the donor returned (unless their rows already say so)."""
    left = facts.returned_tickets
    if not left or any(benefit.status == "returned_before_event" for benefit in facts.benefits):
        return facts.benefits
    found: list[Benefit] = []
    for benefit in facts.benefits:
        back = min(left, benefit.qty) if benefit.kind == "goods_services" and benefit.status == "accepted" else 0
        left -= back
        kept = benefit.qty - back
        found += [replace(benefit, qty=kept)] if kept else []
        found += [replace(benefit, qty=back, status="returned_before_event")] if back else []
    return tuple(found)


def _attach_refunds(groups: list[Transaction], facts: Facts) -> None:
    """Subtract refunds from the transactions in order; a lost dispute takes everything."""
    if facts.dispute and facts.dispute.is_lost:
        for group in groups:
            group.refunded = group.gross
        return
    left = sum((refund.amount for refund in facts.refunds), ZERO)
    for group in groups:
        group.refunded = min(left, group.gross)
        left -= group.refunded


def _evaluate(transaction: Transaction, facts: Facts, found: Account) -> Part:
    """Apply section 2.6 to one transaction."""
    paid, year = transaction.gross - transaction.refunded, transaction.year
    counting = law.count(transaction.benefits, year=year)
    found.warnings += counting.warnings
    found.reasons += counting.reasons
    owed = _owed(transaction, facts)
    counted = counting.counted + owed
    if counting.needs_limits:
        found.warnings.append("no_limits_for_year_ask_staff")
        return _part("ask_staff", transaction, paid, ZERO, counted)
    kind, value = "cash", ZERO
    shown: tuple[Benefit, ...] = ()
    if counted and paid > 0:
        verdict = law.insubstantial(
            counted,
            paid=paid,
            year=year,
            informed=facts.appeal_informs_deductible_amount,
            cost_before=facts.unordered_cost_this_year,
        )
        found.warnings += verdict.warnings
        found.reasons += verdict.reasons
        if verdict.unknown:
            return _part("ask_staff", transaction, paid, ZERO, counted)
        kind, shown = ("insubstantial", counted) if verdict.holds else ("quid_pro_quo", counted)
        value = ZERO if verdict.holds else law.value_of(counted)
    return _settle(transaction, facts, paid, kind, value, shown, counting.sold)


def _settle(
    transaction: Transaction,
    facts: Facts,
    paid: Decimal,
    kind: str,
    value: Decimal,
    shown: tuple[Benefit, ...],
    sold: tuple[Benefit, ...],
) -> Part:
    """Add what was bought outright (never insubstantial), then decide between void, purchase and gift."""
    if sold:
        kind, value, shown = "quid_pro_quo", value + law.value_of(sold), shown + sold
    if paid <= 0:
        kind = "void" if transaction.gross > 0 or transaction.refunded > 0 or _failed(transaction) else "none"
        return _part(kind, transaction, ZERO, ZERO, shown)
    if kind == "quid_pro_quo" and value >= paid:
        return _part("purchase", transaction, paid, paid, shown)
    if facts.gift_kind == "purchase":
        return _part("purchase", transaction, paid, paid, shown)
    part = _part(kind, transaction, paid, value, shown)
    return _with_waiver(part, transaction, facts)


def _failed(transaction: Transaction) -> bool:
    return any(dated.payment.returned_nsf or dated.payment.attempts for dated in transaction.paid)


def _owed(transaction: Transaction, facts: Facts) -> tuple[Benefit, ...]:
    """What a canceled event still owes the donor. It is not a gift until the refund is waived in writing."""
    if facts.waived_refund or transaction.refunded:
        return ()
    return tuple(
        replace(benefit, description=f"{benefit.description} (event canceled, refund owed)")
        for benefit in transaction.benefits
        if benefit.status == "not_provided_event_cancelled"
    )


def _with_waiver(part: Part, transaction: Transaction, facts: Facts) -> Part:
    """The waived value of a canceled event is a separate gift on the day of the waiver."""
    waived = law.value_of(tuple(item for item in transaction.benefits if item.status == "not_provided_event_cancelled"))
    waived = min(waived - min(waived, transaction.refunded), part.contribution)
    if not facts.waived_refund or not waived:
        return part
    given = part.contribution - waived
    first = ((transaction.on, given),) if given else ()
    dates = (*first, (facts.waived_refund, waived))
    return replace(part, dates=dates, contributions=tuple(Contribution(on, amount) for on, amount in dates))


def _part(kind: str, transaction: Transaction, paid: Decimal, value: Decimal, shown: tuple[Benefit, ...]) -> Part:
    repeats = sum(dated.payment.count for dated in transaction.paid)
    if len(transaction.paid) == 1 and repeats > 1:
        contributions = (Contribution(transaction.on, (paid - value) / repeats, repeats),)
    else:
        contributions = (Contribution(transaction.on, paid - value),)
    return Part(
        kind=kind,
        paid=paid,
        value=value,
        dates=_dates(transaction),
        contributions=contributions,
        benefits=shown,
        event=transaction.event,
    )


def _dates(transaction: Transaction) -> tuple[tuple[date | None, Decimal], ...]:
    """Each day with the amount paid on it."""
    days: dict[date | None, Decimal] = {}
    for dated in transaction.paid:
        days[dated.found.on] = days.get(dated.found.on, ZERO) + dated.usd
    return tuple(days.items())


def arithmetic(part: Part) -> str:
    """The sum as staff read it: `$150.00 paid − $60.00 value = $90.00 contribution`."""
    if part.value:
        return f"{dollars(part.paid)} paid − {dollars(part.value)} value = {dollars(part.contribution)} contribution"
    return f"{dollars(part.paid)} paid, with no goods or services to subtract"
