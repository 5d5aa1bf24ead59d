"""The allowed keys and words of tax cases, by place (`domain/case-format.md`).

Anything else is an error, never a guess: a misspelled fact could change what a donor may deduct. Places are written as
in the case files: `payments[]` is one row of a list, `*` is any name. `check_words` checks the facts of real gifts as
well.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from donations.deductibility.facts import BadFacts, Facts

CASE = "(case)"


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: The allowed keys, by place.
KEYS: dict[str, frozenset[str]] = {
    CASE: _set(
        "ag_address allocations appeal_informs_deductible_amount benefits cases date dispute document donor "
        "donor_choice donor_note donor_return_filed donors earmark event events fiscal_years five_year "
        "foreign_expenses_total form_8283_presented funds_held gift_kind grant_to_foreign_org_max issued ledger "
        "line_1h line_items meets_one_third_test method msp_registered_in_state org party payments pledge "
        "prior_acknowledgment prior_receipt property raised receipted_amount refunds related_purchase restriction "
        "revenue same_transaction screening service tribute volunteer"
    ),
    "allocations[]": _set("amount_each collector_is_one_of_them contributors"),
    "benefits[]": _set("bears_org_name_or_logo cost_each description fmv_each kind qty status unordered"),
    "cases[]": _set("assets due due_extended gross_receipts line_1g normal_gross_receipts"),
    "dispute": _set("closed opened outcome"),
    "donor": _set(
        "advisor age country dba drawn_on employer_foundation household ira_custodian legal_name "
        "list_of_contributors listed_donors members name owner public_anonymity state type"
    ),
    "donor_choice": _set("waived_refund"),
    "donors": _set("*"),
    "donors.*": _set("gifts"),
    "earmark": _set("discretion_and_control name type"),
    "event": _set("direct_benefit_costs direct_expenses exchange_value fmv gross other_event_costs price tickets"),
    "events[]": _set("cancelled contributions date gross_receipts name ticket_returned"),
    "five_year": _set("all_other_donors_each_below_2pct contributions donors investment_income"),
    "five_year.donors": _set("*"),
    "ledger[]": _set("amount date description fmv method received refunded type"),
    "line_items[]": _set("amount item"),
    "org": _set(
        "application_filed as_of denial_date determination_letter_date exemption_effective_date formation_date "
        "legal_name revocation_effective revocation_published state_of_incorporation status"
    ),
    "party": _set("country type"),
    "payments[]": _set(
        "amount attempts authorized charged_at_utc check_date cleared count currency date debited "
        "donor_covered_fee donor_intended_gift donor_timezone event from method net_payout payout platform_tip "
        "postmark processor_fee received returned_nsf settled shipped spot_rate_usd to_msp txn"
    ),
    "payments[].attempts[]": _set("at result"),
    "payments[].settled": _set("date usd"),
    "pledge": _set("condition conditions date due schedule total"),
    "prior_acknowledgment": _set("issued kind"),
    "property": _set(
        "asset class close description donor_claimed_value donor_estimate dtc_received gross_proceeds high issuer "
        "low ordered postmark quantity received shares sold spot_internal vin"
    ),
    "refunds[]": _set("amount date for"),
    "related_purchase": _set("ticket"),
    "restriction": _set("purpose type"),
    "screening": _set("list reason result reviewed score"),
    "service": _set("kind value"),
    "tribute": _set("honoree notify type"),
    "volunteer": _set("expense services"),
}

#: The allowed words, by place. A text whose place is not listed is free.
WORDS: dict[str, frozenset[str]] = {
    "benefits[].kind": _set("annual_membership_75 goods_services low_cost_member_event newsletter raffle recognition"),
    "benefits[].status": _set(
        "accepted cancelled_refunded declined not_provided not_provided_event_cancelled returned_before_event "
        "unused_not_returned"
    ),
    "dispute.outcome": _set("lost won"),
    "document": _set("printed_solicitation receipt"),
    "donor.type": _set(
        "anonymous_unknown business collector couple daf_sponsor individual platform_charity private_foundation"
    ),
    "earmark.type": _set("foreign_organization_conduit named_individual preference_for_board_approved_project"),
    "gift_kind": _set(
        "cash digital_asset in_kind mixed none pledge publicly_traded_securities purchase qcd services "
        "use_of_property vehicle volunteer_expenses"
    ),
    "ledger[].type": _set(
        "auction daf_soft_credit gala_ticket gift in_kind pledge_paid pledge_unpaid purchase qcd raffle refund "
        "sponsorship"
    ),
    "method": _set(
        "ach_debit bank_transfer check_courier check_hand check_mail_usps currency daf_grant "
        "gift_card_redeemable_for_cash hand ira_direct letter mixed paypal_merchant_account payroll platform_daf "
        "platform_processor_msp_is_donee stock_certificate_usps stock_dtc stripe_card stripe_subscription wallet"
    ),
    "org.status": _set("denied not_applied pending recognized revoked"),
    "party.type": _set("grantee vendor"),
    "payments[].attempts[].result": _set("failed succeeded"),
    "prior_acknowledgment.kind": _set("pending_exemption_acknowledgment"),
    "restriction.type": _set("purpose"),
    "screening.result": _set("false_positive true_match"),
    "tribute.type": _set("in_honor"),
}
WORDS |= {"payments[].method": WORDS["method"], "ledger[].method": WORDS["method"]}


#: Keys a case may have besides its facts.
AROUND = _set("id area title source basis facts expected note")

#: Words used only by our own pages and rows, in addition to those of the cases.
DOCUMENTS = WORDS["document"] | _set("web_page ticket_page invitation email")
LINE_KINDS = _set("contribution ticket sponsorship auction raffle merchandise membership fee_cover match")
MONEY_ROWS = _set("gift pledge_paid gala_ticket auction sponsorship")
PROPERTY_ROWS = _set("in_kind")


def check_case(document: Mapping[str, Any]) -> None:
    """Raise `BadFacts` for a case with an unknown key or word, naming it and its place."""
    _check_object(document, CASE)


def check_words(facts: Facts) -> None:
    """Raise `BadFacts` for facts with an unknown word, naming it."""
    for place, found in _words_of(facts):
        allowed = _ALLOWED.get(place, WORDS.get(place, frozenset()))
        if found and found not in allowed:
            raise BadFacts(_not_a_word(place, found, allowed))


_ALLOWED = {"document": DOCUMENTS, "line_items[].kind": LINE_KINDS}


def _words_of(facts: Facts) -> Iterable[tuple[str, str]]:
    """Every word in the facts whose place has a list, with that place."""
    yield "donor.type", facts.donor.type
    yield "gift_kind", facts.gift_kind
    yield "method", facts.method
    yield "document", facts.document
    yield "party.type", facts.party
    if facts.org:
        yield "org.status", facts.org.status
    if facts.earmark:
        yield "earmark.type", facts.earmark.type
    if facts.dispute:
        yield "dispute.outcome", facts.dispute.outcome
    if facts.screening:
        yield "screening.result", facts.screening.result
    for payment in facts.payments:
        yield "payments[].method", payment.method
    for benefit in facts.benefits:
        yield "benefits[].kind", benefit.kind
        yield "benefits[].status", benefit.status
    for item in facts.line_items:
        yield "line_items[].kind", item.kind
    for row in facts.ledger:
        yield "ledger[].type", row.type
        yield "ledger[].method", row.method


def _check_object(found: Mapping[str, Any], place: str) -> None:
    known = KEYS[place]
    for key, value in found.items():
        if key not in known and "*" not in known:
            raise BadFacts(_not_a_key(place, key, known))
        _check_value(value, _below(place, key, known))


def _below(place: str, key: str, known: frozenset[str]) -> str:
    if place == CASE:
        return key
    return f"{place}.{key if key in known else '*'}"


def _check_value(value: Any, place: str) -> None:
    """Check that a value is an object, a list or plain, as its place requires."""
    if isinstance(value, Mapping):
        if place not in KEYS:
            raise BadFacts(f"“{place}” holds no named values{_list_hint(place)}.")
        _check_object(value, place)
    elif isinstance(value, list):
        _check_list(value, place)
    elif place in WORDS and value not in (None, ""):
        if not isinstance(value, str) or value not in WORDS[place]:
            raise BadFacts(_not_a_word(place, value, WORDS[place]))
    elif value and f"{place}[]" in KEYS:
        raise BadFacts(f"“{place}” must be a list of objects.")
    elif value and place in KEYS and "*" not in place:
        raise BadFacts(f"“{place}” must be an object with named values.")


def _list_hint(place: str) -> str:
    return ": it is a list of them" if f"{place}[]" in KEYS else ""


def _check_list(values: list[Any], place: str) -> None:
    rows = f"{place}[]"
    if rows not in KEYS and (place in KEYS or place in WORDS) and not place.endswith("*"):
        raise BadFacts(f"“{place}” is one value, not a list.")
    for value in values:
        if isinstance(value, Mapping) and rows in KEYS:
            _check_object(value, rows)
        elif isinstance(value, Mapping | list):
            raise BadFacts(f"“{place}” is a list of plain values.")
        elif rows in KEYS:
            raise BadFacts(f"“{place}” must be a list of objects.")


def _not_a_key(place: str, key: str, known: frozenset[str]) -> str:
    where = "the case" if place == CASE else f"“{place}”"
    return f"“{key}” is not a fact of {where}{_meant(key, known)} Known there: {', '.join(sorted(known))}."


def _not_a_word(place: str, found: Any, known: frozenset[str]) -> str:
    return f"“{found}” is not a value of “{place}”{_meant(str(found), known)} Known: {', '.join(sorted(known))}."


def _meant(found: str, known: frozenset[str]) -> str:
    close = difflib.get_close_matches(found, known, n=1)
    return f"; perhaps “{close[0]}” was meant." if close else "."
