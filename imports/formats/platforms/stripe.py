"""What Stripe's files share: ids, payment methods, metadata columns, who paid."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import tzinfo
from difflib import SequenceMatcher

from crm.names.comparison import DIFFERENT, compare
from crm.names.keys import plain_word, same_word
from crm.names.people import PersonName, clean, is_nobody
from donations.models.gifts import STRIPE
from imports.cells import folded
from imports.formats.givers import read_party
from imports.formats.parties import party_named, party_nameless, read_contact
from imports.formats.platforms.exports import Record
from imports.formats.titled import snake, words
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.parsing.timestamps import zone_named
from imports.plans import ContactFacts, Party, PlannedRow, Reference

#: Keys of metadata by what a record takes from them. Whoever writes the form chooses the key.
_KEYS = {
    "fund": "fund fund_name fund_code designation designated_to purpose program programme allocation restriction",
    "campaign": "campaign campaign_name appeal project form form_name form_title page page_name cause",
    "name": "donor_name name full_name donor fullname customer_name supporter_name donorname",
    "first_name": "first_name donor_first_name firstname given_name",
    "last_name": "last_name donor_last_name lastname family_name surname",
    "organization": "organization organisation company company_name organization_name donor_organization",
    "email": "email donor_email email_address",
    "phone": "phone donor_phone phone_number",
    "type": "kind payment_kind item_type",
}
#: A metadata column is called `fund (metadata)` or, in reports, `payment_metadata[fund]`.
_COLUMNS = ("{}_metadata", "payment_metadata_{}", "customer_metadata_{}", "refund_metadata_{}", "metadata_{}")
METADATA = {column.format(key): role for role, keys in _KEYS.items() for key in keys.split() for column in _COLUMNS}
#: Columns of a customer and a card, in both layouts of payments and in reports.
PEOPLE = {
    **METADATA,
    **dict.fromkeys(("customer_email", "receipt_email", "email"), "email"),
    **dict.fromkeys(("customer_phone", "shipping_phone"), "phone"),
    **dict.fromkeys(("card_address_line1", "customer_address_line1"), "address"),
    **dict.fromkeys(("card_address_line2", "customer_address_line2"), "address_2"),
    **dict.fromkeys(("card_address_city", "customer_address_city"), "city"),
    **dict.fromkeys(("card_address_state", "customer_address_state"), "state"),
    **dict.fromkeys(("card_address_zip", "customer_address_postal_code"), "zip"),
    **dict.fromkeys(("card_address_country", "customer_address_country"), "country"),
}
#: Columns that may hold a name, the most telling first.
NAMES = ("customer_name", "card_name", "customer_description")
USED = words("address address_2 city state zip country description customer_id") | {*NAMES, *_KEYS}
_METHODS = {
    "card": "card card_present link apple_pay google_pay samsung_pay interac_present",
    "ach": "ach_debit us_bank_account ach_credit_transfer bank_account sepa_debit bacs_debit acss_debit au_becs_debit "
    "nz_bank_account",
    "wire": "customer_balance bank_transfer wire_transfer us_bank_transfer sepa_credit_transfer",
    "paypal": "paypal",
    "cashapp": "cashapp",
    "crypto": "crypto",
    "other": "affirm afterpay_clearpay alipay alma amazon_pay bancontact billie blik boleto eps fpx giropay "
    "grabpay ideal kakao_pay klarna konbini kr_card mobilepay multibanco naver_pay oxxo p24 paynow payco "
    "pay_by_bank pix promptpay revolut_pay satispay sofort swish twint wechat wechat_pay zip sepa",
}  # fmt: skip
METHODS = {source: method for method, sources in _METHODS.items() for source in sources.split()}
_PAYMENT = re.compile(r"(ch|py|pi)_\w{6,}")
_CUSTOMER = re.compile(r"cus_\w{4,}")
_KINDS = {"ch": "charge", "py": "charge", "pi": "payment_intent"}
_LONGEST_NAME = 8
_ALIKE = 0.75
_NO_NAMES = frozenset({"gift card recipient", "gift card", "cardholder", "valued customer", "apple pay", "google pay"})


def references(*ids: str) -> tuple[Reference, ...]:
    """The references of a payment by its ids, of a charge first; other texts are left out."""
    found = dict.fromkeys(text for text in ids if _PAYMENT.fullmatch(text))
    made = [Reference(STRIPE, _KINDS[text[:2]], text) for text in found]
    return tuple(sorted(made, key=lambda one: one.kind))


def zone_of(record: Record, role: str) -> tzinfo | None:
    """The time zone named in the title of the column: `Created (UTC)`."""
    columns = record.table.columns_of(role)
    filled = (one for one in columns if not record.row.cell(one.index).is_blank)
    return next((zone_named(one.title) for one in filled), None)


def method_of(source: str) -> tuple[str, list[Problem]]:
    """The payment method of a payment's source type; asks about one that Stripe does not document."""
    if not source:
        return "card", []
    method = METHODS.get(snake(source))
    asked = [Problem(f"The payment source type is “{source[:40]}”: enter the payment method.", ask=True)]
    return method or "other", [] if method else asked


