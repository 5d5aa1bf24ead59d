"""Money from institutions: funds, foundations, platforms, employers, IRA custodians, collectors (rules, 3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from donations.deductibility.decision import Decision
from donations.deductibility.facts import FUND_METHODS, ZERO, BadFacts, Contributor, Facts, Payment, dollars
from donations.deductibility.rules import benefits as law
from donations.deductibility.rules.cash_gifts import dates_in_words, decide_money
from donations.deductibility.rules.limits import ACKNOWLEDGMENT_FROM
from donations.deductibility.rules.recipients import recipient
from donations.deductibility.rules.transactions import transactions


def decide_institution(facts: Facts) -> Decision:
    """A fund or foundation is the donor; who recommended the grant is thanked without tax words."""
    decision = decide_money(replace(facts, benefits=(), gift_kind="cash"))
    year = decision.tax_year
    counting = law.count(facts.benefits, year=year)
    decision.warn(*counting.warnings)
    _note_platform(decision, facts)
    if counting.counted or counting.sold:
        return _refuse_benefits(decision, facts, law.value_of(counting.counted + counting.sold))
    if decision.receipt_kind in {"void_notice", "none"}:
        return decision
    decision.receipt_kind = "institutional_acknowledgment"
    decision.recipient = recipient(facts)
    _state_nothing_about_tax(decision)
    decision.must_say = [code for code in decision.must_say if code.startswith("STATUS_") or code == "FX_BOTH"]
    decision.say("INSTITUTION_THANKS")
    if facts.refunds:
        decision.say("CORRECTS")
    credited = _credited(facts)
    if credited:
        decision.say("SOFT_CREDIT_THANKS")
        decision.forbid("TAX_RECEIPT_TO_SOFT_DONOR")
        decision.soft_credit = _soft_credit(facts, decision.payment_amount or ZERO)
    decision.because("The institution is the donor; it receives no deduction from us")
    return decision


def decide_match(facts: Facts) -> Decision:
    """Each payer is receipted for their own money; the employee gets soft credit for the match."""
    own = tuple(payment for payment in facts.payments if not _is_match(payment, facts))
    match = tuple(payment for payment in facts.payments if _is_match(payment, facts))
    if not own:
        company = replace(facts.donor, type="private_foundation", name=facts.donor.employer_foundation, advisor="")
        decision = decide_institution(replace(facts, donor=replace(company, employer_foundation="")))
    else:
        decision = decide_money(replace(facts, payments=own))
    if decision.action == "ask_staff":
        return decision
    matched = _sum(replace(facts, payments=match))
    decision.warn("match_is_gift_of_the_matching_company")
    decision.forbid("TAX_RECEIPT_TO_SOFT_DONOR")
    decision.because(f"{dollars(matched)} is the gift of {facts.donor.employer_foundation}", "IRC 170(a)")
    if not match:
        return decision
    employee = facts.donor.name or facts.donor.legal_name or "the employee"
    decision.soft_credit = {"to": employee, "amount": matched}
    if own:
        other = f"{facts.donor.employer_foundation} for {matched:.2f} (institutional acknowledgment)"
        decision.recipient = f"{employee} for {decision.payment_amount:.2f}; {other}"
    decision.never.append(f"{(decision.payment_amount or ZERO) + matched:.2f} to the employee")
    days = [day for group in transactions(facts) for day in ((dated.found.on, dated.usd) for dated in group.paid)]
    decision.date_of_gift = dates_in_words(days, facts)
    return decision


def has_match(facts: Facts) -> bool:
    """Whether some of the money is an employer's own match."""
    return bool(facts.donor.employer_foundation) and any(_is_match(payment, facts) for payment in facts.payments)


def decide_qcd(facts: Facts) -> Decision:
    """An IRA custodian's check: a letter, not a deduction; any counted benefit makes it an ordinary payment."""
    decision = decide_money(facts)
    if decision.receipt_kind in {"none", "void_notice"}:
        return decision
    if not _is_from_custodian(facts):
        return _ask_staff(
            facts,
            "ira_custodian_not_known_ask_staff",
            "A check is a distribution of an IRA only where its custodian is named",
            "IRC 408(d)(8)(B)",
        )
    if any(part.kind in {"quid_pro_quo", "purchase"} for part in decision.parts):
        decision.warn("benefit_disqualifies_entire_qcd_offer_to_remove_benefit")
        decision.forbid("DEDUCTIBLE_AS_QCD")
        decision.because("A benefit disqualifies the whole distribution: offer to remove it", "IRC 408(d)(8)(C)")
        return decision
    if decision.deductibility_status == "not_deductible":
        decision.forbid("DEDUCTIBLE_AS_QCD")  # the exemption does not reach it: no qualified charity, no qualified gift
        return decision
    _state_distribution(decision)
    return decision


