"""What column titles mean. Matched by words, never by position or exact order; every hand-made list has its own."""

import re
from dataclasses import dataclass

from imports.money import currency_code

# A role with the titles that mean it, one pattern a line. The first role that fits the whole title wins; titles come in
# lower case, punctuation as spaces, brackets apart.
_TITLES = {
    "serial": r"""
        s ?no|s ?#|sr ?(no)?|serial ?(no|number)?|no|nr|#
        row|line|item( no)?|record( no)?
    """,
    "first_name": r"((donor|contact|billing) )?(s )?(first|given|fore) ?names?|(donor )?first",
    "middle_name": r"middle ?(name|initial)?|additional name|mi",
    "last_name": r"((donor|contact|billing) )?(s )?(last|family|sur) ?names?|(donor )?last|surname",
    "title": r"title|prefix|salutation|honorific|mr mrs",
    "suffix": r"suffix|jr sr",
    "spouse": r"""
        (and )?spouse( s)?( name)?|partner( s)?( name)?|husband|wife
        second donor|donor 2|name ?2|joint donor
    """,
    "adviser": r"(recommended|advised) by|(fund )?advis[eo]r|recommending donor",
    "organization": r"""
        (sponsor(ing)?( (org|organi[sz]ation|charity))?|organi[sz]ation|company|business|employer|firm)( name)?|org
    """,
    "name": r"""
        (donor )?(full |complete )?name( of donor| on check| on cheque| ?1)?|names|name s
        (donor|giver|contributor|supporter|payer|member|sender|benefactor|contact|family|customer)( ?s)?( name)?( ?s)?
        given by|donated by|received from|recd from|from|who
        spender|nombre|nom|naam
    """,
    "deposit_date": r"""
        deposit(ed)?( date| on)?|date deposited|date of deposit|bank(ed)? date|(posted|posting)( date)?|cleared
    """,
    "check_date": r"(check|cheque) date|date (on|of) (check|cheque)",
    "date": r"""
        date|dates|day|when|datum|fecha|tarikh|timestamp
        (date|day) (of )?(gift|donation|payment|contribution|receipt|received|rec ?d|recd|given|paid|pd|in)
        (gift|donation|received|receipt|payment|contribution|transaction|trans|letter|grant|entry|pledge)( s)? date
        received( on)?|rec ?d|recd|rcvd|date rcvd|rcvd date|dt( recd| rcvd)?
        given on|paid on|donated( at| on)|created( at| on)?
    """,
    "currency": r"currency( code)?|curr?|ccy|fx",
    "amount": r"""
        (total |gross |gift |donation |grant |pledge |check )?(amounts?|amt)( given| received| paid| donated| in)?
        (payment |paid |contribution |received |donated )(amounts?|amt)
        gift|gifts|donation|donations|contribution|gross|value|sum|total|paid|how much|money
        betrag|importe|montant|usd|dollars|us ?\$?|\$
    """,
    "check": r"""
        (check|cheque|chk|ck|cheq)s? ?(#|no|nr|num|number|nos)?( or ref)?|ref(erence)?( ?(#|no|number))?|ref check( no)?
        (grant )?(check|cheque) ?(#|id)|grant (check )?id
    """,
    "method": r"""
        how (paid|given|received)|(payment |gift |pay |paid )?(method|mode|means|tender|form)( of payment)?
        payment( type| via| by)?|paid (by|via|how|with)|via|type of payment|tender type|instrument
        cash (or )?(check|cheque)|method (check|cheque|ref) ?(#|no|number)?
    """,
    "fund": r"""
        for|gift for|intended for|fund|funds|purpose|designation|designated( to| for)?|restrict(ed|ion)( to)?
        program(me)?|project|campaign|appeal|allocation|allocated to|category|cause|memo line|towards?|use|account
        earmark(ed)?
    """,
    "type": r"(gift |donation |transaction |entry |record )?(type|kind)",
    "notes": r"notes?|remarks?|comments?|memo|details?|description|explanation|info|other|misc",
    "email": r"((donor|customer|contact) )?e ?mails?( address(es)?)?( ?\d)?( value)?|mail id",
    "phone": r"""
        (home |cell |mobile |work |contact |donor )?(phone|telephone|tel|cell|mobile|contact)( ?(#|nos?|number))?
        phone ?\d( value)?|whatsapp
    """,
    "place": r"address city|city address|city state|address or city|location|place|city town|town|residence",
    "city": r"(home |mailing |billing |primary |address 1 )?city|city( state)?( zip)?",
    "address": r"(street |mailing |home |postal )?address( line)?( 1)?|street|address on (letter|check)",
    "state": r"state|province|state province|region|county",
    "zip": r"zip( code)?|post(al)? ?code|pin( code)?",
    "country": r"country",
    "thanked": r"""
        (thank ?(you|s)|ty|ack(nowledge?ment)?|receipt|letter)( letter)?( sent| done| mailed| issued| date)*
        thanked|ack
    """,
    "elsewhere": r"in (donor )?log|entered( in .*)?|in (crm|database|system|quickbooks|qb)|posted to .*",
    "status": r"""
        (payment |transaction |donation |attendee )?(status|state of payment)
        (is )?(refunded|failed|cancell?ed|captured|voided)( .*)?|amount refunded|refund(ed)?( amount)?
    """,
    "fee": r"(.* )?fees?( .*)?|commission",
    "net": r"net( amount| total| payout)?|payout( .*)?|balance|running (total|balance)|ending balance|debit|credit",
    "external_id": r"""
        (transaction|charge|payment|order|donation|payout|paymentintent|stripe charge|receipt) ?(#|id|no|number)|id
    """,
}
PATTERNS = {
    role: re.compile("|".join(line.strip() for line in titles.strip().splitlines())) for role, titles in _TITLES.items()
}
_TELLING_WORDS = tuple(
    (role, re.compile(rf"\b({words})", re.I))
    for role, words in (
        ("amount", r"amounts?\b|amt\b"), ("date", r"date\b|rcvd\b"), ("email", r"e-?mail\b"),
        ("phone", r"phone\b|mobile\b|cell\b"), ("check", r"(check|cheque|chk|ck)\W*(#|no\b|number\b)"),
        ("fund", r"fund\b|purpose\b|designation\b"), ("method", r"method\b|mode\b"),
        ("name", r"donor\b|contributor\b|giver\b"),
    )
)  # fmt: skip
_OTHER_THINGS = re.compile(
    r"birth|born|thank|ackn|receipt|letter|\bdue|expir|\bfee|\bnet\b|\btax|refund|match|\bend|start|spouse|anniver|member|"
    r"\btip\b|pledged? (total|balance)|balance|total to date|\bytd|\blast|\bfirst|largest|number of|count|"
    r"status|\btype|group|level|since|\bid\b",
    re.I,
)
GIVERS = frozenset({"name", "first_name", "last_name", "organization"})
DATES = ("date", "deposit_date", "check_date")  # in the order in which they are believed
#: Columns a plain list does not have: the file comes from a platform and needs a layout that understands them.
PLATFORM = frozenset({"status", "fee", "net"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it is, how it is called (numbered when the title repeats) and what it means, if known."""

    index: int
    title: str
    role: str | None
    currency: str | None = None  # told by the title: "Amount (USD)"


def read_title(index: int, text: str, times: int = 1) -> Column:
    """The column under a title. `times` counts earlier columns of the same title, this one included."""
    title = " ".join(text.split())
    bracket = " ".join(re.findall(r"\(([^)]*)\)", title))
    shown = f"{title} ({times})" if times > 1 else title
    return Column(
        index, shown or f"column {letters(index)}", role_of(title), currency_code(bracket) if bracket else None
    )


def role_of(title: str) -> str | None:
    """What a title means, or None."""
    without = re.sub(r"\([^)]*\)", " ", title)
    for text in (title, without):
        plain = " ".join(re.sub(r"[^\w#$]+", " ", text.casefold().replace("_", " ")).split())
        if plain.endswith("#") and plain != "#":
            plain = plain[:-1].rstrip() + " #"
        plain = re.sub(r"(?<=\w) ?\$$", "", plain)
        found = next((role for role, pattern in PATTERNS.items() if pattern.fullmatch(plain)), None)
        if found:
            return found
    return _role_of_part(title)


def _role_of_part(title: str) -> str | None:
    """What a title of two halves ("Fund / Purpose") or with a telling word ("Name of the donor") most likely means."""
    halves = [half.strip() for half in re.split(r"/|\bor\b|&|,|\n", title) if half.strip()]
    if len(halves) > 1 and (roles := [role for role in map(role_of, halves) if role]):
        return roles[0]
    if _OTHER_THINGS.search(title):
        return None
    return next((role for role, pattern in _TELLING_WORDS if pattern.search(title)), None)


def letters(index: int) -> str:
    """Excel's letters for a column counted from 0."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