def names_by_customer(table: Table) -> Mapping[str, str]:
    """The name most often given with each customer id of a table."""
    found: dict[str, Counter[str]] = {}
    for row in table.body:
        texts = (table.text(row, role) for role in ("name", *NAMES))
        name = next((clean(text) for text in texts if _is_name(text)), "")
        if name and (customer := table.text(row, "customer_id")):
            found.setdefault(customer, Counter())[name] += 1
    return {customer: names.most_common(1)[0][0] for customer, names in found.items()}


def name_donor(planned: PlannedRow, record: Record) -> list[Problem]:
    """Set who paid: named in metadata, else by the customer or the card, else in another payment of the customer, else
    only by an email address. `record.facts` are `names_by_customer`. Returns what is unsure."""
    planned.party = read_party(record.table, record.row, record.context)
    contact = read_contact(record.table, record.row, record.context)
    others = [text for role in NAMES if _is_name(text := record.text(role))]
    customer = record.text("customer_id")
    told = ContactFacts(ids=(f"{STRIPE}:{customer}",)) if _CUSTOMER.fullmatch(customer) else ContactFacts()
    problems = _another(planned.party, others)
    if not planned.party and (name := next(iter(others), "") or record.facts.get(customer, "")):
        planned.party = party_named(name, contact)
    elif not planned.party and contact.emails:
        planned.party = party_nameless(planned.party)
    planned.party = replace(planned.party, told=told)
    if not planned.party:
        return [*problems, Problem("The payment names no donor: enter who paid.", ask=True)]
    return problems + (record.doubts(planned) if not planned.party.nameless else [])


def _another(party: Party, others: Iterable[str]) -> list[Problem]:
    """The question who gave, where the card or the customer is plainly another person than the donor of the form."""
    if len(party.people) != 1:
        return []
    for text in others:
        people = party_named(text).people
        if people and all(_is_another(party.people[0], one) for one in people):
            asked = f"The donor is “{party.written}” but the card or customer is “{text}”: enter the donor."
            return [Problem(asked, ask=True)]
    return []


def _is_another(a: PersonName, b: PersonName) -> bool:
    """Whether two names are of two people and no misspelling of each other."""
    few, many = sorted((a.words, b.words), key=len)
    alike = (any(_is_spelled_like(word, other) for other in many) for word in few)
    return compare(a, b).verdict == DIFFERENT and not all(alike)


def _is_spelled_like(a: str, b: str) -> bool:
    a, b = plain_word(a), plain_word(b)
    return same_word(a, b) or SequenceMatcher(None, a, b).ratio() >= _ALIKE


def _is_name(text: str) -> bool:
    plain = folded(text)
    if not plain or is_nobody(text) or plain in _NO_NAMES or len(plain.split()) > _LONGEST_NAME:
        return False
    return not re.search(r"[@\d#:_=]", text) and any(ch.isalpha() for ch in text)