def _state_distribution(decision: Decision) -> None:
    """What the letter to an IRA's owner says: received directly, nothing given in return, nothing to deduct."""
    if decision.receipt_kind != "corrected_acknowledgment":
        decision.receipt_kind = "qcd_acknowledgment"
    decision.deductible_amount, decision.non_deductible_amount = ZERO, None
    decision.deductibility_status = "not_deductible"
    decision.unsay("INSUBSTANTIAL_FULL", "NOT_DEDUCTIBLE")
    decision.say("QCD_TEXT")
    decision.forbid("TAX_DEDUCTIBLE")
    decision.warn("within_annual_qcd_limit_is_donor_matter")
    decision.because("Received directly from the IRA. The owner checks the limit and the age", "IRC 408(d)(8)")


def decide_payroll(facts: Facts) -> Decision:
    """Payroll giving: a pledge document beside the pay stubs; each deduction is a gift of its own."""
    decision = decide_money(facts)
    if decision.receipt_kind in {"none", "void_notice"}:
        return decision
    if _may_promise_nothing_in_return(decision):
        if decision.receipt_kind != "corrected_acknowledgment":
            decision.receipt_kind = "payroll_pledge_document"
        decision.say("PAYROLL_PLEDGE")
        decision.notes.append("legal name of MSP")
    decision.warn("each_deduction_is_separate")
    decision.because("Each deduction is a separate contribution", "Reg. 1.170A-13(f)(11), 1.170A-15(d)")
    return decision


def _may_promise_nothing_in_return(decision: Decision) -> bool:
    """Whether a payroll document can say that nothing is given in return: not beside a benefit, nor where the exemption
    does not reach the gift and a plain letter says so."""
    given = [part for part in decision.parts if part.kind not in {"void", "none"}]
    return decision.deductibility_status != "not_deductible" and all(part.kind == "cash" for part in given)


def is_match_unclear(facts: Facts) -> bool:
    """Whether an employer gave beside the employee, and nobody says which payment is whose."""
    if not facts.donor.employer_foundation or len(facts.payments) < 2:
        return False
    return not has_match(facts) and not all(payment.payer for payment in facts.payments)


def decide_unclear_match(facts: Facts) -> Decision:
    """Each payer gets a document for its own money, so staff say first who paid what."""
    decision = _ask_staff(
        facts,
        "match_is_gift_of_the_matching_company",
        "Which of the payments is the employer's own is not said",
    )
    decision.forbid("TAX_RECEIPT_TO_SOFT_DONOR")
    return decision


def is_unnamed_fund(facts: Facts) -> bool:
    """Whether money of a fund or platform is recorded under another name: the fund is the legal donor."""
    return facts.method in FUND_METHODS or any(payment.method in FUND_METHODS for payment in facts.payments)


def decide_unnamed_fund(facts: Facts) -> Decision:
    """A grant or a platform's payment without the fund as its donor: nobody gets a tax document until it is named."""
    reason = "The fund or platform is the legal donor. Record the gift as the fund's own"
    decision = _ask_staff(facts, "fund_is_the_legal_donor_ask_staff", reason)
    decision.recipient = recipient(facts, "institution")
    decision.forbid("TAX_DEDUCTIBLE", "TAX_RECEIPT_TO_SOFT_DONOR")
    return decision


def _ask_staff(facts: Facts, warning: str, reason: str, citation: str = "") -> Decision:
    """Nothing is printed of the payment until staff have answered."""
    found = decide_money(facts)
    decision = Decision(action="ask_staff", recipient=recipient(facts), parts=found.parts)
    decision.date_of_gift, decision.tax_year = found.date_of_gift, found.tax_year
    decision.payment_amount = found.payment_amount
    decision.warn(warning)
    decision.because(reason, citation)
    return decision


