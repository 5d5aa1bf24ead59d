"""Words that say whether money came: in cells, and in titles and headings above them. Pure."""

import re

#: That money did not come, or went back, wherever a row says so; and that it had not come yet when somebody wrote.
_DID_NOT_COME = re.compile(
    r"\b(void(ed|s)?|bounc(e|es|ed|ing)|n\.?s\.?f|insufficient|dishonou?r(ed)?|charged? ?-?backs?|chargebacks?|"
    r"declin(e|es|"
    r"ed)|refus(ed|al)|reject(s|ed|ion)?|fail(s|ed|ure)?|return(s|ed)?|refund(s|ed)?|revers(ed|al)|cancel\w*|"
    r"stop(s|ped)?([ -]?pay(ment)?)?|withdr[ae]wn?|rescinded|revoked|disputed?|fraud\w*|counterfeit|uncollect\w*|"
    r"written off|w(rote|rite)[ -]?off|rubber|(hot|cold) (check|cheque)s?|(came|come|sent|kicked|bounced) back|"
    r"un(cashed|cleared|collected|deposited|signed)|"
    r"no[ -]?shows?|stale|bad (check|cheque)s?|account (was |is )?closed|closed account|"
    r"no (funds|money)|(nothing|none|no money|not one)( of (it|this|these|them))?( has| have)?( yet| been| ever)* "
    r"(come( in)?|came( in)?|arrived|received|paid)|(sent|gave|given|mailed|paid|handed) back|lost (check|"
    r"cheque)|missing (check|cheque)|"
    r"(not|never|isn['’]?t|aren['’]?t) (yet )?(been )?deposited|stopped (check|cheque)s?|"
    r"(not|never|didn['’]?t|did not|hasn['’]?t|has not|won['’]?t|wasn['’]?t|couldn['’]?t|could not|doesn['’]?t|"
    r"cannot|can['’]?t) "
    r"(yet |been |be |go |get )*(paid|pay|received?|collect(ed)?|clear(ed)?|deposit(ed)?|count(ed)?|come?|came|"
    r"arrived?|honou?red|"
    r"process(ed)?|through|cash(ed)?|in hand|settled?))\b",
    re.I,
)
_NOT_YET = re.compile(
    r"\b(pledged|promise[ds]?|pending|unpaid|outstanding|iou|owes|owed|overdue|past due|expected|awaiting|"
    r"on hold|in limbo|"
    r"post-?dated|(will|to|going to|she['’]ll|he['’]ll|they['’]ll|we['’]ll|i['’]ll) (pay|send|give|bring|mail)|"
    r"to be (paid|sent|collected|received|deposited|cashed|cleared|banked)|to (come|follow)|"
    r"expired|uncleared)\b|^pledge$",
    re.I,
)
#: That a line does not count, or counts for somebody else, whatever came.
_NOT_COUNTED = re.compile(
    r"\b(duplicates?|dupes?|dups?|entered twice|double[- ]entr(y|ies)|"
    r"(do(es)?n['’]?t|do(es)? not|not to be|never) count(ed)?|"
    r"already (entered|recorded|counted|imported|posted|logged|listed)(?! (in|into|to) (qb|quick ?books|crm|(the )?"
    r"(books|database|system|ledger|log)))|"
    r"(letters?|statements?) of intent|inten(t|ds?|ded|tions?) to (give|donate|pay)|"
    r"for (an)?other (charity|charities|organi[sz]ations?|groups?|causes?|mosque|masjid|church)|not (ours|our money)|"
    r"pass(ed)?[- ]?through|wrong (charity|organi[sz]ation))\b",
    re.I,
)
#: What only notes speak of for other reasons: “returned from Hajj”, “stopped by the office”.
_OTHERWISE = re.compile(
    r"\b(stopped (by|in|at)|stop (?!pay|check|cheque|list)\w+|"
    r"returns?|returned (from|to (work|school|the)|home)|fail(s|ure)?|cancel\w* (event|"
    r"dinner|class|the)|"
    r"(event|dinner|class|gala|flight|trip|meeting) (was |got )?cancel\w*|(can(no|['’])t|never|not) (come|be)|"
    r"withdr[ae]w)\b",
    re.I,
)
#: A whole cell that says that its row is no gift.
_NO_GIFT = re.compile(
    r"\W*((a |the |only )?(drafts?|quotes?|quotations?|bids?|potential( (donor|gift)s?)?|"
    r"beneficiar(y|ies)|recipients?|"
    r"grants? (we )?(made|paid|awarded|given)|grants? to .*|expenses?|loans?|invoices?|vendors?|reimbursements?|"
    r"payroll|payables?|tests?|samples?|tentative|unconfirmed|unverified|wish ?list|estimate[ds]?|budget(ed)?|"
    r"skip|ignored?|"
    r"excluded?|errors?|mistakes?|tuition|intent|intended|not a (gift|donation)|no (gift|donation)))\W*",
    re.I,
)
#: What a column of outcomes says of money that came.
_CAME = re.compile(
    r"\W*((has |was |all |is )?(clear(ed|s)?|paid|received|rec'?d|settled|complet(e|ed)|succe(ss(ful)?|eded)|"
    r"posted|deposited|"
    r"approved|captured|processed|confirmed|collected|ok(ay)?|done|good|fine|yes|y|true|1|x|✓|✔|in|in full|in hand|"
    r"thank(ed|s)?|none|n/?a|-+)\W*)+",
    re.I,
)


def says_did_not_come(text: str, *, promised: bool = True, note: bool = False) -> bool:
    """Whether a cell says, by any word in it, that money did not come or went back, or was `promised` at most. In a
    `note` such words have other meanings, too."""
    text = " ".join(_OTHERWISE.sub(" ", text).split()) if note else text
    found = _DID_NOT_COME.search(text) or _NOT_COUNTED.search(text) or _NO_GIFT.fullmatch(text)
    return bool(found or (promised and _NOT_YET.search(text)))


def says_came(text: str) -> bool:
    """Whether a cell of a column of outcomes says that the money came."""
    return bool(_CAME.fullmatch(text))
