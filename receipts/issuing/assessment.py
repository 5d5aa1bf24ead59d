"""What the tax rules decide about gifts, and whether a document can be printed without review. Reads only."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError
from django.db.models import Exists, OuterRef

from core.jobs.attempts import attempted
from core.models import Organization
from core.pdf import coverage
from crm import identity
from donations.deductibility import BadFacts, Decision, Facts, decide
from donations.ledger.drafts import kinds_by
from donations.models import Benefit, Gift, GiftLine
from donations.tax_facts.facts import Charity, Prior, charity, gift_facts
from donations.tax_facts.typed_donor import typed_donor
from receipts.kinds import Case, Earlier, Kind, for_decision

log = logging.getLogger(__name__)
#: Why a gift needs review before its receipt is issued, as staff read it: by the warning that stopped it.
WITHOUT_VALUE = (
    "The gift includes a ticket, an auction item, a sponsorship or a membership. Enter what the donor received and its "
    "value."
)
HELD = {
    "value_of_benefit_missing_ask_staff": WITHOUT_VALUE,
    "match_is_gift_of_the_matching_company": "This is an employer's matching gift. Record it as the employer's own "
    "gift, and name the employee as soft credit.",
    "advertising_is_substantial_benefit_check_ubit": "The gift includes advertising without a value. Enter its value.",
    "no_limits_for_year_ask_staff": "The IRS limits for small benefits in the gift's year are not on record. Ask your "
    "treasurer to decide.",
    "rate_on_date_of_gift": "The gift was made in another currency, and the exchange rate for its date is missing.",
    "daf_more_than_incidental_benefit_hold": "A grant can't pay for seats or benefits. Ask the donor to decline all "
    "of them.",
    "no_identified_donor_record_as_anonymous_cash": "The donor is unknown, so no receipt can be issued.",
    "fund_is_the_legal_donor_ask_staff": "A fund or giving platform paid this gift. Record it as the fund's gift, and "
    "name the person as soft credit.",
    "value_of_vehicle_decides_form_1098c_ask_staff": "A vehicle needs Form 1098-C when the donor claims more than $500 "
    "for it. Ask the donor for the value, and write the letter or the form by hand. Then choose “Don't send a receipt” "
    "for this gift.",
    "suspend_receipt_while_disputed": "The bank has not decided the dispute yet.",
    "hold_gift_and_receipt_pending_review": "The donor may be on a sanctions list. Review the match first.",
    "comp_ticket_not_a_gift": "Nothing was paid, so no receipt is needed.",
}
NAMES = {
    Gift.Kind.CASH: "a payment of money",
    Gift.Kind.SECURITIES: "stock",
    Gift.Kind.IN_KIND: "goods",
    Gift.Kind.DIGITAL_ASSET: "a digital asset",
    Gift.Kind.VEHICLE: "a vehicle",
    Gift.Kind.SERVICES: "services",
}
NOT_PROVIDED = "What the donor paid for was not provided. Decide first: refund the money or keep it as a gift."
NOT_MONEY = (
    "The payment method is “{method}”, but the gift is recorded as {kind}. Correct the gift, so that its receipt "
    "describes what was given."
)
NO_DESCRIPTION = "This is a gift of goods. Enter a description of what was given."
RATE_DIFFERS = "At the exchange rate entered, the gift is {decided}, but {recorded} is recorded."
NOTHING_DUE = "No receipt is needed: {reason}"
NOT_PRINTED = "Write this document ({name}) by hand. The gift does not have enough details to print it."
STUMBLED = (
    "An error stopped this gift, and nothing was issued for it. Tell your system administrator. Other gifts are not "
    "affected."
)
NOBODY_NAMED = "Enter the donor's name. There is none to print."
NO_LETTERS = (
    "The receipt fonts can't print {scripts} letters ({where}). Enter the text in Latin letters{on}, then issue the "
    "receipt."
)
TYPED_SO = (
    "The receipt fonts can't print {scripts} letters (in the name), and the donor entered the name that way online. "
    "Ask how it is written in Latin letters, add a supporter with that name, and correct the gift's donor."
)


@dataclass(frozen=True)
class Assessment:
    """One gift with its facts and decision on a day of issue, the kind that prints it, and the problems that prevent
    it."""

    gift: Gift
    facts: Facts
    decision: Decision
    kind: Kind | None
    problems: tuple[str, ...]

    def case(self, earlier: Earlier | None = None) -> Case:
        return Case(self.gift, self.facts, self.decision, earlier)


#: Parts of a gift that are a contribution above the value of what the donor received.
PARTLY_BOUGHT = (
    GiftLine.Kind.TICKET,
    GiftLine.Kind.SPONSORSHIP,
    GiftLine.Kind.AUCTION,
    GiftLine.Kind.MEMBERSHIP,
)


def lines_without_value(gift: Gift) -> list[GiftLine]:
    """Parts of a gift, such as a ticket or a sponsorship, that don't say yet what the donor received."""
    lines = gift.lines.filter(kind__in=PARTLY_BOUGHT)
    return list(lines.filter(~Exists(Benefit.objects.filter(line=OuterRef("pk")))).order_by("pk"))


