"""Words by which columns nobody understood are told apart, in their titles and cells. Pure."""

import re

from imports.parsing.people_titles import UNREACHABLE as _UNREACHABLE

CONSENT = re.compile(
    r"\bopt(ed)?\W?(in|out)|unsub|subscri|\b(do not|don'?t|dn[cmes])\b|\bno (mail|e-?mail|call|contact|text|"
    r"solicit)|consent|"
    r"gdpr|permi(t|ssion)|deceas|\bdied\b|\bdeath\b|passed away|bounce|undeliver|suppress|\bblock|complain|\bspam\b|"
    r"contact preference|preferred (contact|communication)|may we|\bok to\b|return(ed)? mail|bad address|"
    r"inactiv|remove",
    re.I,
)
#: Titles of a wish not to be named, or of who may not be: a child, somebody protected.
PRIVACY = re.compile(
    r"anonym|confidential|\bprivate\b(?! school)|\bprivacy\b|\bpublish|\bpublicly\b|\bin public\b|\bsecret\b|withheld|"
    r"\bminors?\b|\bunder ?-?(age|18)\b|\bprotected\b",
    re.I,
)
#: Titles of where a gift came from, which may have the name of a payment method.
OF_SOURCES = re.compile(r"source|channel|heard|referr|device|platform|appeal|campaign|lead|website|page|social", re.I)
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
    r"khums|fitr|meal|ticket|refund|installment|raised|sponsor|grant|"
    r"\badj(ust\w*)?\b|\bactual|should be|\bow(ed|es|ing)\b|"
    r"remain(ing|der)|\btips?\b|\btax\b(?!.*(year|receipt|letter|\bid\b|number|#))|quid|benefit|correct(ed|ion)|"
    r"\bdiff(erence)?\b|\bless\b|minus|discount|outstanding|shortfall|\boriginal(ly)?\b|revised|\bious?\b|\bloan",
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
    r"y(es)?|no?|t(rue)?|f(alse)?|[01]|x+|s[ií]|oui|non|ja|nein|ہاں|جی( ہاں)?|نہیں|"
    r"[✓✔✗✘☑☒☐]|none|all|any|both|either|never|nothing|only|ok(ay)?|stop|out|in|"
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
#: Titles of a yes or no in a list of people that say nothing of whether they may be written to.
HARMLESS = re.compile(
    r"thank|ackn|receipt|volunt|board|\bvips?\b|member|donor|gave|giv(es|en|ing)|event|came|attend|gala|dinner|"
    r"iftar|rsvp|"
    r"guest|meal|\b(label|type)\b|legacy|alum|parent|staff|teacher|student|child|kids?\b|famil|married|spouse|speak|"
    r"language|veteran|zakat|match|employ|host|committee|team|captain|sponsor|business|church|local|resident|owner|"
    r"voter|elder|youth|retired|driver|translator|bilingual|vegetarian|vegan|halal|kosher|allerg|wheelchair|"
    r"\bprivate\b|quantity|\bqty\b|count|number|\bseats?\b|ticket|rank|score|order|"
    r"\b(sent|zip|area|country|date|state|male|female|adult|household|primary|recurring|monthly|sustainer|new|paid)\b",
    re.I,
)
#: Yes and no, of which one is a question: whether somebody lives and may be written to, whether money came and counts.
REACHABLE = re.compile(
    r"\b(active|living|alive|current|correspond\w*|comms?|reachable|(can|may|should|shall|do|ok to) (we|i|us)|welcome|"
    r"valid|good|deliverable|still (here|there|with us|active)|wants?|interested|keep|write)\b",
    re.I,
)
UNREACHABLE = re.compile(
    rf"\b({_UNREACHABLE}|anonym\w*|confidential|private|secret|withheld|minors?|underage|protected)\b", re.I
)
COUNTS = re.compile(
    r"\W*(is |was |are |it |did |does |money |check |cheque |payment |gift |donation |amount |in the |in our |the |a )*"
    r"(in bank|bank(ed)?|counts?|counted|real|verified|confirmed|valid|legit(imate)?|ours|in hand|arrived|came( in)?|"
    r"come( in)?|got( it)?|approved|processed|cashed|good|ok(ay)?|in|final|include[d]?|complete[d]?|"
    r"recorded|bank|use[d]?|done|gift|donation|contribution)\W*",
    re.I,
)
DOES_NOT_COUNT = re.compile(
    r"\W*(is |was |a |an |the |it |only |marked |check |cheque |payment |gift |to be )*"
    r"(ious?|loan(ed)?|pledge[sd]?|promise[sd]?|commit(ment|ted)s?|exclude[d]?|skip(ped)?|ignore[d]?|omit(ted)?|"
    r"hold|held|"
    r"on hold|dup(e|es|s)?|duplicate[sd]?|void(ed)?|cancell?(ed)?|bounced?|nsf|returned|refund(ed)?|reversed?|"
    r"charge ?backs?|disputed?|declined|failed|unpaid|outstanding|owed|tests?|drafts?|error|mistake|wrong|fake|pending|"
    r"uncashed|stopped|written off|write[- ]?off|deleted?|removed?|replaced|superseded|not (counted|ours|received|"
    r"deposited|yet received|a gift)|do not count|don['’]?t count)\W*",
    re.I,
)
#: Titles of another line that a line repeats or replaces.
OF_ANOTHER_LINE = re.compile(
    r"\W*(dup(licate|e)?s?|same as|repeats?|copy|replace[sd]?( by)?|superseded by|void(ed|s)? by|reverse[sd]?( by)?|"
    r"refund|correct(s|ion|ed by)|see)\b( of| for| by| row| line| entry| no| #)*\W*",
    re.I,
)
#: Titles under which another giver may stand; and those of people and organizations that gave nothing of a row.
OF_GIVERS = re.compile(
    r"\b(checks?|cheques?|paid|payment|money|wire|account|given|donated|signed|written|drawn|came|transfer) "
    r"(from|by|of|on|through|name|holder|owner|signed)\b|\bbehalf\b|\bjoint(ly)?\b|\brecogni[sz]\w*|\bcredit\b|"
    r"\bvehicle\b|"
    r"\bpayers?\b|\bpayor\b|\bremitter\b|\b(actual|real|true|legal|original|other|second) (donor|giver|payer)\b|"
    r"\bin (the )?name of\b|\bgiver\b|\bthrough\b|\bentity\b|\blegal name\b",
    re.I,
)
NO_GIVERS = re.compile(
    r"employ|occupation|\bjob\b|work|school|bank\b|affiliat|interest|event|campaign|appeal|solicit|refer|heard|contact|"
    r"entered|by whom|staff|assigned|manager|officer|thank|ackn|letter|greeting|salutation|nick|honou?r|memor|tribute|"
    r"beneficiar|program|project|fund\b|venue|place|address|city|table|group|segment|tag|notes?|matching|processor|"
    r"platform|device|list|relation|spouse|partner|child|parent|guest",
    re.I,
)
#: What gives in somebody's stead, wherever a cell names it.
GIVES_FOR_OTHERS = re.compile(
    r"\b(dafs?|donor[- ]advised( fund)?|ira|qcd|(family|charitable|community|gift|giving) (foundation|fund|trust)|"
    r"foundation|charitable|estate of|trust|benevity|your ?cause|network for good)\b",
    re.I,
)
_NO = re.compile(
    r"[\s.!?]*(no?|f(alse)?|0|none|non|nein|نہیں|n/?a|off|never|nope|not|unchecked|[-–—✗✘☐]+)[\s.!?]*", re.I
)


def says_no(text: str) -> bool:
    """Whether the cell of a yes or no says no."""
    return bool(_NO.fullmatch(text))
