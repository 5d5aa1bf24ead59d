"""What column titles mean. They are matched by words, not by position or order, as every hand-made list differs."""

import re
import unicodedata
from dataclasses import dataclass

from imports.parsing.statements import currency_named

# Each role with the titles that mean it, one pattern per line. The first role that matches the whole title wins. Titles
# are in lower case, with punctuation as spaces, without brackets.
_TITLES = {
    "email_no": r"""
        (e ?mail|newsletter)s? (opt(ed)? ?outs?|unsubscribed?|suppressed)( on| date| time| at)?
        (do not|don t|dont|no) (send )?(bulk )?(e ?mails?|newsletters?)( user opt out)?|dne|has opted out of e ?mails?
        unsub(scribed?|s)?( on| date| time| at)?|(un ?subscribe|opt(ed)? out) (of|from) (e ?mails?|newsletters?|list)
    """,
    "email_ok": r"""
        (e ?mail|newsletter)s? (opt(ed)? ?in|ok|allowed|consent|permission|subscribed|subscription|subscriber)
        opt(ed)? ?in (for|to) (e ?mails?|newsletters?)|(ok|may|can|permission)( to| we)?( send)? e ?mails?
        engage e ?mail subscribed|(on )?(the )?(newsletter|mailing|e ?mail) list|subscribed?( to (the )?newsletter)?
        wants? (the )?(newsletters?|e ?mails?)|accepts e ?mail marketing|newsletter
        (opt ?in|confirm(ed)?) (time|date|on)
    """,
    "email_bad": r"""
        (e ?mail )?(is )?(hard )?(bounced?|bad|invalid|undeliverable)( e ?mail)?( on| date| time)?|clean(ed)?( time| on)
        bad e ?mail( address)?|e ?mail on hold|on hold
    """,
    "mail_no": r"""
        (do not|don t|dont|no) (send )?(postal |direct |paper )?mail(ings?)?|dnm|(postal |direct )?mail opt(ed)? ?outs?
    """,
    "mail_ok": r"(postal |direct )?mail opt(ed)? ?in|engage mail subscribed|(ok|may)( to| we)? mail|mail ok",
    "phone_no": r"""
        (do not|don t|dont|no) (call|phone)s?( list)?|dnc|no phone calls?|(phone|call) opt(ed)? ?outs?
        federal do ?not ?call
    """,
    "phone_ok": r"(phone|call) opt(ed)? ?in|(ok|may|can)( to| we)? (call|phone)",
    "text_no": r"(do not|don t|dont|no) (text|sms|whatsapp)s?|(sms|text|mobile|whatsapp) opt(ed)? ?outs?",
    "text_ok": r"""
        (sms|text|mobile|whatsapp) (opt(ed)? ?in|ok|consent)|(ok|may|can)( to| we)? text|engage sms subscribed
    """,
    "contact_no": r"""
        (do not|don t|dont|no) (contact|solicit|disturb)(s|ation)?|dns|(is )?deceased( date| on| y n)?|date deceased
        (date of )?(death|passing)( date)?|died( on)?|passed( away)?( on)?
    """,
    "opt_out": r"opt(ed)? ?outs?( date| on| time)?",
    "opt_in": r"opt(ed)? ?in",
    "contact_status": r"""
        (e ?mail|subscri(ption|ber)|(e ?mail )?marketing|mailing|opt ?in|list) (status|permissions?|preferences?)
        (contact|member|supporter|donor|person|record|constituent) status
    """,
    "serial": r"""
        s ?no|s ?#|sr ?(no)?|serial ?(no|number)?|no|nr|#
        row|line|item( no)?|record( no)?
    """,
    "first_name": r"vorname|prénom|primer nombre|"
    r"((donor|contact ?1?|billing|employee) )?(s )?(first|given|fore) ?names?|"
    r"(donor |employee )?first",
    "middle_name": r"middle ?(name|initial)?|additional name|mi",
    "last_name": r"((donor|contact ?1?|billing|employee) )?(s )?(last|family|sur) ?names?|"
    r"(donor |employee )?last|surname|nachname|apellidos?",
    "title": r"title|(name )?prefix|contact ?1 salutation|salutation|honorific|mr mrs",
    "suffix": r"(name )?suffix|jr sr",
    "spouse": r"""
        (and )?spouse( s)?( name)?|partner( s)?( name)?|husband|wife
        second(ary)? donor|donor 2|name ?2|(joint|co) donor|(spouse|partner)( s)? (first|given)( name)?
    """,
    "spouse_last": r"(spouse|partner)( s)? (last|family|sur) ?(name)?",
    "adviser": r"(recommended|advised) by|(fund )?advis[eo]r|recommending donor",
    "soft_credit": r"""
        soft credit(ed)?( to| for| donor| name)?|(recognition|credit(ed)?) (to|name|donor)|recognition|recognized
    """,
    "tribute": r"(in )?(honor|honour|memory|tribute|memoriam|dedication)( of| to)?( name)?|tribute|dedicat(ed|"
    r"ion)( to| name)?",
    "employer": r"""
        ((donor|employee|contact|current|present|spouse|his|her|their)( s)? )?employer( s)?( ORG)?( name)?
        (ORG|employer) (or|and) employer|name of (the )?employer|(donor )?work ?place( name)?|place of (work|employment)
        (currently )?employed (by|at|with)|works? (at|for)|employing ORG|where (do you|does (he|she)|they) work
    """,
    "donor_type": r"""
        (donor|constituent|contact|account|supporter|giver|member|party|entity|customer|payer) (type|kind|category)
        (type|kind|category) of (donor|constituent|contact|account|supporter|giver)|donation donor
        (individual|person) or (ORG|org)|(ORG|org) or (individual|person)
    """,
    "organization": r"""
        (sponsor(ing)?( (org|ORG|charity))?|ORG|corporation)( name)?|org
        (donor|donating|giving|contributing|contributor|payer|customer) (ORG|org)( name)?
        (ORG|org) (or|and) (ORG|org)( name)?
        corporate (donor|giver|sponsor|name)s?( name)?|name of (the )?(ORG|org)|account ?1 name
        (foundation|trust|vendor|merchant)( name)?|dba|d b a|doing business as|trading as
    """,
    "name": r"""
        (donor )?(full |complete )?name( of donor| on check| on cheque| ?1)?|names|name s
        WHO( ?s)?( name)?( ?s)?
        given by|donated by|received from|recd from|from|who|employee( full)?( name)?|on behalf of|purchaser
        spender|nombre|nom|naam|donante|donateur|(عطیہ دہندہ|معطی|نام|ڈونر)( کا نام)?|پورا نام|الاسم|اسم
    """,
    "deposit_date": r"""
        deposit(ed)?( date| on)?|date deposited|date of deposit|bank(ed)? date|(posted|posting)( date)?|cleared
    """,
    "check_date": r"(check|cheque) date|date (on|of) (check|cheque)",
    "date": r"""
        date|dates|day|when|datum|fecha|tarikh|تاریخ|التاريخ|(عطیہ|وصولی|ادائیگی) کی تاریخ|تاریخ (وصولی|عطیہ|ادائیگی)
        (date|day) (of )?(gift|donation|payment|contribution|receipt|received|rec ?d|recd|given|paid|pd|in)
        (gift|donation|received|receipt|payment|contribution|transaction|trans|letter|grant|pledge)( s)? date
        (gift |donation |payment |money |check |funds )?(received|rec ?d|recd|rcvd|collected)( on| at| date)?
        (date|dt|day|when|on) (rcvd|rec ?d|recd|received|given|paid|donated|in|collected)|date rcvd|dt( of gift)?
        (given|paid|donated|gifted|contributed|gave)( at| on| date)|(gift|donation|payment|txn|trx|value) ?(dt|day)
        txn date|date when received
    """,
    "entry_date": r"created?( at| on| date)?|entry date|(date )?(entered|added)( on| date)?|timestamp|"
    r"date created|logged( on)?",
    "currency": r"کرنسی|währung|moneda|devise|currency( code)?|curr?|ccy|fx",
    "amount": r"""
        (total |gross |gift |donation |grant |pledge |check )?(amounts?|amt)( given| received| paid| donated| in)?
        (payment |paid |contribution |received |donated )(amounts?|amt)
        gift|gifts|donation|donations|contribution|gross|value|sum|total|paid|how much|money
        betrag|importe|montant|monto|cantidad|dollars|us ?\$?|\$|رقم|عطیہ|چندہ|مبلغ|المبلغ|عطیہ کی رقم|کل رقم
        (amounts?|amt|sum|value|gift|donation|paid|total) (in )?(CODES)|(CODES)( amounts?| amt)?
    """,
    "check": r"""
        چیک( نمبر)?
        (check|cheque|chk|ck|cheq)s? ?(#|no|nr|num|number|nos)?( or ref)?|ref(erence)?( ?(#|no|number))?|ref check( no)?
        (grant )?(check|cheque) ?(#|id)|grant (check )?id
    """,
    "method": r"""
        طریقہ( ادائیگی)?|ادائیگی کا طریقہ|ذریعہ
        how( (paid|given|received|sent|it came))?|came (via|by|as)
        (payment |gift |pay |paid )?(method|mode|means|tender|form)( of payment)?
        payment( type| via| by)?|(paid|pd) (by|via|how|with)|via|type of payment|tender type|instrument
        cash (or )?(check|cheque)|method (check|cheque|ref) ?(#|no|number)?
    """,
    "fund": r"""
        for|gift for|intended for|fund|funds|purpose|designation|designated( to| for)?|restrict(ed|ion)( to)?
        program(me)?|project|campaign|appeal|allocation|allocated to|category|cause|memo line|towards?|use|account
        earmark(ed)?|فنڈ|مد|مقصد|zweck|propósito
    """,
    "type": r"قسم|(gift |donation |transaction |entry |record |income )?(type|kind)s?|"
    r"(type|kind)s? of (the )?(gift|donation|transaction|entry|record|income|contribution)",
    "notes": r"نوٹ|تبصرہ|کیفیت|تفصیل|bemerkung|notas?|notes?|remarks?( notes?)?|comments?|memo|details?|"
    r"description|explanation|info|other|misc",
    "email": r"((donor|customer|contact) )?e ?mails?( address(es)?)?( ?\d)?( value)?|mail id|ای ?میل|"
    r"correo( electrónico)?|courriel",
    "phone": r"""
        (home |cell |mobile |work |contact |donor )?(phone|telephone|tel|cell|mobile|contact)( ?(#|nos?|number))?
        phone ?\d( value)?|whatsapp( number)?|(فون|موبائل)( نمبر)?|teléfono|téléphone|telefon
    """,
    "place": r"address city|city address|city state|address or city|location|place|city town|town|residence",
    "city": r"شہر|ort|stadt|ciudad|ville|(WHERE )?(city|town)|city( state)?( zip)?",
    "address": r"پت[ہا]|adresse|dirección|(WHERE |street )?address( line)?( 1)?|(WHERE )?street( address)?( 1|"
    r" line 1)?|address on (letter|check)",
    "state": r"(WHERE )?(state|province|state province|region)( code)?|county|st",
    "zip": r"(WHERE )?(zip|zip ?code|post(al)? ?code|zip postal code)|pin( code)?|plz",
    "country": r"country|ملک|pa[íy]s|land|(WHERE )country( code| region)?",
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
#: Currency codes in titles of amounts. “All” and “Top” are codes too, but mean the words.
_CODES = r"usd|gbp|eur|cad|aud|nzd|pkr|inr|aed|sar|chf|pounds?|euros?|rupees|rs|us dollars?"
_ORG = r"(organi[sz]ation|company|business|firm)"
_WHO = r"(donor|giver|contributor|supporter|payer|member|sender|benefactor|contact|family|customer|remitter|subscriber)"
_WHERE = r"(home|mailing|postal|billing|primary|business|shipping|residential|donor|contact|address 1)"
PATTERNS = {
    role: re.compile(
        "|".join(
            line.strip()
            for line in titles.replace("CODES", _CODES)
            .replace("ORG", _ORG)
            .replace("WHERE", _WHERE)
            .replace("WHO", _WHO)
            .strip()
            .splitlines()
        )
    )
    for role, titles in _TITLES.items()
}
#: Subjects in titles such as “Donor comment”, which are then not names.
_OF_A_DONOR = (
    r"comments?|notes?|messages?|remarks?|country|city|state|county|address|anonymous|source|segment|rank|rating|score|"
    r"history|gender|sex|age|language|interests?|occupation|website|tags?|code|category|reason|preferences?|ip"
)
_TELLING_WORDS = tuple(
    (role, re.compile(rf"\b({words})", re.I))
    for role, words in (
        ("amount", r"amounts?\b|amt\b"), ("date", r"date\b|rcvd\b"), ("email", r"e-?mail\b"),
        ("phone", r"phone\b|mobile\b|cell\b"), ("check", r"(check|cheque|chk|ck)\W*(#|no\b|number\b)"),
        ("fund", r"fund\b|purpose\b|designation\b"), ("method", r"method\b|mode\b"),
        ("name", rf"(donor|contributor|giver)\b(?!.*\b({_OF_A_DONOR}))"),
    )
)  # fmt: skip
_OTHER_THINGS = re.compile(
    r"birth|born|thank|ackn|receipt|letter|\bdue|expir|\bfee|\bnet\b|\btax|refund|match|\bend|start|spouse|anniver|member|"
    r"\btip\b|pledged? (total|balance)|balance|total to date|\bytd|\blast|\bfirst|largest|number of|count|"
    r"status|\btype|group|level|since|\bid\b|opt(ed)?\b|unsub|subscri|consent|permi|marketing|bounce|valid|"
    r"deceas|do not|don'?t|"
    r"\bsoft|deduct|market value|benefit|goods|owed|remaining|portion|\bask(ed|s)?\b|invoice|expected|estimat|\best\b|"
    r"\bgoal|budget|thousand|\b000s?\b|monthly|recurring|per month|planned|projected|proposed|request|target|"
    r"\bevent|statement|\bnext\b",
    re.I,
)
#: Words in brackets that make it another amount: “Gift (est.)”, “Amount (thousands)”.
_CHANGES = re.compile(
    r"\([^)]*(\best\b|estimat|thousand|\b000|pledged|promised|expected|unpaid|"
    r"\bdue\b|\bnot\b|value|in[- ]?kind|monthly|asked)[^)]*\)",
    re.I,
)
_EFFORT = re.compile(r"\b(campaign|appeal|category|account|memo line)s?\b", re.I)
GIVERS = frozenset({"name", "first_name", "last_name", "organization"})
DATES = ("date", "deposit_date", "check_date", "entry_date")  # most trusted first
#: Columns of a payment platform's file, which needs a format of its own.
PLATFORM = frozenset({"status", "fee", "net"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its position, title (numbered when repeated) and meaning, if known."""

    index: int
    title: str
    role: str | None
    currency: str | None = None  # from the title: "Amount (USD)", "Amount £"


def read_title(index: int, text: str, times: int = 1) -> Column:
    """The column of a title. `times` counts columns with this title so far, including this one."""
    title = " ".join(text.split())
    role = role_of(title)
    shown = f"{title} ({times})" if times > 1 else title
    currency = currency_named(title)[0] if role == "amount" else None
    return Column(index, shown or f"column {letters(index)}", role, currency)


def role_of(title: str) -> str | None:
    """What a title means, or None."""
    without = re.sub(r"\([^)]*\)", " ", title)
    for text in (title, without) if not _CHANGES.search(title) else (title,):
        plain = " ".join(re.sub(r"[^\w#$]+", " ", _one_spelling(text.casefold())).split())
        if plain.endswith("#") and plain != "#":
            plain = plain[:-1].rstrip() + " #"
        plain = re.sub(r"(?<=\w) ?\$$", "", plain)
        found = next((role for role, pattern in PATTERNS.items() if pattern.fullmatch(plain)), None)
        if found:
            return found
    return _role_of_part(title)


def is_name_title(title: str) -> bool:
    """Whether a title means a giver's name word for word, not by one telling word."""
    return is_title_of(title, "name")


def is_title_of(title: str, role: str) -> bool:
    """Whether a title means something word for word, not by one telling word."""
    plain = " ".join(re.sub(r"[^\w]+", " ", _one_spelling(title.casefold())).split())
    return bool(PATTERNS[role].fullmatch(plain))


def is_effort(title: str) -> bool:
    """Whether a column of purposes is called after what brought the gift in: one called after the fund counts more."""
    return bool(_EFFORT.search(title))


def _one_spelling(text: str) -> str:
    """Replace look-alike letters of Urdu, Persian and Arabic by the Urdu ones, and remove diacritics."""
    text = text.replace("_", " ").translate(str.maketrans("يىك", "ییک"))
    return "".join(ch for ch in text if unicodedata.category(ch) not in ("Mn", "Cf") or ch < "\u0300")


def _role_of_part(title: str) -> str | None:
    """The most likely meaning of a title with two halves ("Fund / Purpose") or a significant word ("Name of the
    donor")."""
    halves = [half.strip() for half in re.split(r"/|\bor\b|&|,|\n", title) if half.strip()]
    if len(halves) > 1 and (roles := [role for role in map(role_of, halves) if role]):
        return "employer" if "employer" in roles else roles[0]
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