def assess(
    gifts: Iterable[Gift], *, organization: Organization, issued_on: date, prior: Prior | None = None
) -> list[Assessment]:
    """Decide each gift as of a day of issue. Get gifts from `tax_facts.facts.with_facts`; `prior` is for a
    single gift."""
    ours = charity(organization=organization, issued_on=issued_on)
    return [_by_itself(gift, ours, prior) for gift in gifts]


def _by_itself(gift: Gift, ours: Charity, prior: Prior | None) -> Assessment:
    """Assess one gift; an unexpected error puts that gift under review and does not stop the others."""
    with attempted(unless=(DatabaseError,)) as attempt:  # no fault of the gift: no gift can be assessed
        return _assess(gift, ours, prior)
    log.error("Gift %s cannot be assessed.", gift.number, exc_info=attempt.error)
    return Assessment(gift, Facts(), Decision(action="ask_staff"), None, (STUMBLED,))


def _assess(gift: Gift, ours: Charity, prior: Prior | None) -> Assessment:
    facts = gift_facts(gift, charity=ours, prior=prior)
    decision = _decided(facts)
    kind = for_decision(decision.receipt_kind)
    return Assessment(gift, facts, decision, kind, tuple(_problems(gift, facts, decision, kind)))


def _decided(facts: Facts) -> Decision:
    """The decision; for facts the rules can't read, one that puts only this gift under review."""
    try:
        return decide(facts)
    except BadFacts as problem:
        decision = Decision(action="ask_staff")
        decision.because(str(problem))
        return decision


def _problems(gift: Gift, facts: Facts, decision: Decision, kind: Kind | None) -> Iterable[str]:
    """What staff must resolve first, in sentences."""
    if not coverage.without_tricks(facts.donor.name).strip():
        yield NOBODY_NAMED
    yield from _unprintable(gift, facts)
    if gift.kind not in kinds_by(gift.method):
        yield NOT_MONEY.format(method=gift.get_method_display(), kind=NAMES[Gift.Kind(gift.kind)])
        return
    if any(_is_undecided(line) for line in gift.lines.all()):
        yield NOT_PROVIDED
    if gift.kind not in (Gift.Kind.CASH, Gift.Kind.SERVICES) and not gift.description.strip():
        yield NO_DESCRIPTION
    if decision.action or decision.receipt_kind == "none":
        yield _why_held(decision)
    elif kind is None:
        yield NOT_PRINTED.format(name=decision.receipt_kind.replace("_", " "))
    elif decision.payment_amount is not None and gift.kind == Gift.Kind.CASH:
        left = gift.net_amount if not hasattr(gift, "reversal") else decision.payment_amount
        if decision.payment_amount != left:
            yield RATE_DIFFERS.format(decided=f"${decision.payment_amount:,.2f}", recorded=f"${left:,.2f}")


def _unprintable(gift: Gift, facts: Facts) -> Iterable[str]:
    """Problems with characters no font can print, one per place; the characters themselves are not repeated."""
    typed = typed_donor(gift) is not None
    for where, text in _printed(gift, facts, typed=typed).items():
        if missing := coverage.unprintable(text):
            scripts = " and ".join(coverage.scripts_of(missing))
            on = " on the donor’s page" if where in (NAME, ADDRESS) else ""
            sentence = TYPED_SO if typed and where == NAME else NO_LETTERS
            yield sentence.format(scripts=scripts, where=where, on=on)


NAME, ADDRESS = "in the name", "in the address"


def _printed(gift: Gift, facts: Facts, *, typed: bool) -> dict[str, str]:
    """The typed texts of a letter, by place; nothing from the record of an online donor."""
    people = [] if typed else [person for person in (gift.supporter, gift.joint_with) if person]
    details = None if typed else identity.revealed_contact_details(gift.supporter, viewer=None, purpose="receipt")
    address = details.address if details else None
    lines = list(gift.lines.all())
    described = [text for line in lines for text in (line.description, line.fund.name)]
    described += [benefit.description for benefit in facts.benefits]
    described += [gift.description, facts.donor.advisor]
    return {
        NAME: " ".join([facts.donor.name, *(identity.salutation(person) for person in people)]),
        ADDRESS: " ".join(address.lines()) if address else "",
        "in the gift's purpose or description": " ".join(described),
    }


def _is_undecided(line: GiftLine) -> bool:
    """Whether something was sold that could not be provided (no seat was left), and staff have not resolved it yet."""
    return any(benefit.status == Benefit.Status.NOT_PROVIDED for benefit in line.benefits.all())


def _why_held(decision: Decision) -> str:
    known = next((HELD[warning] for warning in decision.warnings if warning in HELD), None)
    return known or NOTHING_DUE.format(
        reason=decision.rules[-1] if decision.rules else "the receipt rules require none."
    )
