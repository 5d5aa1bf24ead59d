"""Who gave where a record names a person and an organization: from the file or a user's answer, else a question.

A person's employer is never the donor. A company beside a person's name may be, if the record's donor type, the
column's title, a user's answer about the column, or a title before the name says so.
"""

import re
from dataclasses import replace

from crm.names.comparison import SAME, compare
from crm.names.given_names import is_given
from crm.names.organizations import compare_organizations, is_organization
from crm.names.people import clean as cleaned
from crm.names.people import is_nobody
from crm.names.spellings import TITLES
from crm.names.text import name_key, plain_title
from imports import questions
from imports.cells import Row, folded
from imports.column_mapping import HOLD, ORGANIZATION, PERSON
from imports.contexts import Context
from imports.formats.parties import NO_CONTACT, party_named, people_named, read_contact
from imports.parsing.column_roles import is_name_title
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.plans import MATCH, SPONSORSHIP, Party, PlannedRow

#: Roles of columns that may hold a donor type; the first role holds nothing else.
DONOR_TYPE = "donor_type"
_KIND_ROLES = (DONOR_TYPE, "type", "signup_type", "contact_type")
_WHAT = r"( (donor|giver|contact|account|constituent|record|supporter|member|gift|donation))?"
_KINDS = (
    (PERSON, re.compile(rf"((private )?(individual|person|people|household|family|couple)s?|personal){_WHAT}", re.I)),
    (ORGANIZATION, re.compile(
        r"(organi[sz]ation(al)?|org|company|companies|corporat(e|ion)|business|foundation|firm|non-?profit|church|mosque|"
        rf"masjid|congregation|school|government|trust|institution(al)?)s?{_WHAT}", re.I)),
)  # fmt: skip
#: Donor types of two exports: DonorPerfect's codes, and column names of Salesforce's template.
_CODES = {"in": PERSON, "co": ORGANIZATION, "or": ORGANIZATION, "contact1": PERSON, "account1": ORGANIZATION}
_TITLE_OF_GIVER = re.compile(r"sponsor|donor|donating|giv(er|ing)|contribut|payer|customer|funder|grant", re.I)
_UNDER_COLUMNS = f"{questions.WHO_GAVE}{questions.UNDER_COLUMNS}"
_CONTACT = re.compile(r"contact|attn|attention", re.I)
#: A record number: “S-1042”, “1042”, “Acct 17”.
_NUMBER = re.compile(r"[^\W\d_]{0,5}[ .#-]*\d[\d-]*")
_SPONSOR = re.compile(r"\s*sponsors?( name)?\W*", re.I)
#: What people without an employer enter as employer.
_NO_EMPLOYER = re.compile(
    r"self|self[\s-]*employed|(currently )?(un|not )employed|retired|home ?maker|stay[\s-]at[\s-]home.*|student|"
    r"individual|personal|private|disabled|same|x+",
    re.I,
)


def read_party(table: Table, row: Row, context: Context, *, where: str = "") -> Party:
    """The donor of a record; empty when nobody is named. `where` says where a question can be answered for all rows."""
    contact = read_contact(table, row, context)
    named, organization = people_named(table, row, contact), cleaned(table.text(row, "organization"))
    if not is_employer(organization):
        kind = kind_told(table, row, (DONOR_TYPE,))
        other = "" if kind else _other_name(table, row, named)
        return _both(named, other, f"{questions.DONOR}{where}") if other else _of_its_kind(named, kind)
    body = Party(written=table.text(row, "organization"), organization=organization, contact=contact)
    if not named or _is_same(named, organization):
        return body if named or not _may_sponsor(table, row, organization) else _either(body)
    told = who_gave(table, row, context) or (PERSON if _is_addressed(table, row, named) else "")
    if told in (PERSON, ORGANIZATION):
        return body if told == ORGANIZATION else named
    return _both(named, organization, f"{questions.WHO_GAVE}{'' if told else where}")


def is_employer(text: str) -> bool:
    """Whether a cell for an organization names one: not “retired”, “self-employed”, “n/a”."""
    return not is_nobody(text) and not _NO_EMPLOYER.fullmatch(text.strip(" .()"))


def asks_who_gave(party: Party) -> bool:
    """Whether a party's question is which of two gave."""
    return questions.WHO_GAVE in party.doubt


def who_gave(table: Table, row: Row, context: Context) -> str:
    """PERSON or ORGANIZATION, where the file or a user says which gave; '' otherwise."""
    if told := kind_told(table, row, _KIND_ROLES):
        return told
    columns = table.columns_of("organization")
    column = next((one for one in columns if not row.cell(one.index).is_blank), columns[0])
    if _TITLE_OF_GIVER.search(column.title):
        return ORGANIZATION
    if folded(column.title) in context.left_columns:
        return PERSON
    return context.giver if table.explained else ""


