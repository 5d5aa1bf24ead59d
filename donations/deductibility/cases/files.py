"""Read facts from a case file (`domain/case-format.md`) and check every value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core.us_states import state_code
from donations.deductibility.cases.ledger import ledger_row
from donations.deductibility.cases.values import (
    ISO_DATE,
    Row,
    date_in,
    dates_in,
    each,
    first_date,
    flag_in,
    moment,
    money_in,
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
    LineItem,
    Org,
    Payment,
    Pledge,
    Property,
    Refund,
    Screening,
    Volunteer,
)
from donations.deductibility.rules.benefits import NOT_PROVIDED
from donations.deductibility.vocabulary import check_case

#: Questions about returns and board figures, whatever other facts are given.
SHEET_KEYS = frozenset(
    {"cases", "donors", "event", "five_year", "fiscal_years", "foreign_expenses_total", "grant_to_foreign_org_max"}
    | {"line_1h", "raised", "revenue"}
)
GIFT_KEYS = frozenset({"org", "donor", "gift_kind", "method", "payments", "benefits", "ledger", "screening", "party"})
#: Benefits that never count, so that nobody has to value them.
WITHOUT_VALUE = frozenset({"recognition", "newsletter", "annual_membership_75"})


def facts_from_case(document: Row) -> Facts:
    """The facts of one case. Raises `BadFacts` with a sentence that names the unusable value."""
    if not isinstance(document, Mapping):
        raise BadFacts("The facts of a case must be an object with named values.")
    check_case(document)
    if SHEET_KEYS & set(document) or not GIFT_KEYS & set(document):
        return Facts(org=None, worksheet=document)
    _must_say_who(document)
    return _gift_facts(document)


def _gift_facts(document: Row) -> Facts:
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
        ledger=tuple(ledger_row(row) for row in objects_in(document, "ledger")),
        screening=_screening(document),
        party=_party(document),
        funds_held=money_in(document, "funds_held"),
    )


def _must_say_who(document: Row) -> None:
    """Require a charity with a known exemption status and a donor of a known type; a screening may lack both."""
    if document.get("screening") or document.get("party"):
        return
    if not object_in(document, "org").get("status"):
        raise BadFacts("The case does not say the organization's status: “org.status” is missing.")
    if not object_in(document, "donor").get("type"):
        raise BadFacts("The case does not say what kind of donor it is: “donor.type” is missing.")


def _earlier_documents(document: Row) -> dict[str, Any]:
    return {
        "dispute": _dispute(document),
        "prior_receipt": number_of(document.get("prior_receipt")),
        "prior_acknowledgment": bool(document.get("prior_acknowledgment")),
        "prior_acknowledged": date_in(object_in(document, "prior_acknowledgment"), "issued"),
        "receipted_amount": money_in(document, "receipted_amount"),
        "donor_return_filed": date_in(document, "donor_return_filed"),
    }


def _things_given(document: Row) -> dict[str, Any]:
    return {
        "pledge": _pledge(document),
        "property_given": _property(document),
        "form_8283_presented": bool(flag_in(document, "form_8283_presented")),
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
        "ag_address": text_in(document, "ag_address"),
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
    return Org(
        legal_name=text_in(row, "legal_name") or "the organization",
        status=text_in(row, "status") or "recognized",
        state_of_incorporation=text_in(row, "state_of_incorporation"),
        **_fields(row, days, date_in),
    )


def _fields(row: Row, keys: Iterable[str], read: Callable[[Row, str], Any]) -> dict[str, Any]:
    return {key: read(row, key) for key in keys}


def _donor(row: Row, document: Row) -> Donor:
    texts = ("name", "legal_name", "dba", "owner", "advisor", "ira_custodian", "employer_foundation")
    return Donor(
        type=text_in(row, "type") or "individual",
        state=state_code(text_in(row, "state")) or text_in(row, "state"),
        country=text_in(row, "country"),
        age=whole_in(row, "age") if row.get("age") is not None else None,
        public_anonymity=bool(flag_in(row, "public_anonymity")),
        drawn_on=words(row.get("drawn_on")),
        members=names_in(row.get("members")),
        household=names_in(row.get("household")),
        contributors=_contributors(row, document),
        **{key: words(row.get(key)) for key in texts},
    )


def _contributors(row: Row, document: Row) -> tuple[Contributor, ...]:
    """The people behind a collected or recommended payment: as allocated, as listed, or as each payment names them."""
    if allocations := objects_in(document, "allocations"):
        return tuple(_allocated(share) for share in allocations)
    listed = row.get("list_of_contributors") or row.get("listed_donors")
    if isinstance(listed, int) and not isinstance(listed, bool):
        return (Contributor(name="", count=listed),)
    if found := names_in(listed):
        return tuple(Contributor(name=name) for name in found)
    payments = objects_in(document, "payments")
    if row.get("type") == "collector" and payments and all(payment.get("from") for payment in payments):
        return tuple(Contributor(name=words(payment["from"]), amount=_payment(payment).usd) for payment in payments)
    return (Contributor(name="the listed contributors", count=None),) if listed is True else ()


def _allocated(share: Row) -> Contributor:
    """A number of people with the same amount each, by count or by name."""
    people = share.get("contributors")
    if isinstance(people, list | tuple) or (isinstance(people, str) and not people.strip().isdigit()):
        names = names_in(people)
        return Contributor(name=", ".join(names), amount=money_in(share, "amount_each"), count=len(names))
    return Contributor(name="", amount=money_in(share, "amount_each"), count=whole_in(share, "contributors"))


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
    """The amount charged, including a fee the donor covers, even where only the intended gift is given."""
    amount, intended = money_in(row, "amount"), money_in(row, "donor_intended_gift")
    covered = money_in(row, "donor_covered_fee")
    if intended is not None and covered is not None and amount in (None, intended):
        return intended + covered
    found = amount if amount is not None else intended
    if found is None:
        found = money_in(row, "to_msp")
    if found is None:
        raise BadFacts("A payment has no amount.")
    return found


def _returned(row: Row) -> date | None:
    """The day a check bounced; for a bare `true`, the day it was received."""
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
    if not row.get("result"):
        raise BadFacts("A charge attempt has no result (`result`).")
    return Attempt(at=moment(row["at"]), succeeded=row["result"] == "succeeded")


def _benefit(row: Row) -> Benefit:
    found = Benefit(
        description=text_in(row, "description"),
        qty=whole_in(row, "qty") if row.get("qty") is not None else 1,
        fmv_each=money_in(row, "fmv_each") or Decimal("0.00"),
        cost_each=money_in(row, "cost_each"),
        bears_org_name_or_logo=bool(flag_in(row, "bears_org_name_or_logo")),
        unordered=bool(flag_in(row, "unordered")),
        kind=text_in(row, "kind") or "goods_services",
        status=text_in(row, "status") or "accepted",
    )
    if money_in(row, "fmv_each") is None and found.kind not in WITHOUT_VALUE and found.status not in NOT_PROVIDED:
        raise BadFacts(f"The benefit “{found.description or found.kind}” has no value (`fmv_each`).")
    return found


def _line_item(row: Row) -> LineItem:
    amount = money_in(row, "amount")
    if amount is None:
        raise BadFacts(f"The line “{words(row.get('item'))}” has no amount.")
    return LineItem(description=words(row.get("item")), amount=amount)


def _refund(row: Row) -> Refund:
    amount = money_in(row, "amount")
    if amount is None:
        raise BadFacts("A refund has no amount.")
    return Refund(amount=amount, date=date_in(row, "date"))


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
    services = words(row.get("services"))
    days = dates_in(services)
    return Volunteer(services=services, expense=money_in(row, "expense"), until=max(days) if days else None)


def _earmark(document: Row) -> Earmark | None:
    row = object_in(document, "earmark")
    if not row:
        return None
    return Earmark(
        type=text_in(row, "type"),
        name=words(row.get("name")),
        discretion_and_control=bool(flag_in(row, "discretion_and_control")),
    )


def _event_facts(document: Row) -> dict[str, Any]:
    events = objects_in(document, "events")
    cancelled = [day for row in events for day in dates_in(row.get("cancelled"))]
    return {
        "event_cancelled": cancelled[0] if cancelled else None,
        "waived_refund": _waived(object_in(document, "donor_choice").get("waived_refund")),
        "returned_tickets": sum(_is_back_in_time(row) for row in events),
    }


def _waived(said: Any) -> date | None:
    """The day a refund was waived. That day is the date of the gift, so a waiver without a day is refused."""
    day = first_date(said)
    if said and day is None:
        raise BadFacts("A waived refund needs the day of the waiver (`waived_refund`).")
    return day


def _is_back_in_time(event: Row) -> bool:
    """Whether a ticket was returned before the day of the event. On that day or later the seat counts (receipt rules,
    2.4)."""
    back, day = first_date(event.get("ticket_returned")), date_in(event, "date")
    return back is not None and (day is None or back < day)


def _party(document: Row) -> str:
    """The kind of payee the question is about; `grantee` when a party has no kind, '' without a party."""
    party = object_in(document, "party")
    return text_in(party, "type") or ("grantee" if party else "")


def _screening(document: Row) -> Screening | None:
    row = object_in(document, "screening")
    if not row:
        return None
    return Screening(
        reviewed=bool(flag_in(row, "reviewed")), result=text_in(row, "result"), list_name=text_in(row, "list")
    )
