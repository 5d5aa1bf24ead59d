"""What words around a table say about every row below: a title, a heading, a sheet's or a file's name. Pure.

“PLEDGES — not yet received”, “Amounts in GBP”, `unsubscribed_audience.csv`: authors of lists do not repeat this in each
row. Anything unclear in such words becomes a question and is never ignored.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from imports import questions
from imports.parsing.amounts import currency_code
from imports.parsing.outcomes import says_did_not_come
from imports.parsing.payment_methods import METHODS
from imports.parsing.people_titles import asked_of_givers, asked_of_people, mail_came_back
from imports.plans import GIFT, IN_KIND, MATCH, PLEDGE, PLEDGE_PAYMENT, SPONSORSHIP, TICKET

#: Longer texts are prose, which may mention pledges without the rows being any.
LONGEST_HEADING = 70
EMAIL, PHONE, TEXT, MAIL = CHANNELS = ("email", "phone", "text", "mail")
BAD, UNSAID = "bad", ""
_PAYMENTS = re.compile(
    r"\b(pledge|commitment)s?\W*(payments?|paid|instal?lments?|redeemed|fulfil\w+|received|collected)\b|"
    r"\b(payments?|paid|money|received) (on|of|against|toward\w*|for) (the |their )?(pledge|commitment)s?\b|"
    r"\bpaid pledges?\b",
    re.I,
)
_PLEDGES = re.compile(
    r"\b(pledge[sd]?|promise[sd]?|commitments?|ious?|unpaid|unredeemed|unfulfilled|outstanding|expected|"
    r"anticipated|projected|forecast)\b|"
    r"\b(not|never) (yet )?(been )?(received|paid|collected|in hand)\b|\bto be (paid|received|collected)\b|وعد[ہے]",
    re.I,
)
SURELY_UNPAID = re.compile(
    r"\b(not|never) (yet )?(been )?(received|paid|collected|in hand)\b|\b(unpaid|outstanding|to be (paid|"
    r"received|collected))\b",
    re.I,
)
_MONEY_IN = re.compile(
    r"\b(gifts?|donations?|contributions?|received|cash|checks?|collected|collections?|payments?|deposits?|paid|income|"
    r"drive|night|campaign|dinner|gala|appeal|fund ?rais\w+|log|event|iftar|zakat|sadaqah)\b",
    re.I,
)
_KINDS = (
    (IN_KIND, re.compile(r"\b(gifts? |donations? )?in[ -]?kind\b|\bnon[ -]?cash\b|\bdonated (goods|items|"
                         r"services)\b", re.I)),
    (MATCH, re.compile(r"\b(matching (gifts?|donations?|funds?)|(employer|company|corporate) match\w*)\b", re.I)),
    (SPONSORSHIP, re.compile(r"\bsponsor(s|ships?)?\b", re.I)),
    (TICKET, re.compile(r"\b(tickets?|registrations?|seats?|attendees?) ?(sales?|sold|orders?|payments?|"
                        r"list)?\b", re.I)),
    (GIFT, re.compile(r"^\W*(cash |all |other |one[- ]time |online )?(gifts?|donations?|"
                      r"contributions?)( received| paid| in| \d+)*\W*$",
                      re.I)),
)  # fmt: skip
_WENT_BACK = re.compile(
    r"\b(refund(s|ed)?|return(s|ed)|bounc(es|ed|ing)|revers(als?|ed)|charged? ?-?backs?|nsf|n\.s\.f|disputed?|"
    r"(sent|gave|given|came|paid) back|dishonou?red)\b",
    re.I,
)
_NO_GIFTS = re.compile(
    r"\b(expens\w+|vendors?|payables?|invoices?|bills? (paid|due)|reimbursements?|payroll|salar(y|ies)|disbursements?|"
    r"grants? (made|paid out|given out)|loans?|budgets?|money out|outgoing|do not (use|import)|obsolete|"
    r"superseded|test data|templates?|raffle numbers|samples?|dummy|"
    r"failed|declined|uncollect\w+|void(ed)?|cancell?ed|prospects?|asks?|solicitations?|appl(y|ied|ications?)|"
    r"proposals?|"
    r"goals?|checks? (written|issued)|payouts?|(?<!wire )(?<!bank )(?<!stock )transfers?|withdrawals?|given out|"
    r"paid out|(scholarships?|grants?|aid|assistance|relief) (paid|given|awarded|sent)|distribut(ed|ions?)|hours|"
    r"(auction|raffle|door) (items?|prizes?|donations?)|items? (donated|given)|(monthly|weekly|yearly|annual) amounts?|"
    r"per (month|week|year)|(in )?thousands|000s|intentions?|planned gifts?|"
    r"soft credits?|estimate[ds]?|appraised|wish ?list|owed|"
    r"(already|previously) (entered|recorded|counted|imported)|drafts?|quotes?|quotations?|bids?|"
    r"letters? of intent|inten(t|ds?|ded) to|potential|prospective|hopefuls?|tentative|unconfirmed|unverified|"
    r"beneficiar(y|ies)|(?<!receipt )recipients?|grantees?|awardees?|"
    r"(gifts?|grants?|donations?|checks?|cheques?|payments?|loans?|money) (that )?(we|i) (have )?\w+|"
    r"we (gave|made|paid|granted|donated)|"
    r"(gifts?|grants?|donations?|payments?) to (others?|families|the poor|charities|organi[sz]ations?)|"
    r"tuition|rent(s|als?)?|purchases?|catering|receivables?|arrears|past due|overdue|mistakes?|errors?|deleted|"
    r"not yet(?!\W*\w)|maybe|perhaps|probabl[ey]|likely|tb[ad]|unsure|uncertain|questionable|waiting( list)?|awaiting|"
    r"trash|recycle bin|junk|back ?ups?|merged?|to merge|"
    r"ignored?|skip(ped)?|excluded?|not (gifts?|donations?|counted|real)|mock|fake|demo|practice)\b",
    re.I,
)
#: What people pay for and get something for, in the titles of lists, columns and funds. A ticket is a kind of its own.
SOLD = re.compile(
    r"\b((bake|baked goods?|cake|yard|garage|tag|rummage|plant|book|jumble|boot|craft|clothing|candy|cookie|pizza|food|"
    r"merch|jewel+ry|car|estate|art|bazaar|stall|table|on[- ]?line|products?|items?) sales?|sales?( (log|sheet|"
    r"list|report|"
    r"receipts?|20\d\d))?|sold|car ?wash(es)?|(silent |live |charity )?auctions?|raffles?|lotter(y|ies)|tombola|bingo|"
    r"fifty[- ]fifty|50[/-]50|merch(andise)?|swag|apparel|t-?shirts?|hoodies?|mugs?|cook ?books?|"
    r"calendars? (orders?|sales?)|"
    r"(book ?|gift |thrift |online |web ?)?(shops?|stores?)|"
    r"(?<!money )(?<!standing )(?<!postal )(?<!pay )(?<!mail )(?<!in )orders?|"
    r"concessions?|snack (bar|shack)|bookstall|vend(ing|or fees?)|booth (fees?|rentals?)|"
    r"(hall|room|facility|booth|table|equipment|space) rent(als?)?|advert(s|isements?|ising)?|ad space|"
    r"(class|camp|course|program(me)?|school|workshop|lesson|registration|entry|parking|service|participation|"
    r"event) fees?|"
    r"(membership|member|club) (dues|fees?)|dues|subscriptions?|consign\w*|royalt(y|ies)|dividends?|interest income)\b",
    re.I,
)
#: Currency codes in titles and headings. “All” and “Top” are codes too, but are never used here.
_CODES = "USD GBP EUR CAD AUD NZD PKR INR AED SAR CHF JPY SGD HKD MYR NOK SEK DKK ZAR KWD QAR BHD OMR BDT AFN IRR TRY"
_CURRENCY = re.compile(
    rf"(?<![A-Za-z])({'|'.join(_CODES.split())})(?![A-Za-z])|[£€¥₹₨₺]|\b(?i:us\$|ca?\$|c\$|cdn\$|au?\$|nz\$|hk\$|"
    r"(us|american|canadian|australian) dollars?|pounds?( sterling)?|sterling|euros?|rupees|rs\.?(?=\s|$)|"
    r"dirhams?|dhs?|riyals?)"
)
_WORDS = {
    "us dollar": "USD", "american dollar": "USD", "canadian dollar": "CAD", "australian dollar": "AUD",
    "sterling": "GBP",
    "pound": "GBP", "pounds sterling": "GBP", "pound sterling": "GBP", "dirham": "AED", "riyal": "SAR", "dh": "AED",
}  # fmt: skip
_DEFAULT_ONLY = re.compile(r"\b(unless|except|otherwise|if not)\b", re.I)
_IN = re.compile(
    r"\b(amounts?|figures?|values?|all|gifts?|totals?|money|numbers?|given|paid|donations?)\b[\w\s]{0,30}?\bin\b", re.I
)
_NOT = r"(do[\s_-]?not|don'?t|never|no( more)?|stop)[\s_-]+((ever|send|any|to be)[\s_-]+)?"
_CONSENTS = (
    ((EMAIL, False), r"un-?sub(s|scribe[sd]?|scribers?)?|(e-?mail|newsletter)s? opt(ed)?[\s_-]*outs?|"
                     rf"{_NOT}(e[\s_-]?mail(s|ed|ing)?|newsletters?)"),
    ((EMAIL, BAD), r"bounced?|hard bounces?|cleaned|undeliverable e-?mails?|(bad|invalid|dead) e-?mails?"),
    ((MAIL, False), rf"{_NOT}(postal[\s_-]|direct[\s_-])?(mail(ings?|ed)?|letters?)|dnm"),
    ((PHONE, False), rf"{_NOT}(phone[\s_-])?(call(s|ed|ing)?|phone|phoning)|dnc"),
    ((TEXT, False), rf"{_NOT}(text(s|ed|ing)?|sms|whatsapp)|(sms|text)s? opt(ed)?[\s_-]*outs?"),
    ((None, False), rf"{_NOT}(contact(ed|ing)?|solicit\w*)|deceased|suppress(ed|ions?)( list)?|"
                    r"(complaints?|spam reports?)"),
    ((UNSAID, False), r"opt(ed)?[\s_-]*outs?|stop list|removals?|removed"),
    ((EMAIL, True), r"subscribe(d|rs?)|(e-?mail|newsletter)s? opt(ed)?[\s_-]*ins?"),
)  # fmt: skip
_CONSENT = tuple((said, re.compile(rf"(?<![a-z])({words})(?![a-z])", re.I)) for said, words in _CONSENTS)
#: In a list of gifts, phrases about changes to its rows or amounts.
_REMOVED = re.compile(r"\b(removed|removals?|cleaned)\b", re.I)
#: In titles, rather a state, portions, greetings, a place or a plain word than the payment method of that name.
_NO_METHOD = re.compile(
    r"\b(mo|tt|cc|eth|shares?|goods|grants?|envelopes?|meta|discover|square|swift|visa)\b|"
    r"\b(?<!credit )(?<!debit )(?<!bank )cards?\b",
    re.I,
)
_NO_TITLE = re.compile(r"sheet ?\d*|tabelle ?\d*|hoja ?\d*|feuil ?\d*|table ?\d*|data|export|list", re.I)

#: A channel (None: all, '': those for which the list has addresses) and what the list says about it.
Consent = tuple[str | None, bool | str]


@dataclass(frozen=True, slots=True)
class Statements:
    """What words around a table say about its rows. `questions` are sentences that hold the rows."""

    kind: str | None = None
    method: str | None = None
    currency: str | None = None
    currency_by_default: bool = False  # cells may name another currency
    consents: tuple[Consent, ...] = ()
    went_back: bool = False
    questions: tuple[str, ...] = ()
    method_words: str = ""  # of the title that names the method
    quote: str = ""
    unclear: tuple[str, ...] = ()  # questions whether the people of a list may be contacted
    of_givers: tuple[str, ...] = ()  # those of them to ask in a list of gifts, too

    def __bool__(self) -> bool:
        said = self.kind or self.method or self.currency or self.consents or self.went_back
        return bool(said or self.questions or self.unclear)


NO_STATEMENTS = Statements()


def statements_of(text: str) -> Statements:
    """What one title, heading or name says."""
    text = unquoted(" ".join(text.split()))
    currency, default = currency_named(text)
    if len(text) > LONGEST_HEADING:
        return Statements(currency=currency if _IN.search(text) else None, currency_by_default=default, quote=text)
    kind, asked = _kind(text)
    back = bool(_WENT_BACK.search(text)) and not mail_came_back(text)
    consents = consents_named(_REMOVED.sub(" ", text) if _MONEY_IN.search(text) else text)
    open_, method = not _closes(consents), method_named(text)
    return Statements(
        kind, method, currency, default, consents, back, asked, text if method else "", text,
        unclear=asked_of_people(text) if open_ else (), of_givers=asked_of_givers(text) if open_ else (),
    )  # fmt: skip


def _closes(consents: Iterable[Consent]) -> bool:
    """Whether any of these is an opt-out or a bouncing address."""
    return any(said is not True for _, said in consents)


def statements_of_file_name(name: str) -> Statements:
    """What the name of a file says, without folder and extension."""
    stem = PurePath(name.replace("\\", "/")).stem
    return statements_of(re.sub(r"[_.\-–—]+", " ", stem)[:LONGEST_HEADING])


def combined_statements(sayings: Iterable[Statements]) -> Statements:
    """Several statements combined: the nearest to the table takes precedence; others fill gaps."""
    found = [said for said in sayings if said]
    codes = list(dict.fromkeys(said.currency for said in found if said.currency))
    asked = [question for said in found for question in said.questions]
    if len(codes) > 1:
        asked.append(f"The titles name {' and '.join(codes)}: {questions.WHICH_CURRENCY}")
    kind = next((said for said in found if said.kind), None)
    by = next((said for said in found if said.method), NO_STATEMENTS)
    consents = _all_consents(found)
    if kind is not None and found.index(kind) == 0:
        asked = [question for question in asked if question in kind.questions or "currency" in question]
    return Statements(
        kind=kind.kind if kind else None,
        method=by.method,
        method_words=by.method_words,
        currency=codes[0] if len(codes) == 1 else None,
        currency_by_default=any(said.currency_by_default for said in found),
        consents=consents,
        went_back=any(said.went_back for said in found),
        questions=tuple({question.partition("”")[2]: question for question in reversed(asked)}.values()),
        quote=(kind or (found[0] if found else NO_STATEMENTS)).quote,
        unclear=() if _closes(consents) else tuple(text for said in found for text in said.unclear),
        of_givers=() if _closes(consents) else tuple(text for said in found for text in said.of_givers),
    )


def _all_consents(found: Iterable[Statements]) -> tuple[Consent, ...]:
    """Every opt-out that any of the statements makes; an opt-in only of the nearest, where none of them closes."""
    told = [said.consents for said in found if said.consents]
    closed = tuple(dict.fromkeys(one for consents in told for one in consents if one[1] is not True))
    return closed or next(iter(told), ())


def unquoted(text: str) -> str:
    """A text as a question quotes it: without quotation marks of its own."""
    return re.sub("[“”]", "'", text)


def is_heading(text: str) -> bool:
    """Whether a text alone in a row can only be a heading: it ends with a colon, or mentions money twice."""
    return text.rstrip().endswith(":") or len(_MONEY_IN.findall(text)) > 1


def is_title(name: str) -> bool:
    """Whether a sheet has a name of its own rather than a default like Sheet1."""
    return bool(name.strip()) and not _NO_TITLE.fullmatch(name.strip())


def currency_named(text: str) -> tuple[str | None, bool]:
    """The only currency a text names, None for none or several; and whether cells may name another."""
    found = {_code(told[0]) for told in _CURRENCY.finditer(text)} - {None}
    return (found.pop() if len(found) == 1 else None), bool(_DEFAULT_ONLY.search(text))


def method_named(text: str) -> str | None:
    """The only payment method a title names; None for none, or for several of which each row would have one."""
    text = _NO_METHOD.sub(" ", text)
    found = {name for name, pattern in METHODS if name not in ("pledge", "in-kind") and pattern.search(text)}
    if found > {"check"} and re.search(r"e-?check", text, re.I):
        found -= {"check"}
    return found.pop() if len(found) == 1 else None


def consents_named(text: str) -> tuple[Consent, ...]:
    """What a text says about contacting the people below it."""
    found: dict[str | None, bool | str] = {}
    for (channel, said), pattern in _CONSENT:
        if pattern.search(text):
            found.setdefault(channel, said)
            text = pattern.sub(" ", text)
    return tuple(found.items())


def _kind(text: str) -> tuple[str | None, tuple[str, ...]]:
    if _NO_GIFTS.search(text) or SOLD.search(text):
        return None, (f"“{text}” {questions.NO_GIFTS}",)
    if _PAYMENTS.search(text) and not SURELY_UNPAID.search(text):
        return PLEDGE_PAYMENT, ()
    if says_did_not_come(text, note=True) and not (_PLEDGES.search(text) or _WENT_BACK.search(text)):
        return None, (f"“{text}” {questions.NOT_RECEIVED}",)
    if _PLEDGES.search(text):
        sure = SURELY_UNPAID.search(text) or not _MONEY_IN.search(text)
        return (PLEDGE, ()) if sure else (None, (
            f"“{text}” {questions.PLEDGES_OR_MONEY}",))  # fmt: skip
    kinds = [kind for kind, pattern in _KINDS if pattern.search(text)]
    if len(set(kinds)) > 1 or (
        kinds
        and kinds != [GIFT]
        and re.search(r"\b(gifts?|donations?) (and|&)|(and|&) (gifts?|donations?)\b", text, re.I)
    ):
        return None, (f"“{text}” {questions.SEVERAL_TYPES}",)
    return (kinds[0] if kinds else None), ()


def _code(text: str) -> str | None:
    word = text.strip().casefold()
    return _WORDS.get(word) or _WORDS.get(word.rstrip("s")) or currency_code(word.rstrip(".")) or currency_code(word)
