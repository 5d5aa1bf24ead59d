"""Parse payment methods and purposes in hand-made lists: "chk 1234", "PLEDGE", "In-Kind; flyers", "pledge pmt 2"."""

import re
from dataclasses import dataclass

from crm.names.organizations import is_organization
from donations.payment_methods import is_check_number
from imports.parsing.dates import Problem
from imports.parsing.payment_methods import METHODS
from imports.parsing.statements import SOLD
from imports.plans import GIFT, IN_KIND, MATCH, PLEDGE, PLEDGE_PAYMENT, REFUND, SPONSORSHIP, TICKET

_NUMBER = re.compile(r"(?:#|no\.?|num(?:ber)?)?\s*(\d{1,12})\s*$", re.I)
_CHECK_NUMBER = re.compile(
    r"(?:check|cheque|chk|ck|chq|money order|draft)s?\.?\s*(?:#|no\.?|number|num\.?)?\s*:?\s*(\d{1,12})", re.I
)
_PAYMENT = re.compile(
    r"pledge\s*(p(ay)?m(en)?ts?|pd|paid|instal+ments?|payoff|fulfil\w*)|(p(ay)?m(en)?t|instal+ment|paid|"
    r"toward\w*|against)\s*(on|of|for|"
    r"to)?\s*(the\s*|his\s*|her\s*|their\s*)?pledge",
    re.I,
)
_KINDS = (
    (PLEDGE_PAYMENT, _PAYMENT),
    (PLEDGE, re.compile(r"pledged?|pledge (made|card|form)|promise[ds]?", re.I)),
    (IN_KIND, re.compile(r"in[\s-]?kind\b.*|gift in kind.*|gik|non[\s-]?cash.*", re.I)),
    (REFUND, re.compile(r"refund(ed)?|returned( check| gift)?|revers(al|ed)|bounced( check)?|nsf|stop payment", re.I)),
    (MATCH, re.compile(
        r"((employer|corporate|company)('?s)? )?match(ing|ed)?( (gift|donation|contribution|fund)s?)?|"
        r"employer('?s)?( (gift|contribution|donation))?", re.I)),
    (SPONSORSHIP, re.compile(r"(event |dinner |table )?sponsor(ship)?s?", re.I)),
    (TICKET, re.compile(r"(event |dinner |gala )?(tickets?|registration|admission)", re.I)),
    (GIFT, re.compile(
        r"(cash |check |one[- ]?time |monthly |recurring |online |general |zakat |sadaqah )?(gifts?|donations?|donated|"
        r"contributions?|offering|grant|zakat|zakaat|sadaqah?|sadqa|khairat|fitra(na)?|bequest|memorial)", re.I)),
)  # fmt: skip
_FOR_AN_EVENT = (
    (SPONSORSHIP, re.compile(r"\b(table|event|dinner|gala|gold|silver|platinum)?\s*sponsor(ship|ed)?s?\b", re.I)),
    (TICKET, re.compile(r"\b(tickets?|seats?) (for|to|at)\b|\b(dinner|gala|event) tickets?\b", re.I)),
)
_UNPAID = re.compile(
    r"\b(pledged?|promised?|will (pay|send|give|bring|mail)|to be (paid|sent|collected)|unpaid|outstanding|iou|"
    r"owes?|pending|"
    r"(not|never) (yet )?(been )?(paid|received|collected|cleared|deposited|counted?)|post-?dated|awaiting|"
    r"void(ed)?|declined|failed|expected|cancell?ed|duplicate|uncollect\w+|do not count|loan(ed)?)\b|وعد[ہے]",
    re.I,
)
_ANOTHER_GIVER = re.compile(
    r"\b(on behalf of|donor[- ]advised|(from|via|through|by) (his|her|their|the|a) "
    r"(daf|ira|trust|fund|foundation|company|business|firm|employer|estate))\b",
    re.I,
)
_OTHERS_CHECK = re.compile(
    r"\b(?:checks?|cheques?|paid|payment|wire|transfer|sent|came|drawn)\s+(?:is |was |came |drawn )?"
    r"(?:from|by|on|through|via|thru)\s+([^;.()]+)|^([^;.()]+?)(?:['’]s)?\s+(?:check|cheque|account)\b",
    re.I,
)
_BANK = re.compile(r"\b(banks?|credit union|savings)\b", re.I)
#: Words that make an amount something other than a plain gift: partial, not money, or matched by others.
_PARTLY = re.compile(
    r"\bpaid\W{0,3}\d[\d,.]*\s*(so far|of|to date|already|down)\b|\bso far\b|"
    r"\bpartial(ly)?\b|\bpart(ly)? (paid|payment)\b|"
    r"\b(balance|rest|remainder) (is )?(due|owed|to (come|follow)|later|next)\b|"
    r"\$\s?\d[\d,.]*\s+(of (this|it|that|which)|(is|was|goes|went|are)( for| to| toward)?)\b|"
    r"\b(half|part|some|most|(a |one )?third|\d+ ?(%|percent)) of (this|it|the (check|money|amount|gift|total))\b|"
    r"\bincl(ud(es|ing)|\.)?\s+\$\s?\d|\bless (the )?fees?\b",
    re.I,
)
_NO_MONEY = re.compile(
    r"\d\s*(sh|shs|shares?)\b|\bstocks?\b(?=\s*($|[-–—:,;(/]|gift|donation|transfer|sale|proceeds|cert))|"
    r"\b(gift|donation|transfer|sale|shares?) of (\w+ )?(stocks?|securities)\b|\b(bitcoin|btc|crypto(currency)?)\b|"
    r"\b(gift|store) (cards?|certificates?)\b|\bvouchers?\b|\bin[- ]kind\b|"
    r"\bdonated (goods|items|food|services|time)\b",
    re.I,
)
#: Notes that say that something was bought.
_BOUGHT = re.compile(
    r"\b(bought|purchased|winning bid|won (the |an? |at )?(bid|auction|silent auction|raffle)|auction (item|lot|win)s?|"
    r"(bid|paid|payment) (on|for) (the |an? |\d+ )?(auction|raffle|tickets?|items?|lots?|t-?shirts?|books?|"
    r"cook ?books?))\b",
    re.I,
)
_FEW_WORDS = 3
_MATCHED = re.compile(
    r"\bmatch(ed|ing)? (by|from)\b|\b(to|will|can|should) be matched\b|\b(employer|company)('s)? match\b|"
    r"\bdoubled by\b",
    re.I,
)
_MEANS_NO_MONEY = frozenset({"stock", "crypto", "in-kind"})
_GIVEN_BACK = re.compile(r"\b(refund(ed)?|returned|bounced|nsf|reversed|stop(ped)? payment|charge ?back)\b", re.I)

