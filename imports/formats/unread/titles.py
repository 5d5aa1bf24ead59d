"""Words by which columns nobody understood are told apart, in their titles and cells. Pure."""

import re

CONSENT = re.compile(
    r"\bopt(ed)?\W?(in|out)|unsub|subscri|\b(do not|don'?t|dn[cmes])\b|\bno (mail|e-?mail|call|contact|text|"
    r"solicit)|consent|"
    r"gdpr|permi(t|ssion)|deceas|\bdied\b|\bdeath\b|passed away|bounce|undeliver|suppress|\bblock|complain|\bspam\b|"
    r"contact preference|preferred (contact|communication)|may we|\bok to\b|return(ed)? mail|bad address|"
    r"inactiv|remove",
    re.I,
)
DETAIL = re.compile(
    r"(reason|campaign|title|\bids?\b|\bip\b|source|\bby\b|method|form|page|list|notes?|rating|region)", re.I
)
STATE = re.compile(
    r"\b(status|stage|state of|cleared|settled|pledged?|promised|received|rec'?d|collected|in[- ]?kind|"
    r"void(ed)?|cancell?ed|paid|unpaid|posted|captured)\b\W*\??$",
    re.I,
)
STATE_WORDS = re.compile(
    r"paid|unpaid|pending|failed|refunded|cancell?ed|void(ed)?|cleared|bounced|returned|declined|open|closed|"
    r"due|overdue|"
    r"promised|pledged|received|not received|yes|no|y|n|processing|on hold|expired|written off",
    re.I,
)
#: Dates that are not when a gift was made, and amounts that are no gift of this row.
OTHER_DATES = re.compile(
    r"birth|\bdob\b|\bborn\b|thank|ackn|receipt|letter|\bdue\b|expir|\bend|\bstart|anniver|member|\bjoin|"
    r"\blast\b|\bfirst\b|"
    r"since|modif|updat|chang|creat|enter|import|export|print|mailed|sent|next|wedding|event|reminder|follow|"
    r"review|visit|call",
    re.I,
)
OTHER_MONEY = re.compile(
    r"\bfees?\b|\bnet\b|ytd|life ?time|to date|so far|\blast\b|\bfirst\b|largest|average|\bavg\b|running|"
    r"previous|prior|"
    r"income|net ?worth|capacity|\bask\b|goal|target|rate|fx|total (given|giving)|giving total|\d{4}",
    re.I,
)
MONEY_TITLE = re.compile(
    r"pledg|promis|paid|receiv|match|soft|value|fmv|price|cost|deduct|balance|total|donat|gift|contribut|amount|"
    r"amt|zakat|sada|"
    r"khums|fitr|meal|ticket|refund|installment|raised|sponsor|grant",
    re.I,
)
#: Titles of a yes or no that may say whether somebody may be written to, called or sent for; and those that do not.
REACH = re.compile(
    r"mail|contact|news|letter|appeal|solicit|\bcall|phone|\btext|sms|whatsapp|\blists?\b|communicat|reach|"
    r"\bsend|\bwants?\b|"
    r"\bpost(al|ed)?\b|bulletin|magazine|circular|brochure|\bupdates\b|channel|marketing|promot|notif|invit|"
    r"permission|\bok\b|okay|privacy|\bflags?\b|\bcodes?\b|\ballow|update|prefer",
    re.I,
)
ABOUT_SOMETHING_ELSE = re.compile(
    r"thank|ackn|receipt|volunt|board|\bsent\b|\bdate\b|zip|postal code|country|area|event|ticket|guest|rsvp|meal|"
    r"\b(label|type)\b",
    re.I,
)
CHANNEL = r"(e-?mails?|(snail )?mail|post(al)?|letters?|(tele)?phone|calls?|texts?|sms|whatsapp)"
FLAG = re.compile(
    r"y(es)?|no?|t(rue)?|f(alse)?|[01]|x+|[✓✔✗✘☑☒☐]|none|all|any|both|either|never|nothing|only|ok(ay)?|stop|out|in|"
    rf"(no|not|only|by|never|all but|just)? ?{CHANNEL}(\W+(and |or )?{CHANNEL})* ?(only|ok(ay)?)?",
    re.I,
)
CLOSES = re.compile(r"unsub|\bout\b|do not|don'?t|bounce|deceas|suppress|block|complain|remov|inactiv|spam|stop", re.I)
PERIOD = re.compile(
    r"\W*((jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\W*(\d{2}|\d{4})?|q[1-4]\W*(\d{2}|"
    r"\d{4})?)\W*",
    re.I,
)
#: Unread columns about something else than the money: only of it do these words say that it did not come.
ASIDE = re.compile(r"thank|ackn|receipt|letter|volunt|member|board|matching|employ|occupation|\bjob\b", re.I)
SURE = re.compile(
    r"\b(void(ed)?|nsf|charge ?backs?|(bounced|bad|returned|stopped|declined|failed) (check|cheque|payment|card)|"
    r"(check|cheque|payment|card|gift) (was |got |is )?(bounced|returned|declined|failed|stopped|cancel\w*))\b",
    re.I,
)