def decide_collected(facts: Facts) -> Decision:
    """One person hands in the money of several people: each listed contributor is a donor, tested alone."""
    people = facts.donor.contributors
    if not people:
        decision = Decision(recipient=None, action="ask_for_list_of_contributors")
        decision.payment_amount = _sum(facts)
        decision.warn("no_identified_donor_record_as_anonymous_cash")
        decision.because("Without a list of contributors, no donor is known")
        return decision
    decision = decide_money(facts)
    if decision.action == "ask_staff" or decision.receipt_kind in {"none", "void_notice"}:
        return decision
    counts = [person.count for person in people]
    decision.contributions = None if None in counts else sum(count for count in counts if count is not None)
    if (decision.contributions or 0) > 1:
        decision.warn("separate_contributions_not_aggregated")
        decision.never.append(f"a single {decision.payment_amount} contribution")
    if all(person.amount is not None for person in people):
        _test_each_contributor(decision, facts)
    return decision


def _test_each_contributor(decision: Decision, facts: Facts) -> None:
    """The $250 test on what each contributor gave. Money of unnamed contributors is receipted to nobody."""
    shares = [(person, person.amount or ZERO, person.count or 0) for person in facts.donor.contributors]
    listed = sum((amount * count for _, amount, count in shares), ZERO)
    total = decision.payment_amount or ZERO
    if listed > total and not facts.refunds:
        raise BadFacts(f"The contributors' list adds up to {dollars(listed)}, but {dollars(total)} was handed in.")
    if decision.deductibility_status != "not_deductible":
        decision.cwa_required = max(amount for _, amount, _ in shares) >= ACKNOWLEDGMENT_FROM
    each = ", ".join(f"{_named(person)} {dollars(amount)}" for person, amount, _ in shares)
    decision.because(f"Each contributor for their own share: {each}", "IRC 170(f)(8)")
    if listed < (decision.deductible_amount or ZERO):
        decision.warn("no_identified_donor_record_as_anonymous_cash")
        decision.state_amounts(paid=total, deductible=listed, status=decision.deductibility_status or "")


def _named(person: Contributor) -> str:
    return person.name or f"{person.count:,} people with"


def _note_platform(decision: Decision, facts: Facts) -> None:
    if facts.donor.type == "platform_charity":
        decision.warn("platform_already_issued_tax_receipt")
    elif facts.donor.type == "daf_sponsor" or facts.donor.advisor:
        decision.warn("advisor_already_deducted")


def _state_nothing_about_tax(decision: Decision) -> None:
    decision.deductible_amount = decision.non_deductible_amount = None
    decision.deductibility_status = "not_stated"
    decision.cwa_required = decision.disclosure_required = False


def _refuse_benefits(decision: Decision, facts: Facts, value: Decimal) -> Decision:
    """A grant cannot pay for seats, not even for their deductible part."""
    decision.receipt_kind, decision.recipient, decision.action = "none", recipient(facts), "hold"
    decision.date_of_gift = decision.tax_year = decision.contributions = None
    _state_nothing_about_tax(decision)
    decision.must_say = []
    decision.notes.append(
        "ask advisor to decline all benefits or pay personally; grant cannot buy seats, not even the deductible part"
    )
    decision.forbid("TAX_RECEIPT_TO_SOFT_DONOR")
    decision.warn("daf_more_than_incidental_benefit_hold")
    decision.because(f"Benefits worth {dollars(value)} for a grant: refuse until all are declined", "IRC 4967")
    return decision


def _is_from_custodian(facts: Facts) -> bool:
    """Whether the money came from an IRA: paid directly, or by a check of the custodian that is named."""
    methods = {payment.method or facts.method for payment in facts.payments}
    return methods == {"ira_direct"} or bool(facts.donor.ira_custodian or facts.donor.drawn_on)


def _credited(facts: Facts) -> list[str]:
    donor = facts.donor
    return [donor.advisor] if donor.advisor else [person.name for person in donor.contributors]


def _soft_credit(facts: Facts, total: Decimal) -> dict[str, Any] | list[dict[str, Any]]:
    people = facts.donor.contributors
    if facts.donor.advisor or len(people) == 1:
        return {"to": _credited(facts)[0], "amount": total}
    return [{"to": person.name, "amount": person.amount} for person in people]


def _is_match(payment: Payment, facts: Facts) -> bool:
    employer, payer = _plain(facts.donor.employer_foundation), _plain(payment.payer)
    if not employer or not payer or payer == _plain(facts.donor.name):
        return False
    return employer in payer or payer in employer


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace(".", " ").replace(",", " ").split())


def _sum(facts: Facts) -> Decimal:
    return sum((group.gross - group.refunded for group in transactions(facts)), ZERO)