#: Values of a type column for an ordinary gift: donor, frequency, channel, restrictions.
_ORDINARY = re.compile(
    r"(individual|person(al)?|people|household|family|couple|organi[sz]ation|org|foundation|corporat(e|ion)|company|"
    r"business|church|mosque|masjid|congregation|school|government|board( member)?|trustee|staff|volunteer|"
    r"member|friend|alum\w*|parent|recurring|monthly|weekly|quarterly|annual(ly)?|yearly|one[- ]?time|single|"
    r"regular|sustain\w+|online|offline|web(site)?|mail|phone|new|renew(al|ed|ing)|repeat|first|major|mid[- ]?level|"
    r"small|large|unrestricted|restricted|general|annual fund|capital|year[- ]end|event|fund ?raiser|campaign|"
    r"appeal|memorial|tribute|honor|in (honor|memory) of|zakat\w*|sadaq\w*|fit(ra|r)\w*|gift|donation|"
    r"contribution|payment|income|money|received|paid|other|none|n/a|-+)s?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Means:
    """A payment method, and the check number if there is one."""

    method: str | None = None
    check: str = ""


def read_means(text: str, number: str = "") -> Means:
    """Method and check number from a "how paid" cell and, if there is one, a number column beside it."""
    text = " ".join(text.split())
    number = re.sub(r"\.0+$", "", number.strip()).lstrip("#").strip()
    if told := _CHECK_NUMBER.search(text):
        return Means("check", told[1])
    method = method_named(text)
    if method is None and (told := _NUMBER.fullmatch(text)):
        return Means("check", told[1])
    if method is None and not text and re.fullmatch(r"[0-9]+", number):
        return Means("check", number)
    if method is None and text:
        return Means(text.casefold())
    return Means(method, number if method == "check" and is_check_number(number) else "")


def method_named(text: str) -> str | None:
    """The payment method a text names ("Cash 2024", "Check deposits"), or None."""
    return next((name for name, pattern in METHODS if pattern.search(text)), None)


def is_known_means(text: str) -> bool:
    """Whether a “how paid” cell names a method, or a check number; of “cash/check” nobody knows which."""
    text = " ".join(text.split())
    parts = {method_named(part) for part in re.split(r"\s*[/&+,;]\s*|\s+(?:and|or)\s+", text, flags=re.I)}
    if len(parts - {None, "daf"}) > 1:
        return False
    return not text or bool(method_named(text) or _CHECK_NUMBER.search(text) or _NUMBER.fullmatch(text))


def kind_said(type_text: str, method: str | None, notes: str, fund: str = "") -> str | None:
    """The kind of gift the row itself states; None when it states none. In this order: type column, first words of the
    note, payment method, purpose."""
    first_note = re.split(r"[;,.]", notes, maxsplit=1)[0].strip()
    for text in (type_text.strip(), first_note):
        kind = next((kind for kind, pattern in _KINDS if text and pattern.fullmatch(text)), None)
        if kind is not None and not (kind == GIFT and method in ("pledge", "in-kind")):
            return kind
    if _PAYMENT.search(f"{type_text} {notes}"):
        return PLEDGE_PAYMENT
    if method in ("pledge", "in-kind"):
        return PLEDGE if method == "pledge" else IN_KIND
    return next((kind for kind, pattern in _FOR_AN_EVENT if pattern.search(fund)), None)


def is_known_type(text: str) -> bool:
    """Whether a value of a type column is understood as a whole or in all its parts."""
    text = " ".join(text.split())
    whole = any(pattern.fullmatch(text) for _, pattern in _KINDS) or bool(_ORDINARY.fullmatch(text))
    if whole or not text or _PAYMENT.search(text):
        return True
    if means := next((pattern for _, pattern in METHODS if pattern.search(text)), None):
        return is_known_type(means.sub(" ", text).strip(" -–—/,:()"))
    parts = [part for part in re.split(r"\s*[/,;&+|–—-]\s*|\s+", text) if part]
    known = (any(p.fullmatch(part) for _, p in _KINDS) or _ORDINARY.fullmatch(part) for part in parts)
    return len(parts) > 1 and all(known)


def says_unpaid(text: str) -> bool:
    """Whether a note says that the money was only promised."""
    return bool(_UNPAID.search(text))


def says_sold(text: str) -> bool:
    """Whether a purpose or a short note names something that is sold: a raffle, merchandise, dues, rent."""
    return bool(_BOUGHT.search(text) or (len(text.split()) <= _FEW_WORDS and SOLD.search(text)))


def sold(*texts: str) -> list[Problem]:
    """The question what was given, where a purpose or a note names something that is sold."""
    told = next((text for text in texts if says_sold(text)), "")
    return [Problem(f"The row says “{told[:60]}”: choose what was given.", ask=True)] if told else []


def says_another_amount(text: str, method: str | None) -> bool:
    """Whether a note says that the amount is not simply what was given: a part of it, shares, a gift card, a match.
    Shares are fine where they are the payment method."""
    no_money = method not in _MEANS_NO_MONEY and _NO_MONEY.search(text)
    return bool(_PARTLY.search(text) or no_money or _MATCHED.search(text))


def names_another_giver(text: str) -> bool:
    """Whether a note names another donor: an account, an employer, a friend, a company whose check it was."""
    found = _OTHERS_CHECK.search(text)
    name = (found[1] or found[2] or "").strip() if found else ""
    others = len(name.split()) > 1 and is_organization(name) and not (method_named(name) or _BANK.search(name))
    return bool(_ANOTHER_GIVER.search(text)) or others


def says_given_back(*texts: str) -> bool:
    """Whether a note says that the money was refunded."""
    return any(_GIVEN_BACK.search(text) for text in texts)
