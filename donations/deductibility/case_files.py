"""Reading facts from a case file (`domain/case-format.md`): texts in, checked values out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

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

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
SUCCEEDED = frozenset({"succeeded", "success", "successful", "ok", "paid", "captured", "approved"})
LARGEST = Decimal("1e15")
GIFT_KEYS = frozenset({"org", "donor", "gift_kind", "method", "payments", "benefits", "ledger", "screening", "party"})

Row = Mapping[str, Any]


def facts_from_case(document: Row) -> Facts:
    """The facts of one case. Raises `BadFacts` with a sentence naming what cannot be used."""
    if not isinstance(document, Mapping):
        raise BadFacts("The facts of a case must be an object with named values.")
    if not GIFT_KEYS & set(document):
        return Facts(org=None, worksheet=document)
    for key in ("org", "donor", "property", "dispute", "pledge", "screening", "earmark", "donor_choice", "volunteer"):
        _must_be_object(document, key)
    donor, payments = _object(document, "donor"), _objects(document, "payments")
    return Facts(
        org=_org(_object(document, "org")) if document.get("org") else None,
        donor=_donor(donor, document),
        gift_kind=_text(document, "gift_kind") or "cash",
        method=_text(document, "method"),
        payments=tuple(_payment(row) for row in payments),
        benefits=tuple(_benefit(row) for row in _objects(document, "benefits")),
        line_items=tuple(_line_item(row) for row in _objects(document, "line_items")),
        refunds=tuple(_refund(row) for row in _objects(document, "refunds")),
        appeal_informs_deductible_amount=_flag(document, "appeal_informs_deductible_amount"),
        same_transaction=bool(_flag(document, "same_transaction")),
        dispute=_dispute(document),
        prior_receipt=_number(document.get("prior_receipt")),
        prior_acknowledgment=bool(document.get("prior_acknowledgment")),
        receipted_amount=_money(document, "receipted_amount"),
        donor_return_filed=_date(document, "donor_return_filed"),
        pledge=_pledge(document),
        property_given=_property(document),
        form_8283_presented=bool(document.get("form_8283_presented")),
        volunteer=_volunteer(document),
        restriction=_words(document.get("restriction")),
        tribute=_words(_object(document, "tribute").get("honoree") or document.get("tribute")),
        earmark=_earmark(document),
        donor_note=_words(document.get("donor_note")),
        **_event_facts(document),
        document=_text(document, "document"),
        date=_date(document, "date"),
        registered_in_state=_flag(document, "msp_registered_in_state"),
        registration_number=_text(document, "registration_number"),
        ag_address=_text(document, "ag_address"),
        ledger=tuple(_ledger_row(row) for row in _objects(document, "ledger")),
        year=_whole(document, "year") if "year" in document else None,
        issued=_date(document, "issued"),
        screening=_screening(document),
        party=_words(_object(document, "party").get("type") or document.get("party")),
        funds_held=_money(document, "funds_held"),
    )


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
    status = _text(row, "status") or "recognized"
    if status not in {"not_applied", "pending", "recognized", "denied", "revoked"}:
        raise BadFacts(f"The organization's status “{status}” is not known.")
    texts = ("ein", "address", "city_and_state", "phone", "website", "program", "state_of_incorporation")
    return Org(
        legal_name=_text(row, "legal_name") or "the organization",
        status=status,
        time_zone=_text(row, "time_zone") or "America/New_York",
        **{key: _date(row, key) for key in days},
        **{key: _text(row, key) for key in texts},
    )


def _donor(row: Row, document: Row) -> Donor:
    texts = ("name", "legal_name", "dba", "owner", "advisor", "ira_custodian", "employer_foundation")
    people = row.get("list_of_contributors") or row.get("listed_donors") or row.get("contributors")
    if not people and row.get("type") == "collector":
        people = document.get("allocations") or document.get("list_of_contributors") or document.get("listed_donors")
    return Donor(
        type=_text(row, "type") or "individual",
        state=_text(row, "state"),
        country=_text(row, "country"),
        age=_whole(row, "age") if row.get("age") is not None else None,
        public_anonymity=bool(row.get("public_anonymity")),
        drawn_on=_words(row.get("drawn_on")),
        members=_names(row.get("members")),
        household=_names(row.get("household")),
        contributors=tuple(_contributor(person) for person in _each(people)),
        **{key: _words(row.get(key)) for key in texts},
    )


def _contributor(person: Any) -> Contributor:
    if isinstance(person, Mapping):
        name = person.get("name") or person.get("donor") or person.get("from") or person.get("contributor") or ""
        return Contributor(name=_words(name), amount=_money(person, "amount"))
    return Contributor(name=_words(person))


def _payment(row: Row) -> Payment:
    stated, settled = row.get("date"), _object(row, "settled")
    is_day = isinstance(stated, str) and ISO_DATE.fullmatch(stated)
    days = ("check_date", "postmark", "shipped", "received", "cleared", "authorized", "debited", "payout")
    sums = ("processor_fee", "donor_covered_fee", "platform_tip", "spot_rate_usd")
    return Payment(
        amount=_gross(row),
        date=_date(row, "date") if is_day or not isinstance(stated, str) else None,
        period="" if is_day or stated is None else str(stated),
        currency=(_text(row, "currency") or "USD").upper(),
        method=_text(row, "method"),
        payer=_words(row.get("from")),
        event=_words(row.get("event")),
        txn=_number(row.get("txn")),
        count=_whole(row, "count") if row.get("count") is not None else 1,
        returned_nsf=_returned(row),
        settled_on=_date(settled, "date"),
        settled_usd=_money(settled, "usd"),
        charged_at=_moment(row["charged_at_utc"], utc=True) if row.get("charged_at_utc") else None,
        donor_timezone=_text(row, "donor_timezone"),
        attempts=tuple(_attempt(item) for item in _objects(row, "attempts")),
        to_org=_money(row, "to_msp"),
        **{key: _day_within(row, key) for key in days},
        **{key: _money(row, key) for key in sums},
    )


def _gross(row: Row) -> Decimal:
    """What was charged. A fee the donor covers is part of it, also where only the intended gift is named."""
    amount, intended = _money(row, "amount"), _money(row, "donor_intended_gift")
    covered = _money(row, "donor_covered_fee")
    if intended is not None and covered is not None and amount in (None, intended):
        return intended + covered
    found = amount if amount is not None else intended
    if found is None:
        found = _money(row, "to_msp")
    return Decimal("0.00") if found is None else found


def _returned(row: Row) -> date | None:
    """The day a check bounced; a bare `true` takes the day it was received."""
    value = row.get("returned_nsf")
    if value is True:
        return _date(row, "received") or _date(row, "date") or _date(row, "postmark") or date.min
    return _date(row, "returned_nsf") if value else None


def _day_within(row: Row, key: str) -> date | None:
    """A date given alone, or inside an object (`payout: {date, amount}`)."""
    value = row.get(key)
    return _date(value, "date") if isinstance(value, Mapping) else _date(row, key)


def _attempt(row: Row) -> Attempt:
    if "at" not in row:
        raise BadFacts("A charge attempt has no time (`at`).")
    return Attempt(at=_moment(row["at"]), succeeded=_text(row, "result").lower() in SUCCEEDED)


def _benefit(row: Row) -> Benefit:
    return Benefit(
        description=_text(row, "description"),
        qty=_whole(row, "qty") if row.get("qty") is not None else 1,
        fmv_each=_money(row, "fmv_each") or Decimal("0.00"),
        cost_each=_money(row, "cost_each"),
        bears_org_name_or_logo=bool(row.get("bears_org_name_or_logo")),
        unordered=bool(row.get("unordered")),
        kind=_text(row, "kind") or "goods_services",
        status=_text(row, "status") or "accepted",
        event=_words(row.get("event")),
    )


def _line_item(row: Row) -> LineItem:
    description = row.get("description") or row.get("for") or row.get("item") or row.get("name")
    amount = _money(row, "amount")
    return LineItem(
        description=_words(description), kind=_text(row, "kind") or _text(row, "type"), amount=amount or Decimal("0.00")
    )


def _refund(row: Row) -> Refund:
    amount = _money(row, "amount")
    if amount is None:
        raise BadFacts("A refund has no amount.")
    return Refund(amount=amount, date=_date(row, "date"), reason=_words(row.get("for")))


def _dispute(document: Row) -> Dispute | None:
    row = _object(document, "dispute")
    if not row:
        return None
    return Dispute(opened=_date(row, "opened"), outcome=_text(row, "outcome"), closed=_date(row, "closed"))


def _pledge(document: Row) -> Pledge | None:
    row = _object(document, "pledge")
    if not row:
        return None
    conditions = row.get("conditions") or row.get("condition")
    return Pledge(
        date=_date(row, "date"),
        total=_money(row, "total"),
        schedule=_words(row.get("schedule")),
        due=_date(row, "due") if ISO_DATE.fullmatch(str(row.get("due"))) else None,
        conditions=tuple(_words(item) for item in _each(conditions)),
    )


def _property(document: Row) -> Property | None:
    row = _object(document, "property")
    if not row:
        return None
    claimed = _money(row, "donor_claimed_value")
    return Property(
        description=_words(row.get("description")),
        received=_date(row, "received"),
        donor_claimed_value=claimed if claimed is not None else _money(row, "donor_estimate"),
        issuer=_words(row.get("issuer")),
        share_class=_words(row.get("class")),
        dtc_received=_date(row, "dtc_received"),
        postmark=_date(row, "postmark"),
        sold=_first_date(row.get("sold")),
        asset=_words(row.get("asset")),
        vin=_words(row.get("vin")),
        **{key: _money(row, key) for key in ("shares", "high", "low", "quantity", "spot_internal", "gross_proceeds")},
    )


def _volunteer(document: Row) -> Volunteer | None:
    row = _object(document, "volunteer")
    if not row:
        return None
    services = _words(row.get("services") or row.get("service") or row.get("description"))
    days = [day for text in (row.get("until"), row.get("dates"), row.get("date"), services) for day in _dates(text)]
    expense = next((_money(row, key) for key in ("expense", "expenses", "amount") if row.get(key) is not None), None)
    return Volunteer(services=services, expense=expense, until=max(days) if days else None)


def _earmark(document: Row) -> Earmark | None:
    row = _object(document, "earmark")
    if not row:
        return None
    return Earmark(
        type=_text(row, "type"),
        name=_words(row.get("name")),
        discretion_and_control=bool(row.get("discretion_and_control")),
    )


def _event_facts(document: Row) -> dict[str, Any]:
    choice = _object(document, "donor_choice")
    cancelled = [day for row in _objects(document, "events") for day in _dates(row.get("cancelled"))]
    waived = choice.get("waived_refund")
    returned = choice.get("returned_tickets")
    return {
        "event_cancelled": cancelled[0] if cancelled else None,
        "waived_refund": _date(waived, "date") if isinstance(waived, Mapping) else _date(choice, "waived_refund"),
        "returned_tickets": returned if isinstance(returned, int) and not isinstance(returned, bool) else 0,
    }


def _screening(document: Row) -> Screening | None:
    row = _object(document, "screening")
    if not row:
        return None
    return Screening(reviewed=bool(row.get("reviewed")), result=_text(row, "result"), list_name=_text(row, "list"))


def _ledger_row(row: Row) -> LedgerRow:
    value = next((_money(row, key) for key in ("fmv", "benefit_fmv", "benefit_value", "value") if key in row), None)
    if value is None:
        rows = [_benefit(item) for item in _objects(row, "benefits")]
        value = sum((item.value for item in rows), Decimal("0.00"))
    benefit = row.get("benefit")
    if isinstance(benefit, Mapping):
        value = _benefit(benefit).value or _money(benefit, "fmv") or value
        benefit = benefit.get("description")
    status = _text(row, "status")
    return LedgerRow(
        type=status if status in {"void", "voided", "bounced", "chargeback"} else _text(row, "type") or "gift",
        date=_date(row, "date"),
        amount=_money(row, "amount"),
        method=_text(row, "method"),
        received=_date(row, "received"),
        description=_words(row.get("description") or benefit),
        value=value,
        refunds=_words(row.get("refund_of") or row.get("of") or row.get("for")),
    )


def _object(row: Row, key: str) -> Row:
    value = row.get(key)
    return value if isinstance(value, Mapping) else {}


def _must_be_object(row: Row, key: str) -> None:
    if row.get(key) is not None and not isinstance(row[key], Mapping):
        raise BadFacts(f"“{key}” must be an object with named values.")


def _objects(row: Row, key: str) -> list[Row]:
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise BadFacts(f"“{key}” must be a list of objects.")
    return value


def _each(value: Any) -> Iterable[Any]:
    if value is None or isinstance(value, bool):
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(_words(item.get("name") if isinstance(item, Mapping) else item) for item in _each(value))


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadFacts(f"“{key}” must be text, not {value!r}.")
    return value.strip()


def _words(value: Any) -> str:
    """Free text, of whatever shape it came in."""
    if isinstance(value, Mapping):
        return ", ".join(_words(item) for item in value.values())
    return "" if value is None or isinstance(value, bool) else str(value).strip()


def _number(value: Any) -> str:
    """A document's number; an object gives its own `number`."""
    return _words(value.get("number") or value) if isinstance(value, Mapping) else _words(value)


