"""The legal sentences of documents and pages, made from a decision's codes and the facts (`ui/PRINT.md`, "Wording").

- `sentences(decision, facts)`: the legal box, in order.
- `disclosure(decision, facts)`: the part an order or donation page must show before payment.
- `legends(decision, facts)`: state legends for the footer, with their minimum type size.

`BASE_CASH` and `ITEMIZED` have no sentence: the layout prints names, date, amount and lines. Sums use non-breaking
spaces. Only codes in the decision produce sentences, so that nothing it forbids is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from donations.deductibility.decision import Decision
from donations.deductibility.facts import ZERO, Benefit, Facts, Org, Property, dollars
from donations.deductibility.rules.recipients import names_of
from donations.deductibility.rules.state_legends import legends_on
from donations.deductibility.rules.states import legend_text
from donations.deductibility.wording import exemption_status
from donations.deductibility.wording.exemption_status import long_date

NBSP = "\u00a0"


class Sentence(NamedTuple):
    """One paragraph of the legal box, and the code it is for."""

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


class LegendText(NamedTuple):
    """A state legend ready to print: minimum size in points, bold or not."""

    code: str
    text: str
    points: float
    bold: bool


def sentences(decision: Decision, facts: Facts) -> list[Sentence]:
    """The sentences of a document in reading order, without state legends (`legends`)."""
    found = []
    for code in sorted((code for code in decision.must_say if code in _SENTENCES), key=list(_SENTENCES).index):
        texts = _SENTENCES[code](decision, facts)
        found += [Sentence(code, text) for text in texts if text]
    return found


def disclosure(decision: Decision, facts: Facts) -> list[Sentence]:
    """What must be shown beside a price before payment: the deduction limit, and what is provided in return and its
    value."""
    wanted = {"DEDUCTIBLE_LIMITED", "BENEFIT_DESC_FMV", "INSUBSTANTIAL_FULL", "PURCHASE", "NOT_DEDUCTIBLE"}
    return [sentence for sentence in sentences(decision, facts) if sentence.code in wanted]


def legends(decision: Decision, facts: Facts) -> list[LegendText]:
    """The state legends of a decision."""
    day = facts.issued_on or next((on for part in decision.parts for on, _ in part.dates if on), None)
    return [
        LegendText(legend.code, legend_text(legend, facts, on=day), legend.points, legend.bold)
        for legend in legends_on(facts.donor.state, day)
        if legend.code in decision.must_say
    ]


def sum_in_words(paid: Decimal, value: Decimal) -> str:
    """`$1,500.00 − $540.00 = $960.00`, with non-breaking spaces."""
    return f"{dollars(paid)} − {dollars(value)} = {dollars(paid - value)}".replace(" ", NBSP)


def _is_offer(decision: Decision) -> bool:
    return decision.receipt_kind == "solicitation_document"


def _is_assured(decision: Decision) -> bool:
    """Whether the document may call the gift deductible at all."""
    return "TAX_DEDUCTIBLE" not in decision.must_not_say


def _no_goods(decision: Decision, facts: Facts) -> list[str]:
    if "QCD_TEXT" in decision.must_say:  # another sentence says it already
        return []
    if facts.volunteer:
        return ["No goods or services were provided in return for your services."]
    noun = "contribution" if _is_assured(decision) else "gift"
    several = "these" if decision.receipt_kind == "annual_statement" else "this"
    ending = "s" if several == "these" else ""
    return [f"No goods or services were provided in exchange for {several} {noun}{ending}."]


def _limited(decision: Decision, facts: Facts) -> list[str]:
    paid, value = _figures(decision)
    verb, provided = ("pay", "we provide") if _is_offer(decision) else ("paid", "we provided")
    excess = f"limited to the excess of what you {verb} over the value of the goods and services {provided}"
    if not _is_assured(decision):
        head = "If recognition is granted, the amount you may claim for tax purposes is"
        return [f"{head} {excess}: {sum_in_words(paid, value)}."]
    head = "The amount of your contribution that is deductible for federal income tax purposes is"
    return [f"{head} {excess}: {sum_in_words(paid, value)}."]


def _figures(decision: Decision) -> tuple[Decimal, Decimal]:
    """The amount paid and the value subtracted, over transactions that have a value."""
    parts = [part for part in decision.parts if part.value]
    return sum((part.paid for part in parts), ZERO), sum((part.value for part in parts), ZERO)


def _described(decision: Decision, facts: Facts) -> list[str]:
    shown = decision.counted_benefits
    if not shown:
        return []
    verb = "provide" if _is_offer(decision) else "provided"
    listed = _joined([_item(benefit, priced=len(shown) > 1) for benefit in shown])
    return [f"In return for your payment we {verb}: {listed}. {_estimate(shown)}"]


def _item(benefit: Benefit, *, priced: bool) -> str:
    name = benefit.description or "goods or services"
    text = name if benefit.qty == 1 else f"{benefit.qty}{NBSP}×{NBSP}{name}"
    if not priced:
        return text
    each = " each" if benefit.qty > 1 else ""
    return f"{text} ({dollars(benefit.fmv_each)}{each})"


def _estimate(shown: Sequence[Benefit]) -> str:
    total = sum((benefit.value for benefit in shown), ZERO)
    lead = "Our good-faith estimate of"
    if len(shown) == 1 and shown[0].qty == 1:
        return f"{lead} the value is {dollars(total)}."
    if len(shown) == 1:
        return f"{lead} their value is {dollars(shown[0].fmv_each)} each, {dollars(total)} in total."
    return f"{lead} their value is {dollars(total)} in total."


def _joined(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _insubstantial(decision: Decision, facts: Facts) -> list[str]:
    shown = [benefit for part in decision.parts if part.kind == "insubstantial" for benefit in part.benefits]
    what = f" ({_joined([_item(benefit, priced=False) for benefit in shown])})" if shown else ""
    whole = (
        "your full payment is a deductible contribution" if _is_assured(decision) else "your full payment is your gift"
    )
    return [
        f"Under Internal Revenue Service guidelines, the value of what you received{what} is not substantial, so "
        f"{whole}.",
        "No goods or services other than these insubstantial benefits were provided.",
    ]


def _not_deductible(decision: Decision, facts: Facts) -> list[str]:
    if decision.receipt_kind == "annual_statement":
        which = "The lines marked “not deductible”" if decision.deductible_amount else "These payments"
        return [f"{which} are not deductible as charitable contributions."]
    chances = [benefit for benefit in decision.counted_benefits if benefit.kind == "raffle"]
    if chances and decision.deductible_amount:
        spent = sum((benefit.value for benefit in chances), ZERO)
        return [f"The {dollars(spent)} paid for raffle tickets is not deductible as a charitable contribution."]
    if "PURCHASE" in decision.must_say and not chances:
        return []
    return ["This payment is not deductible as a charitable contribution."]


def _purchase(decision: Decision, facts: Facts) -> list[str]:
    return ["This confirms a purchase at fair value. No part of your payment is a contribution."]


def _property(decision: Decision, facts: Facts) -> list[str]:
    """A description of the property, never its value."""
    item, org = facts.property_given or Property(), facts.org or Org()
    what = item.description or _asset_in_words(item) or facts.gift_kind.replace("_", " ")
    on = f" on {long_date(date.fromisoformat(decision.date_of_gift))}" if decision.date_of_gift else ""
    place = f", {org.address}," if org.address else ""
    return [f"{org.legal_name}{place} received from {names_of(facts.donor) or 'you'}{on}: {what}."]


def _asset_in_words(item: Property) -> str:
    if item.issuer:
        return f"{item.shares} shares of {item.issuer} {item.share_class}".strip()
    if item.asset:
        return f"{item.quantity} {item.asset}"
    return f"vehicle, identification number {item.vin}" if item.vin else ""


def _securities(decision: Decision, facts: Facts) -> list[str]:
    item = facts.property_given or Property()
    return [f"{item.shares} shares of {item.share_class or 'stock'} of {item.issuer}, a publicly traded security."]


def _digital(decision: Decision, facts: Facts) -> list[str]:
    item = facts.property_given or Property()
    return [f"Digital asset: {item.quantity} {item.asset}."]


def _donor_values(decision: Decision, facts: Facts) -> list[str]:
    if "VEHICLE_1098C" in decision.must_say:
        return ["The donor determines the value of the vehicle. We state only the amount it was sold for."]
    return ["The donor determines the value of the property. We do not state a value."]


def _vehicle(decision: Decision, facts: Facts) -> list[str]:
    item = facts.property_given or Property()
    if item.sold is None or item.gross_proceeds is None:
        return [f"Form 1098-C accompanies this acknowledgment.{_identified(item)}"]
    return [
        f"Form 1098-C accompanies this acknowledgment.{_identified(item)} The vehicle was sold in an arm's-length sale "
        f"to an unrelated party on {long_date(item.sold)} for gross proceeds of {dollars(item.gross_proceeds)}.",
        "Your deduction may not exceed the gross proceeds."
        if _is_assured(decision)
        else "If recognition is granted, the amount you may claim for tax purposes may not exceed the gross proceeds.",
    ]


def _identified(item: Property) -> str:
    return f" Vehicle identification number: {item.vin}." if item.vin else ""


def _volunteer(decision: Decision, facts: Facts) -> list[str]:
    services = facts.volunteer.services if facts.volunteer else ""
    return [f"You served {(facts.org or Org()).legal_name} as a volunteer: {services or 'as agreed'}."]


def _foreign(decision: Decision, facts: Facts) -> list[str]:
    found = []
    for payment in facts.payments:
        if payment.is_foreign:
            given = f"{payment.currency}{NBSP}{payment.given:,}"
            source = f" ({payment.rate_source})" if payment.rate_source else ""
            found.append(
                f"You gave {given}. At the exchange rate of {payment.spot_rate_usd} on the date of the gift{source}, "
                f"this is {dollars(payment.usd)}."
            )
    return found


def _corrects(decision: Decision, facts: Facts) -> list[str]:
    """The earlier receipt by number. That this one replaces it, a letter says at its head."""
    prior = f"Receipt {facts.prior_receipt}" if facts.prior_receipt else "Any earlier receipt for this payment"
    condition = "void and may not be used" if decision.receipt_kind == "void_notice" else "no longer valid"
    return [f"{prior} is {condition}. {_why_corrected(facts)}".strip()]


def _why_corrected(facts: Facts) -> str:
    reasons = [
        f"{dollars(refund.amount)} was refunded{f' on {long_date(refund.date)}' if refund.date else ''}."
        for refund in facts.refunds
    ]
    if facts.dispute and facts.dispute.is_lost:
        reasons.append("The bank reversed the payment.")
    if any(payment.returned_nsf for payment in facts.payments):
        reasons.append("The check was returned unpaid.")
    if facts.waived_refund:
        reasons.append(f"The event was canceled and you waived the refund on {long_date(facts.waived_refund)}.")
    return " ".join(reasons)


def _pledge(decision: Decision, facts: Facts) -> list[str]:
    pledge = facts.pledge
    promised = f" of {dollars(pledge.total)}" if pledge and pledge.total is not None else ""
    schedule = f", {pledge.schedule}" if pledge and pledge.schedule else ""
    receipts = "This is not a tax receipt. We will send you one for each payment."
    return [f"This confirms your pledge{promised}{schedule}. {receipts}"]


def _payroll(decision: Decision, facts: Facts) -> list[str]:
    name = (facts.org or Org()).legal_name
    return [
        f"{name} does not provide goods or services in whole or partial consideration for contributions made by "
        "payroll deduction."
    ]


def _qcd(decision: Decision, facts: Facts) -> list[str]:
    custodian = facts.donor.ira_custodian or "the custodian of your IRA"
    small = any(part.kind == "insubstantial" for part in decision.parts)
    other = " other than insubstantial benefits" if small else ""
    return [
        f"We received this gift directly from {custodian}. No goods or services{other} were provided in exchange. The "
        "distribution is not deductible as a charitable contribution."
    ]


def _institution(decision: Decision, facts: Facts) -> list[str]:
    name, org = names_of(facts.donor) or "you", (facts.org or Org()).legal_name
    people = facts.donor.advisor or ", ".join(person.name for person in facts.donor.contributors)
    advice = f" Recommended by {people} (for information only)." if people else ""
    return [f"{org} acknowledges a grant of {dollars(decision.payment_amount or ZERO)} from {name}.{advice}"]


def _thanks(decision: Decision, facts: Facts) -> list[str]:
    people = facts.donor.advisor or ", ".join(person.name for person in facts.donor.contributors)
    return [f"We warmly thank {people} for recommending this gift."] if people else []


def _redirect(decision: Decision, facts: Facts) -> list[str]:
    return [
        "We are holding your payment and have not used it. By law, we can accept it as a gift only if we decide how it "
        "is used.",
        "Please tell us in writing that you lift the condition, so that the charity keeps control and discretion, or "
        "ask us to return your money.",
    ]


_SENTENCES: dict[str, Callable[[Decision, Facts], list[str]]] = {
    "CORRECTS": _corrects,
    "BASE_NONCASH": _property,
    "SECURITIES_DETAIL": _securities,
    "DIGITAL_DETAIL": _digital,
    "INSTITUTION_THANKS": _institution,
    "SOFT_CREDIT_THANKS": _thanks,
    "VOLUNTEER_SERVICES": _volunteer,
    "PLEDGE_NOT_RECEIPT": _pledge,
    "PAYROLL_PLEDGE": _payroll,
    "QCD_TEXT": _qcd,
    "REDIRECT": _redirect,
    "FX_BOTH": _foreign,
    "NO_GOODS_SERVICES": _no_goods,
    "DEDUCTIBLE_LIMITED": _limited,
    "BENEFIT_DESC_FMV": _described,
    "INSUBSTANTIAL_FULL": _insubstantial,
    "DONOR_VALUES": _donor_values,
    "VEHICLE_1098C": _vehicle,
    "PURCHASE": _purchase,
    "STATUS_NOT_APPLIED": exemption_status.not_applied,
    "STATUS_PENDING": exemption_status.pending,
    "STATUS_RECOGNIZED": exemption_status.recognized,
    "STATUS_DENIED": exemption_status.denied,
    "STATUS_REVOKED": exemption_status.revoked,
    "NOT_DEDUCTIBLE": _not_deductible,
}
