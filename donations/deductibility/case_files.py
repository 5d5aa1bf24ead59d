"""Reading facts from a case file (`domain/case-format.md`): texts in, checked values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from donations.deductibility.case_values import (
    ISO_DATE,
    Row,
    date_in,
    dates_in,
    each,
    first_date,
    flag_in,
    moment,
    money_in,
    must_be_object,
    names_in,
    number_of,
    object_in,
    objects_in,
    text_in,
    whole_in,
    words,
)
from donations.deductibility.facts import (
    Attempt,
    BadFacts,
    Benefit,
    Contributor,
    Dispute,
    Donor,
    Earmark,
    Facts,
    LedgerRow,
    LineItem,
    Org,
    Payment,
    Pledge,
    Property,
    Refund,
    Screening,
    Volunteer,
)

SUCCEEDED = frozenset({"succeeded", "success", "successful", "ok", "paid", "captured", "approved"})
GIFT_KEYS = frozenset({"org", "donor", "gift_kind", "method", "payments", "benefits", "ledger", "screening", "party"})


def facts_from_case(document: Row) -> Facts:
    """The facts of one case. Raises `BadFacts` with a sentence naming what cannot be used."""
    if not isinstance(document, Mapping):
        raise BadFacts("The facts of a case must be an object with named values.")
    if not GIFT_KEYS & set(document):
        return Facts(org=None, worksheet=document)
    for key in ("org", "donor", "property", "dispute", "pledge", "screening", "earmark", "donor_choice", "volunteer"):
        must_be_object(document, key)
    return Facts(
        org=_org(object_in(document, "org")) if document.get("org") else None,
        donor=_donor(object_in(document, "donor"), document),
        gift_kind=text_in(document, "gift_kind") or "cash",
        method=text_in(document, "method"),
        payments=tuple(_payment(row) for row in objects_in(document, "payments")),
        benefits=tuple(_benefit(row) for row in objects_in(document, "benefits")),
        line_items=tuple(_line_item(row) for row in objects_in(document, "line_items")),
        refunds=tuple(_refund(row) for row in objects_in(document, "refunds")),
        appeal_informs_deductible_amount=flag_in(document, "appeal_informs_deductible_amount"),
        same_transaction=bool(flag_in(document, "same_transaction")),
        **_earlier_documents(document),
        **_things_given(document),
        **_purpose(document),
        **_event_facts(document),
        **_document(document),
        ledger=tuple(_ledger_row(row) for row in objects_in(document, "ledger")),
        screening=_screening(document),
        party=words(object_in(document, "party").get("type") or document.get("party")),
        funds_held=money_in(document, "funds_held"),
    )


def _earlier_documents(document: Row) -> dict[str, Any]:
    return {
        "dispute": _dispute(document),
        "prior_receipt": number_of(document.get("prior_receipt")),
        "prior_acknowledgment": bool(document.get("prior_acknowledgment")),
        "receipted_amount": money_in(document, "receipted_amount"),
        "donor_return_filed": date_in(document, "donor_return_filed"),
    }


def _things_given(document: Row) -> dict[str, Any]:
    return {
        "pledge": _pledge(document),
        "property_given": _property(document),
        "form_8283_presented": bool(document.get("form_8283_presented")),
        "volunteer": _volunteer(document),
    }


def _purpose(document: Row) -> dict[str, Any]:
    return {
        "restriction": words(document.get("restriction")),
        "tribute": words(object_in(document, "tribute").get("honoree") or document.get("tribute")),
        "earmark": _earmark(document),
        "donor_note": words(document.get("donor_note")),
    }


def _document(document: Row) -> dict[str, Any]:
    return {
        "document": text_in(document, "document"),
        "date": date_in(document, "date"),
        "registered_in_state": flag_in(document, "msp_registered_in_state"),
        "registration_number": text_in(document, "registration_number"),
        "ag_address": text_in(document, "ag_address"),
        "year": whole_in(document, "year") if "year" in document else None,
        "issued": date_in(document, "issued"),
    }


def _org(row: Row) -> Org:
    days = (
        "formation_date",
        "application_filed",
        "determination_letter_date",
        "exemption_effective_date",
        "denial_date",
        "revocation_effective",
        "revocation_published",
        "as_of",
    )
    status = text_in(row, "status") or "recognized"
    if status not in {"not_applied", "pending", "recognized", "denied", "revoked"}:
        raise BadFacts(f"The organization's status “{status}” is not known.")
    texts = ("ein", "address", "city_and_state", "phone", "website", "program", "state_of_incorporation")
    return Org(
        legal_name=text_in(row, "legal_name") or "the organization",
        status=status,
        time_zone=text_in(row, "time_zone") or "America/New_York",
        **_fields(row, days, date_in),
        **_fields(row, texts, text_in),
    )


def _fields(row: Row, keys: Iterable[str], read: Callable[[Row, str], Any]) -> dict[str, Any]:
    return {key: read(row, key) for key in keys}


def _donor(row: Row, document: Row) -> Donor:
    texts = ("name", "legal_name", "dba", "owner", "advisor", "ira_custodian", "employer_foundation")
    people = row.get("list_of_contributors") or row.get("listed_donors") or row.get("contributors")
    if not people and row.get("type") == "collector":
        people = document.get("allocations") or document.get("list_of_contributors") or document.get("listed_donors")
    return Donor(
        type=text_in(row, "type") or "individual",
        state=text_in(row, "state"),
        country=text_in(row, "country"),
        age=whole_in(row, "age") if row.get("age") is not None else None,
        public_anonymity=bool(row.get("public_anonymity")),
        drawn_on=words(row.get("drawn_on")),
        members=names_in(row.get("members")),
        household=names_in(row.get("household")),
        contributors=tuple(_contributor(person) for person in each(people)),
        **{key: words(row.get(key)) for key in texts},
    )


def _contributor(person: Any) -> Contributor:
    if isinstance(person, Mapping):
        name = person.get("name") or person.get("donor") or person.get("from") or person.get("contributor") or ""
        return Contributor(name=words(name), amount=money_in(person, "amount"))
    return Contributor(name=words(person))


def _payment(row: Row) -> Payment:
    stated, settled = row.get("date"), object_in(row, "settled")
    is_day = isinstance(stated, str) and ISO_DATE.fullmatch(stated)
    days = ("check_date", "postmark", "shipped", "received", "cleared", "authorized", "debited", "payout")
    sums = ("processor_fee", "donor_covered_fee", "platform_tip", "spot_rate_usd")
    return Payment(
        amount=_gross(row),
        date=date_in(row, "date") if is_day or not isinstance(stated, str) else None,
        period="" if is_day or stated is None else str(stated),
        currency=(text_in(row, "currency") or "USD").upper(),
        method=text_in(row, "method"),
        payer=words(row.get("from")),
        event=words(row.get("event")),
        txn=number_of(row.get("txn")),
        count=whole_in(row, "count") if row.get("count") is not None else 1,
        returned_nsf=_returned(row),
        settled_on=date_in(settled, "date"),
        settled_usd=money_in(settled, "usd"),
        charged_at=moment(row["charged_at_utc"], utc=True) if row.get("charged_at_utc") else None,
        donor_timezone=text_in(row, "donor_timezone"),
        attempts=tuple(_attempt(item) for item in objects_in(row, "attempts")),
        to_org=money_in(row, "to_msp"),
        **_fields(row, days, _day_within),
        **_fields(row, sums, money_in),
    )


def _gross(row: Row) -> Decimal:
    """What was charged. A fee the donor covers is part of it, also where only the intended gift is named."""
    amount, intended = money_in(row, "amount"), money_in(row, "donor_intended_gift")
    covered = money_in(row, "donor_covered_fee")
    if intended is not None and covered is not None and amount in (None, intended):
        return intended + covered
    found = amount if amount is not None else intended
    if found is None:
        found = money_in(row, "to_msp")
    return Decimal("0.00") if found is None else found


def _returned(row: Row) -> date | None:
    """The day a check bounced; a bare `true` takes the day it was received."""
    value = row.get("returned_nsf")
    if value is True:
        return date_in(row, "received") or date_in(row, "date") or date_in(row, "postmark") or date.min
    return date_in(row, "returned_nsf") if value else None


def _day_within(row: Row, key: str) -> date | None:
    """A date given alone, or inside an object (`payout: {date, amount}`)."""
    value = row.get(key)
    return date_in(value, "date") if isinstance(value, Mapping) else date_in(row, key)


def _attempt(row: Row) -> Attempt:
    if "at" not in row:
        raise BadFacts("A charge attempt has no time (`at`).")
    return Attempt(at=moment(row["at"]), succeeded=text_in(row, "result").lower() in SUCCEEDED)


def _benefit(row: Row) -> Benefit:
    return Benefit(
        description=text_in(row, "description"),
        qty=whole_in(row, "qty") if row.get("qty") is not None else 1,
        fmv_each=money_in(row, "fmv_each") or Decimal("0.00"),
        cost_each=money_in(row, "cost_each"),
        bears_org_name_or_logo=bool(row.get("bears_org_name_or_logo")),
        unordered=bool(row.get("unordered")),
        kind=text_in(row, "kind") or "goods_services",
        status=text_in(row, "status") or "accepted",
        event=words(row.get("event")),
    )


def _line_item(row: Row) -> LineItem:
    description = row.get("description") or row.get("for") or row.get("item") or row.get("name")
    amount = money_in(row, "amount")
    return LineItem(
        description=words(description),
        kind=text_in(row, "kind") or text_in(row, "type"),
        amount=amount or Decimal("0.00"),
    )


def _refund(row: Row) -> Refund:
    amount = money_in(row, "amount")
    if amount is None:
        raise BadFacts("A refund has no amount.")
    return Refund(amount=amount, date=date_in(row, "date"), reason=words(row.get("for")))


def _dispute(document: Row) -> Dispute | None:
    row = object_in(document, "dispute")
    if not row:
        return None
    return Dispute(opened=date_in(row, "opened"), outcome=text_in(row, "outcome"), closed=date_in(row, "closed"))


def _pledge(document: Row) -> Pledge | None:
    row = object_in(document, "pledge")
    if not row:
        return None
    conditions = row.get("conditions") or row.get("condition")
    return Pledge(
        date=date_in(row, "date"),
        total=money_in(row, "total"),
        schedule=words(row.get("schedule")),
        due=date_in(row, "due") if ISO_DATE.fullmatch(str(row.get("due"))) else None,
        conditions=tuple(words(item) for item in each(conditions)),
    )


def _property(document: Row) -> Property | None:
    row = object_in(document, "property")
    if not row:
        return None
    claimed = money_in(row, "donor_claimed_value")
    return Property(
        description=words(row.get("description")),
        received=date_in(row, "received"),
        donor_claimed_value=claimed if claimed is not None else money_in(row, "donor_estimate"),
        issuer=words(row.get("issuer")),
        share_class=words(row.get("class")),
        dtc_received=date_in(row, "dtc_received"),
        postmark=date_in(row, "postmark"),
        sold=first_date(row.get("sold")),
        asset=words(row.get("asset")),
        vin=words(row.get("vin")),
        **{key: money_in(row, key) for key in ("shares", "high", "low", "quantity", "spot_internal", "gross_proceeds")},
    )


def _volunteer(document: Row) -> Volunteer | None:
    row = object_in(document, "volunteer")
    if not row:
        return None
    services = words(row.get("services") or row.get("service") or row.get("description"))
    days = [day for text in (row.get("until"), row.get("dates"), row.get("date"), services) for day in dates_in(text)]
    expense = next((money_in(row, key) for key in ("expense", "expenses", "amount") if row.get(key) is not None), None)
    return Volunteer(services=services, expense=expense, until=max(days) if days else None)


def _earmark(document: Row) -> Earmark | None:
    row = object_in(document, "earmark")
    if not row:
        return None
    return Earmark(
        type=text_in(row, "type"),
        name=words(row.get("name")),
        discretion_and_control=bool(row.get("discretion_and_control")),
    )


def _event_facts(document: Row) -> dict[str, Any]:
    choice = object_in(document, "donor_choice")
    cancelled = [day for row in objects_in(document, "events") for day in dates_in(row.get("cancelled"))]
    waived = choice.get("waived_refund")
    returned = choice.get("returned_tickets")
    return {
        "event_cancelled": cancelled[0] if cancelled else None,
        "waived_refund": date_in(waived, "date") if isinstance(waived, Mapping) else date_in(choice, "waived_refund"),
        "returned_tickets": returned if isinstance(returned, int) and not isinstance(returned, bool) else 0,
    }


def _screening(document: Row) -> Screening | None:
    row = object_in(document, "screening")
    if not row:
        return None
    return Screening(reviewed=bool(row.get("reviewed")), result=text_in(row, "result"), list_name=text_in(row, "list"))


def _ledger_row(row: Row) -> LedgerRow:
    value = next((money_in(row, key) for key in ("fmv", "benefit_fmv", "benefit_value", "value") if key in row), None)
    if value is None:
        rows = [_benefit(item) for item in objects_in(row, "benefits")]
        value = sum((item.value for item in rows), Decimal("0.00"))
    benefit = row.get("benefit")
    if isinstance(benefit, Mapping):
        value = _benefit(benefit).value or money_in(benefit, "fmv") or value
        benefit = benefit.get("description")
    status = text_in(row, "status")
    return LedgerRow(
        type=status if status in {"void", "voided", "bounced", "chargeback"} else text_in(row, "type") or "gift",
        date=date_in(row, "date"),
        amount=money_in(row, "amount"),
        method=text_in(row, "method"),
        received=date_in(row, "received"),
        description=words(row.get("description") or benefit),
        value=value,
        refunds=words(row.get("refund_of") or row.get("of") or row.get("for")),
    )
