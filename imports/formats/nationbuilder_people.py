"""NationBuilder's export of people: names, contact details, and consent.

Its conventions: an apostrophe before values for Excel, up to four emails each with a flag when it bounces, an
organization's name in `last_name`, tags separated by commas, couples on one address. A row is a person, never a gift:
its sums of donations are ignored.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from crm.contact_details.values import read_emails
from crm.names.people import PersonName, clean
from imports.cells import Row, Workbook
from imports.contexts import Context
from imports.formats.givers import read_party
from imports.formats.parties import NAMELESS, not_read, party_nameless, read_contact, read_country, read_zip
from imports.formats.records import LONGEST_NAME, decide, no_name, too_long
from imports.formats.titled import records_of, titled_tables, titles_found, words, yes_or_no
from imports.formats.unread.asking import ask_all
from imports.formats.unread.platforms import Layout, questions_of, warn_of_disagreements
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.plans import ACCEPT, Contact, ContactFacts, Party, PlannedRow

SLUG = "nationbuilder_people"
LABEL = "NationBuilder people"
PERMISSION = "imports.run"

SYSTEM = "nationbuilder"
SIGNATURE = words(
    """nationbuilder_id email1_is_bad email2_is_bad email_opt_in mobile_opt_in is_mobile_bad do_not_call do_not_contact
    federal_donotcall tag_list is_volunteer recruiter_name point_person_name primary_address1 primary_address2
    user_submitted_address1 support_level nbec_guid facebook_username twitter_login civicrm_id first_donated_at
    last_donated_at donations_count donations_amount"""
)
MONEY = words("amount amount_in_cents nationbuilder_donation_id payment_type_name succeeded_at")
WANTED = 4
EMAILS = ("email", "email1", "email2", "email3", "email4")
PLACES = ("primary", "address", "mailing", "user_submitted", "billing")
ROLES = {
    "prefix": "title",
    "name_suffix": "suffix",
    **dict.fromkeys(("full_name", "signup_name"), "name"),
    **dict.fromkeys(("organization_name", "company_name"), "organization"),
    **dict.fromkeys(EMAILS, "email"),
    **dict.fromkeys(("phone_number", "phone", "mobile_number", "mobile", "work_phone_number", "phone_work"), "phone"),
}
#: Other columns of NationBuilder's, which no record uses; they are kept with the row.
KNOWN = words(
    """email_opt_in_at fax_number is_mobile_bad employer occupation sex gender birthdate born_at is_volunteer
    recruiter_name recruiter_id point_person_name point_person_id parent_id facebook_username facebook_uid
    facebook_name twitter_login twitter_name twitter_id linkedin_id website external_id civicrm_id ngp_id nbec_guid
    datatrust_id dw_id van_id catalist_id state_file_id county_file_id salesforce_id donations_count donations_amount
    donations_amount_in_cents donations_to_raise_amount_in_cents first_donated_at last_donated_at first_donation_amount
    last_donation_amount largest_donation_amount donations_average created_at updated_at last_contacted_at
    last_contacted_by support_level inferred_support_level priority_level availability party ethnicity demo religion
    marital_status priv_level is_supporter is_prospect is_donor is_fundraiser supporter_at prospect_at donor_at
    volunteer_at signup_source media_market precinct_name page_slug legal_name username capital_amount_in_cents
    received_capital_amount_in_cents spent_capital_amount_in_cents note_updated_at"""
)
_BODY_TAGS = frozenset({"organization", "organisation", "organizations", "organisations", "org", "company", "business"})
_FLAGS = ("do_not_contact", "is_deceased", "email_opt_in", "mobile_opt_in", "do_not_call", "federal_donotcall")
_NATIVE = ("native_name", "name_native", "urdu_name", "name_in_urdu")
_PARTS = ("address1", "address2", "address3", "city", "state", "zip", "country", "country_code")
#: What columns of NationBuilder's are called in hand-made lists.
MEANINGS = {
    **{f"{place}_{part}": f"{place}_{part}" for place in PLACES for part in _PARTS}, "signup_id": "nationbuilder_id",
    "primary_address1": "address", "primary_city": "city", "primary_state": "state", "primary_zip": "zip",
    "primary_country_code": "country", "do_not_contact": "contact_no", "do_not_call": "phone_no",
}  # fmt: skip
_PERSON = words(
    """title first_name middle_name last_name suffix name organization spouse email phone tag_list nationbuilder_id
    signup_id note language preferred_language type signup_type contact_type is_organization"""
)
_FLAG_OF_EMAIL = re.compile(r"(is_)?email\d?_(is_)?bad")
_LANGUAGES = {"en": "en", "eng": "en", "english": "en", "ur": "ur", "urd": "ur", "urdu": "ur"}


def recognizes(workbook: Workbook) -> float:
    """Certain when the flags and address columns only NationBuilder writes are there, and no column of single
    payments."""
    if titles_found(workbook, MONEY):
        return 0.0
    return 0.95 if titles_found(workbook, SIGNATURE) >= WANTED else 0.0


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """A contact for every record: people, organizations, and addresses without a name."""
    tables = list(titled_tables(workbook, SIGNATURE, WANTED, ROLES))
    asked = questions_of(workbook, tables, Layout(used_columns, KNOWN, MEANINGS), context)
    for found in records_of(workbook, tables):
        if isinstance(found, PlannedRow):
            yield found
        else:
            table, row = found
            planned = _person(table, row, context)
            ask_all(planned, table, row, asked[id(table)])
            yield planned
    warn_of_disagreements(workbook, asked)


def used_columns(table: Table, rows: Iterable[Row]) -> frozenset[str]:
    """The roles of columns that a record uses."""
    places = {_place(table, row) for row in rows}
    flags = {column.role for column in table.columns if column.role and _FLAG_OF_EMAIL.fullmatch(column.role)}
    return frozenset({f"{place}_{part}" for place in places for part in _PARTS} | flags | _PERSON | {*_FLAGS, *_NATIVE})


def named(table: Table, row: Row, context: Context) -> Party:
    """The name and contact details of a NationBuilder record; also used for its donations."""
    place = _place(table, row)
    country = read_country(table.text(row, f"{place}_country_code") or table.text(row, f"{place}_country"))
    local = replace(context, country=country or context.country)
    region = clean(table.text(row, f"{place}_state"))
    contact = replace(
        read_contact(table, row, local),
        city=clean(table.text(row, f"{place}_city")),
        address=_street(table, row, place),
        region=region,
        postal_code=read_zip(table.text(row, f"{place}_zip"), region, country),
        country=country,
    )
    emails = [email for text in table.texts(row, "email") for email in read_emails(text).found]
    bad = _bad_emails(table, row)
    order = sorted(dict.fromkeys(filter(None, emails)), key=lambda email: email in bad)
    contact = replace(contact, emails=tuple(order))
    party = read_party(table, row, local)
    if not party.organization and _is_body(table, row):
        name = clean(table.text(row, "last_name") or table.text(row, "first_name") or table.text(row, "name"))
        party = Party(written=name, organization=name)
    return replace(party, contact=contact, told=ContactFacts(ids=_ids(table, row)))


def _person(table: Table, row: Row, context: Context) -> PlannedRow:
    planned = PlannedRow(table.sheet.name, row.number, raw=table.raw(row))
    planned.party = named(table, row, context)
    planned.party = replace(
        planned.party, told=_contact_facts(table, row, planned.party.told.ids, planned.party.contact.emails)
    )
    planned.memo = table.text(row, "note")
    planned.note = not_read(planned.party.contact)
    decide(planned, list(_problems(planned, table, row)))
    if planned.decision == ACCEPT and not planned.party:
        planned.party = party_nameless(planned.party)
        planned.note = " ".join(filter(None, [NAMELESS, planned.note]))
    return planned


def _problems(planned: PlannedRow, table: Table, row: Row) -> Iterable[Problem]:
    if planned.party.doubt:
        yield Problem(planned.party.doubt, ask=True)
    if not planned.party and not _reachable(planned.party.contact):
        yield Problem("The row has no name and no contact details.")
    elif reason := no_name(planned, table, row):
        yield Problem(reason, ask=True)
    elif too_long(planned):
        yield Problem(f"The name is longer than {LONGEST_NAME} characters.", ask=True)


def _reachable(contact: Contact) -> bool:
    return bool(contact.emails or contact.phones or contact.address)


def _is_body(table: Table, row: Row) -> bool:
    """Whether the record is an organization: by a flag, a type, or a tag on a single name."""
    kinds = {table.text(row, name).casefold() for name in ("type", "signup_type", "contact_type")}
    if yes_or_no(table.text(row, "is_organization")) or kinds & _BODY_TAGS:
        return True
    single = not (table.text(row, "first_name") and table.text(row, "last_name"))
    return single and bool(_BODY_TAGS & {tag.casefold() for tag in _tags(table, row)})


def _ids(table: Table, row: Row) -> tuple[str, ...]:
    number = table.text(row, "nationbuilder_id") or table.text(row, "signup_id")
    return (f"{SYSTEM}:{number}",) if number else ()


def _contact_facts(table: Table, row: Row, ids: tuple[str, ...], emails: tuple[str, ...]) -> ContactFacts:
    native = next((text for title in _NATIVE for text in table.texts(row, title)), "")
    language = table.text(row, "language") or table.text(row, "preferred_language")
    consents = tuple(_consents(table, row))
    return ContactFacts(
        ids=ids,
        consents=consents,
        bad_emails=_bad_emails(table, row),
        unsubscribed=emails if ("email", False) in consents else (),
        tags=_tags(table, row),
        native_name=native if PersonName(native).is_native else "",
        language=_LANGUAGES.get(language.casefold(), ""),
    )


def _consents(table: Table, row: Row) -> Iterable[tuple[str, bool]]:
    """Opt-ins and opt-outs of the record. A blank flag means nothing; “no contact” closes every channel."""
    said = {name: _flag(table, row, name) for name in _FLAGS}
    if said["do_not_contact"] or said["is_deceased"]:
        yield from ((channel, False) for channel in ("email", "phone", "text", "mail"))
        return
    if said["email_opt_in"] is not None:
        yield "email", bool(said["email_opt_in"])
    if said["mobile_opt_in"] is not None:
        yield "text", bool(said["mobile_opt_in"])
    if said["do_not_call"] or said["federal_donotcall"]:
        yield "phone", False


def _flag(table: Table, row: Row, name: str) -> bool | None:
    """What the columns of a flag say; where two disagree, what closes counts."""
    found = {yes_or_no(text) for text in table.texts(row, name)} - {None}
    return not name.endswith("opt_in") if len(found) > 1 else next(iter(found), None)


def _bad_emails(table: Table, row: Row) -> tuple[str, ...]:
    """Addresses flagged as bouncing, by the column `…_is_bad` beside each."""
    bad = set()
    for column in table.columns_of("email"):
        name = re.sub(r"\W+", "_", column.title.casefold()).strip("_")
        if yes_or_no(table.text(row, f"{name}_is_bad")) or yes_or_no(table.text(row, f"is_{name}_bad")):
            bad |= set(read_emails(row.cell(column.index).text).found)
    return tuple(sorted(bad - {""}))


def _tags(table: Table, row: Row) -> tuple[str, ...]:
    tags = (clean(tag) for text in table.texts(row, "tag_list") for tag in text.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _place(table: Table, row: Row) -> str:
    """The first kind of address that is filled, starting with the primary one."""
    return next((p for p in PLACES if table.text(row, f"{p}_address1") or table.text(row, f"{p}_city")), PLACES[0])


def _street(table: Table, row: Row, place: str) -> str:
    lines = (clean(table.text(row, f"{place}_address{number}")) for number in (1, 2, 3))
    return "\n".join(line for line in lines if line)
