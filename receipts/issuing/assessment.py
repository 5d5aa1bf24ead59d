"""What the law says of gifts, and whether a document can be printed without asking a person first. Reads only."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError

from core.models import Organization
from core.pdf import coverage
from crm import identity
from donations.deductibility import BadFacts, Decision, Facts, decide
from donations.models import Benefit, Gift, GiftLine
from donations.tax_facts.facts import Charity, Prior, charity, gift_facts
from donations.tax_facts.typed_donor import typed_donor
from receipts.kinds import Case, Earlier, Kind, for_decision

log = logging.getLogger(__name__)
#: Why a decision holds its document, as staff read it: by the warning that stopped it.
HELD = {
    "no_limits_for_year_ask_staff": "The limits for small benefits of its year are not entered: a person must decide.",
    "rate_on_date_of_gift": "It was given in another currency, and the exchange rate of its date is missing.",
    "daf_more_than_incidental_benefit_hold": "A grant cannot pay for seats or benefits: ask that all be declined.",
    "no_identified_donor_record_as_anonymous_cash": "Nobody is known to have given it, so nobody can have a receipt.",
    "fund_is_the_legal_donor_ask_staff": "A fund or a giving platform paid it: record the gift as the fund's own, and "
    "name the person as its soft credit.",
    "suspend_receipt_while_disputed": "The bank has not decided the dispute yet.",
    "hold_gift_and_receipt_pending_review": "The donor may be on a sanctions list: a person must review that first.",
    "comp_ticket_not_a_gift": "Nothing was paid for it.",
}
WITHOUT_VALUE = "It sold a ticket or an auction item, and what the donor got for it is not entered."
NOT_PROVIDED = "What it paid for was not provided: decide first whether the money goes back or stays as a gift."
NO_DESCRIPTION = "It is a gift of goods, and nothing says what was given."
RATE_DIFFERS = "The exchange rate does not give the amount recorded: {decided} against {recorded}."
NOTHING_DUE = "No document is due for it: {reason}"
NOT_PRINTED = "Its document ({name}) has to be written by hand: the gift holds too little for it."
STUMBLED = (
    "Something in it stops our program, and nothing was issued for it. Tell the person who runs the server; the others "
    "are not affected."
)
NOBODY_NAMED = "The donor has no name to print."
NO_LETTERS = "Our fonts cannot print {scripts} letters ({where}): write it in Latin letters{on}, then issue it."
TYPED_SO = (
    "Our fonts cannot print {scripts} letters (in the name), and it was typed so online: ask how it is written in "
    "Latin letters, and with that name on record correct who gave."
)


@dataclass(frozen=True)
class Assessment:
    """One gift, the facts and the decision on a day of issue, the kind that prints it, and what stands in the way."""

    gift: Gift
    facts: Facts
    decision: Decision
    kind: Kind | None
    problems: tuple[str, ...]

    def case(self, earlier: Earlier | None = None) -> Case:
        return Case(self.gift, self.facts, self.decision, earlier)


def assess(
    gifts: Iterable[Gift], *, organization: Organization, issued_on: date, prior: Prior | None = None
) -> list[Assessment]:
    """Decide each gift as of a day of issue. Gifts come from `tax_facts.facts.with_facts`; `prior` is for one gift."""
    ours = charity(organization=organization, issued_on=issued_on)
    return [_by_itself(gift, ours, prior) for gift in gifts]


def _by_itself(gift: Gift, ours: Charity, prior: Prior | None) -> Assessment:
    """What is said of one gift; one that stops the program is held, and the others go on."""
    try:
        return _assess(gift, ours, prior)
    except DatabaseError:  # no fault of the gift's: nothing can be said of any
        raise
    except Exception:
        log.exception("Gift %s cannot be assessed.", gift.number)
        return Assessment(gift, Facts(), Decision(action="ask_staff"), None, (STUMBLED,))


def _assess(gift: Gift, ours: Charity, prior: Prior | None) -> Assessment:
    facts = gift_facts(gift, charity=ours, prior=prior)
    decision = _decided(facts)
    kind = for_decision(decision.receipt_kind)
    return Assessment(gift, facts, decision, kind, tuple(_problems(gift, facts, decision, kind)))


def _decided(facts: Facts) -> Decision:
    """The decision; facts the law cannot read hold their own gift, and the others of a run go on."""
    try:
        return decide(facts)
    except BadFacts as problem:
        decision = Decision(action="ask_staff")
        decision.because(str(problem))
        return decision


def _problems(gift: Gift, facts: Facts, decision: Decision, kind: Kind | None) -> Iterable[str]:
    """What a person has to settle first, in sentences."""
    if not facts.donor.name.strip():
        yield NOBODY_NAMED
    yield from _unprintable(gift, facts)
    if any(_lacks_value(line) for line in gift.lines.all()):
        yield WITHOUT_VALUE
    if any(_is_undecided(line) for line in gift.lines.all()):
        yield NOT_PROVIDED
    if gift.kind not in (Gift.Kind.CASH, Gift.Kind.SERVICES) and not gift.description.strip():
        yield NO_DESCRIPTION
    if decision.action or decision.receipt_kind == "none":
        yield _why_held(decision)
    elif kind is None:
        yield NOT_PRINTED.format(name=decision.receipt_kind.replace("_", " "))
    elif decision.payment_amount is not None and gift.kind == Gift.Kind.CASH:
        left = gift.kept if not hasattr(gift, "reversal") else decision.payment_amount
        if decision.payment_amount != left:
            yield RATE_DIFFERS.format(decided=f"${decision.payment_amount:,.2f}", recorded=f"${left:,.2f}")


def _unprintable(gift: Gift, facts: Facts) -> Iterable[str]:
    """What the letter would have to print and no face has letters for, place by place; the letters are not repeated."""
    typed = typed_donor(gift) is not None
    for where, text in _printed(gift, facts, typed=typed).items():
        if missing := coverage.unprintable(text):
            scripts = " and ".join(coverage.scripts_of(missing))
            on = " on the donor’s page" if where in (NAME, ADDRESS) else ""
            sentence = TYPED_SO if typed and where == NAME else NO_LETTERS
            yield sentence.format(scripts=scripts, where=where, on=on)


NAME, ADDRESS = "in the name", "in the address"


def _printed(gift: Gift, facts: Facts, *, typed: bool) -> dict[str, str]:
    """The texts of a letter that people typed, by where they stand; nothing from the record of who gave online."""
    people = [] if typed else [person for person in (gift.supporter, gift.joint_with) if person]
    reach = None if typed else identity.revealed_reach(gift.supporter, viewer=None, purpose="receipt")
    address = reach.address if reach else None
    lines = list(gift.lines.all())
    described = [text for line in lines for text in (line.description, line.fund.name)]
    described += [benefit.description for benefit in facts.benefits]
    described += [gift.description, facts.donor.advisor]
    return {
        NAME: " ".join([facts.donor.name, *(identity.salutation(person) for person in people)]),
        ADDRESS: " ".join(address.lines()) if address else "",
        "in what the gift is for": " ".join(described),
        "in the reason of a refund": " ".join(refund.reason for refund in facts.refunds),
    }


def _lacks_value(line: GiftLine) -> bool:
    """Whether something was sold without saying what it was worth: the whole price would pass for a gift."""
    sold = line.kind in (GiftLine.Kind.TICKET, GiftLine.Kind.AUCTION)
    return sold and not line.benefits.all()


def _is_undecided(line: GiftLine) -> bool:
    """Whether something was sold that could not be had (the last seat was gone), and nobody has settled it yet."""
    return any(benefit.status == Benefit.Status.NOT_PROVIDED for benefit in line.benefits.all())


def _why_held(decision: Decision) -> str:
    known = next((HELD[warning] for warning in decision.warnings if warning in HELD), None)
    return known or NOTHING_DUE.format(reason=decision.rules[-1] if decision.rules else "the rules ask for none.")