def _flag(row: Row, key: str) -> bool | None:
    value = row.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise BadFacts(f"“{key}” must be true or false, not {value!r}.")


def _whole(row: Row, key: str) -> int:
    value = row.get(key)
    if isinstance(value, str) and value.strip().isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadFacts(f"“{key}” must be a whole number, not {value!r}.")
    return value


def _money(row: Row, key: str) -> Decimal | None:
    """A decimal string; numbers of JSON are floats and are refused, as are negative and endless ones."""
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise BadFacts(f"“{key}” must be a decimal in quotation marks, not {value!r}.")
    try:
        found = Decimal(value.replace(",", "").strip())
    except InvalidOperation:
        raise BadFacts(f"“{key}” is not an amount: {value!r}.")
    if not found.is_finite() or found < 0 or found > LARGEST:
        raise BadFacts(f"“{key}” is not a usable amount: {value!r}.")
    return found


def _date(row: Row, key: str) -> date | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    return _parsed(value, key, date.fromisoformat)


def _moment(value: Any, *, utc: bool = False) -> dt.datetime:
    found = _parsed(value, "time", dt.datetime.fromisoformat)
    return found.replace(tzinfo=dt.UTC) if utc and found.tzinfo is None else found


def _parsed(value: Any, key: str, parse: Callable[[str], Any]) -> Any:
    if not isinstance(value, str):
        raise BadFacts(f"“{key}” must be a date like 2014-05-01, not {value!r}.")
    try:
        return parse(value.strip())
    except ValueError:
        raise BadFacts(f"“{key}” must be a date like 2014-05-01, not {value!r}.")


def _dates(value: Any) -> list[date]:
    """Every date in a text."""
    texts = value if isinstance(value, list) else [value]
    return [_parsed(found, "date", date.fromisoformat) for text in texts for found in ISO_DATE.findall(str(text or ""))]


def _first_date(value: Any) -> date | None:
    found = _dates(_words(value))
    return found[0] if found else None