def kind_told(table: Table, row: Row, roles: tuple[str, ...]) -> str:
    """The record's donor type: PERSON, ORGANIZATION, HOLD where columns contradict each other, or ''."""
    said = {told for role in roles for text in table.texts(row, role) if (told := kind_of_donor(text, role))}
    return said.pop() if len(said) == 1 else HOLD if said else ""


def kind_of_donor(text: str, role: str = DONOR_TYPE) -> str:
    """The donor type in a cell such as “Individual”; '' when the cell says something else."""
    text = " ".join(text.split())
    code = _CODES.get(text.casefold(), "") if role == DONOR_TYPE else ""
    return code or next((kind for kind, pattern in _KINDS if pattern.fullmatch(text)), "")


def credit_employee(planned: PlannedRow, table: Table, row: Row) -> None:
    """Give soft credit to the person named beside the employer whose matching gift it is."""
    if planned.kind == MATCH and planned.party.organization and not planned.adviser:
        named = people_named(table, row, NO_CONTACT)
        planned.adviser = named if named.people else planned.adviser


def doubtful_giver(planned: PlannedRow, table: Table, row: Row, context: Context) -> list[Problem]:
    """A question where the kind of gift makes it doubtful that the named person gave."""
    party, organization = planned.party, cleaned(table.text(row, "organization"))
    if planned.kind not in (MATCH, SPONSORSHIP) or not (party.people or party.household):
        return []
    if is_employer(organization):
        unsure = who_gave(table, row, context) == ""
        return [Problem(_doubt(party, organization, _UNDER_COLUMNS), ask=True)] if unsure else []
    if planned.kind == SPONSORSHIP:
        return []
    employer = cleaned(table.text(row, "employer"))
    named = f"names the employer “{employer}”" if is_employer(employer) else "names no employer"
    return [Problem(f"The row is an employer's matching gift and {named}: enter the donor.", ask=True)]


def _doubt(named: Party, other: str, asked: str) -> str:
    return f"“{named.written}” {questions.WITH} “{other}”: {asked}."


def _both(named: Party, other: str, asked: str) -> Party:
    return Party(written=named.written, contact=named.contact, doubt=_doubt(named, other, asked))


def _either(named: Party) -> Party:
    return Party(written=named.written, contact=named.contact, doubt=f"“{named.written}” {questions.EITHER}")


def _other_name(table: Table, row: Row, named: Party) -> str:
    """Another donor named in a second column of names (whose check it was), but not an organization's contact."""
    columns = [one for one in table.columns_of("name") if not row.cell(one.index).is_blank]
    sure = [one for one in columns if is_name_title(one.title) and not _CONTACT.search(one.title)]
    texts = [cleaned(row.cell(one.index).text) for one in sure]
    names = (text for text in texts[1:] if not is_nobody(text) and not _NUMBER.fullmatch(text))
    return next((text for text in names if not _is_same_giver(party_named(text), named)), "")


def _is_same_giver(other: Party, named: Party) -> bool:
    if name_key(other.written) == name_key(named.written) or (other.household and named.household):
        return True
    if other.organization and named.organization:
        return compare_organizations(other.organization, named.organization) == SAME
    return bool(other.people and named.people) and compare(other.people[0], named.people[0]).verdict == SAME


def _may_sponsor(table: Table, row: Row, name: str) -> bool:
    """Whether a cell under “Sponsor” may name a person, as in lists of sponsored walks."""
    column = next(one for one in table.columns_of("organization") if not row.cell(one.index).is_blank)
    plain = not (is_organization(name) or table.has("adviser"))
    return bool(_SPONSOR.fullmatch(column.title)) and plain


def _is_same(named: Party, organization: str) -> bool:
    """Whether the name cell repeats the organization's name."""
    if named.organization:
        return compare_organizations(named.organization, organization) == SAME
    written = name_key(named.written)
    return written == name_key(organization) and not is_given(written.split()[0])


def _is_addressed(table: Table, row: Row, named: Party) -> bool:
    """Whether the name has a title of a person: Mrs., Dr."""
    titles = [table.text(row, "title"), *(person.title for person in named.people)]
    said = [title.split() for title in titles if title.strip()]
    return bool(named.people) and any(all(plain_title(word) in TITLES for word in words) for words in said)


def _of_its_kind(named: Party, kind: str) -> Party:
    """The party of a name cell, given the donor type beside it; a question where the two contradict each other."""
    unsure = questions.EITHER in named.doubt
    if kind == PERSON and unsure:
        return replace(party_named(named.written, named.contact, as_people=True), told=named.told)
    if kind == ORGANIZATION and (unsure or (named.people and not _is_plainly_a_person(named))):
        return Party(written=named.written, organization=named.written, contact=named.contact)
    disagree = (kind == PERSON and named.organization) or (kind == ORGANIZATION and named.people)
    if disagree and not named.nameless:
        return _either(named)
    return named


def _is_plainly_a_person(named: Party) -> bool:
    return len(named.people) > 1 or any(is_given(word) for word in re.split(r"[\s,]+", named.written) if word)
