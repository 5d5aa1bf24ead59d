"""What a row says about contacting a person: columns such as “Do not mail”, a status, a note, the list's name.

Opt-outs take precedence over bouncing addresses, and these over opt-ins. A cell that is neither a clear yes nor a clear
no becomes a question.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from imports.cells import Cell, Row
from imports.parsing import dates
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table
from imports.parsing.statements import BAD, CHANNELS, EMAIL, MAIL, PHONE, TEXT, UNSAID, Consent
from imports.plans import Party

#: The meaning of “yes” in columns of these roles: the channel (None: all, '': those of the list), and whether it is an
#: opt-in.
ROLES: dict[str, Consent] = {
    "email_no": (EMAIL, False), "email_ok": (EMAIL, True), "email_bad": (EMAIL, BAD), "mail_no": (MAIL, False),
    "mail_ok": (MAIL, True), "phone_no": (PHONE, False), "phone_ok": (PHONE, True), "text_no": (TEXT, False),
    "text_ok": (TEXT, True), "contact_no": (None, False), "opt_out": (UNSAID, False), "opt_in": (UNSAID, True),
}  # fmt: skip
STATUS = "contact_status"
_YES = re.compile(r"y(es)?|t(rue)?|1|x+|✓|✔|☑|on|checked|ja|s[ií]|oui|ہاں|جی( ہاں)?", re.I)
_NO = re.compile(r"no?|f(alse)?|0|[-–—]+|n/?a|none|off|unchecked|nein|non|نہیں", re.I)
_CLOSED = re.compile(
    r"(opted?|opt)[ -]?out|out|un-?subscribed?|unsub|do not (e-?mail|mail|call|contact|text|phone)|dn[cme]|"
    r"stop(ped)?|removed?|"
    r"deceased|died|passed away|bounced?|hard( bounce)?|invalid|bad|undeliverable|withdrawn|declined|blocked|"
    r"suppressed",
    re.I,
)
_OPEN = re.compile(
    r"(opted?|opt)[ -]?in|in|subscribed?|ok|okay|allowed|may|granted|confirmed|active|given|accepted", re.I
)
_STATUSES: tuple[tuple[str, tuple[Consent, ...]], ...] = (
    (r"subscribed|opted?[ -]?in|confirmed|active subscriber", ((EMAIL, True),)),
    (r"un-?subscribed|unsub|opted?[ -]?out|stop(ped)?|suppressed|blocked|spam|complain(ed|t)|do not e-?mail|"
     r"no e-?mails?",
     ((EMAIL, False),)),
    (r"cleaned|(hard |soft )?bounced?|undeliverable|invalid( e-?mail)?|bad e-?mail", ((EMAIL, BAD),)),
    (r"deceased|died|late|passed away|do not (contact|solicit)|no contact|dnc", ((None, False),)),
    (r"do not mail|no mail|dnm", ((MAIL, False),)),
    (r"do not (call|phone)|no calls?", ((PHONE, False),)),
    (r"do not text|no texts?", ((TEXT, False),)),
    (r"active|current|living|alive|ok|good|valid|verified|donor|member|prospect|supporter|volunteer|new|"
     r"major donor", ()),
)  # fmt: skip
STATUSES = tuple((re.compile(words, re.I), said) for words, said in _STATUSES)
#: Phrases before the name of a channel: “hates phone calls”, “no more letters”, “doesn't want our emails”.
_UNWANTED = (
    r"\b(hates?|dislikes?|detests?|loathes?|resents?|no more|not interested in|object(s|ed)? to|refuses?|"
    r"against|enough|"
    r"(can'?t|cannot) stand|(do(es)?|did) ?n[o'’]?t (want|like|wish|need|care for)|(do(es)?|did) not (want|like|"
    r"wish|need)|"
    r"asked (us )?(for no|not to (get|receive)|to stop( the| all| our| sending| with)?)|tired of|sick of|"
    r"fed up with|annoyed by|"
    r"prefers? no|wants? no|stop(ped)? (the|all|our)|quit (the|all|our)?)\s+"
    r"((to )?(get(ting)?|receiv(e|ing)|hav(e|ing)|any|our|the|more|all|these|those|such|so many|unsolicited|"
    r"further)\s+)*"
)
_PLAINLY = (
    (re.compile(r"\b(do not|don'?t|no more|never|stop) (send(ing)? )?(any )?e-?mail(s|ing)?\b|"
                r"\bun-?subscribed?\b", re.I),
     (EMAIL, False)),
    (re.compile(r"\b(do not|don'?t|no more|never|stop) (send(ing)? )?(any )?(mail|letters|mailings)\b|\bDNM\b", re.I),
     (MAIL, False)),
    (re.compile(r"\b(do not|don'?t|never|stop) (call|phone)(ing)?\b|\bno (phone )?calls\b", re.I), (PHONE, False)),
    (re.compile(r"\b(do not|don'?t|never|stop) (text|sms|whatsapp)(ing)?\b", re.I), (TEXT, False)),
    (re.compile(r"\b(do not|don'?t|never) (contact|solicit)\b|\bDNC\b|\bDNS\b", re.I), (None, False)),
    (re.compile(rf"{_UNWANTED}(phone |telephone |tele)?(calls?|calling|phoning|(being )?(called|phoned))\b|"
                r"\b(phone|telephone) calls? (not|un)\W?(wanted|welcome)", re.I), (PHONE, False)),
    (re.compile(rf"{_UNWANTED}(e-?mails?|e-?mailing|newsletters?)\b", re.I), (EMAIL, False)),
    (re.compile(rf"{_UNWANTED}((postal |paper |junk |snail |direct )?mail(ings?)?|letters|"
                rf"post)\b", re.I), (MAIL, False)),
    (re.compile(rf"{_UNWANTED}(texts?|texting|text messages?|sms|whatsapp)\b", re.I), (TEXT, False)),
)  # fmt: skip
_PERHAPS = re.compile(
    r"\b(deceased|passed away|died|opt(ed)?[ -]?(out|in)|remove (me|him|her|them|from)|wants? (off|out)|bounce[sd]?|"
    r"no longer|moved( away)?|bad address|return(ed)? (mail|to sender)|(mail|letter)s? (was )?(returned|came back)|"
    r"(take|took|taken?|get|want) (me |us |him |her |them )?off|"
    r"off (the |your |our )?((e-?)?mailing |e-?mail )?list|no (e-?)?mail(s|ings?)?|"
    r"no (letters|texts?|contact)|"
    r"passed|undeliver\w*|wrong (number|address|e-?mail|person)|stop(ped|ping|s)?|unsub\w*|do(es)? not|"
    r"do(es)?n['’]?t|never|"
    r"not to|not be|no thanks?( you)?|not interested|leave (me|us|him|her|them) alone|rather not|hates?|"
    r"dislikes?|refuse[sd]?|"
    r"complain\w*|annoyed|angry|upset|harass\w*|too many|(e-?)?mail only|phone only|post only|text only|"
    r"only (by )?(e-?mail|"
    r"mail|phone|post|text)|no (more|further|phone|calls?|post|sms|solicit\w*)|delete[sd]?|removed?|"
    r"withdr[ae]wn?|"
    r"block(ed)?|quit|opt(ing|s)? (in|out))\b",
    re.I,
)
#: Phrases for a death. A question, as it may be someone else's.
_DEATH = re.compile(
    r"\b(r\W?i\W?p|(rests?|rested|resting|be|is|at) (in |at )?(eternal )?(peace|rest)|deceased|dec['’]d|died|"
    r"dies|dead|death|passed|"
    r"passing|obituary|obit|funeral|burial|buried|cremat\w+|memorial service|in memoriam|widow(ed|er|s)?|"
    r"the late|no longer (with us|living|alive)|not (alive|living)|in heaven|lost (him|his|her|their|"
    r"them)\b( life| battle)?|(went|gone|called|go) home|"
    r"(home|went|gone|is|now|be) (to|with) (the lord|god|jesus|heaven)|"
    r"(may|god|allah) .{0,30}(soul|mercy)|inn?a lill?ah\w*|marhoo?m[ae]?|late (husband|wife|mr|mrs)|gone to|"
    r"d\.? ?\d{4}|"
    r"dec(eased|d)?\.? ?\d{4})\b|[†✝]|مرحوم|وفات|انتقال",
    re.I,
)
#: Notes with nothing else in them; in a list of gifts, others may be about the person honored.
_DEATH_ALONE = re.compile(
    r"\W*((the )?(donor|he|she)\W+)?((is|has|was|now|sadly|recently)\W+)*(r\W?i\W?p|may (he|she|they) rest in peace|"
    r"rest(s|ed)? in peace|deceased|dec['’]d|died|dead|passed( away| on)?|no longer with us)\b([\W\d]|in|on|"
    r"jan\w*|feb\w*|mar\w*|"
    r"apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|last (year|month|week))*",
    re.I,
)


@dataclass(slots=True)
class Leave:
    """What a row says about contacting a person, the questions it raises, and since when."""

    said: list[Consent] = field(default_factory=list)
    questions: list[Problem] = field(default_factory=list)
    on: date | None = None
    of_notes: list[Problem] = field(default_factory=list)  # questions raised by a note

    def add(self, consents: Iterable[Consent]) -> None:
        self.said += [one for one in consents if one not in self.said]


def says_closed(text: str) -> bool:
    """Whether a text may be an opt-out: a code (DNC), a status (removed) or a note."""
    closed = _CLOSED.fullmatch(text) or says_plainly_closed(text)
    return bool(closed or _PERHAPS.search(text) or _DEATH.search(text))


def leaves_open(text: str) -> bool:
    """Whether a note may say more than `says_plainly_closed` finds."""
    plainly = any(pattern.search(text) for pattern, _ in _PLAINLY)
    return bool(_DEATH.search(text) or (not plainly and _PERHAPS.search(text)))


def says_plainly_closed(text: str) -> bool:
    """Whether a text clearly is an opt-out, or says nothing but that the person died."""
    return bool(_DEATH_ALONE.fullmatch(text)) or any(pattern.search(text) for pattern, _ in _PLAINLY)


def read_leave(table: Table, row: Row, around: Iterable[Consent], *, notes: bool, day_first: bool | None) -> Leave:
    """What the row and the words around its table say. With `notes`, unclear notes raise questions, too."""
    leave = Leave()
    leave.add(around)
    for column in table.columns:
        cell = row.cell(column.index)
        if cell.is_blank:
            continue
        if column.role in ROLES:
            _read_flag(leave, column.title, column.role, cell, day_first)
        elif column.role == STATUS or (column.role == "status" and not table.has("amount")):
            _read_status(leave, column.title, cell.text.strip())
    for text in table.texts(row, "notes"):
        _read_note(leave, text, ask=notes)
    for text in (text for role in ("email", "phone", "address") for text in table.texts(row, role)):
        if len(text.split()) > 1:  # “253-555-0110 (do not call)”
            _read_note(leave, text, ask=notes)
    return leave


def with_leave(party: Party, leave: Leave, table: Table | None) -> Party:
    """The party with the consent found; without a `table`, an opt-out of no channel closes all."""
    if not leave.said:
        return party
    word: dict[str, bool] = {}
    bad = False
    for channel, said in leave.said:
        if said is True and leave.questions:
            continue  # another cell raises a question about it
        if said is BAD:
            bad = True
            continue
        for each in _channels(channel, table):
            word[each] = word.get(each, True) and bool(said)
    emails = party.contact.emails
    told = replace(
        party.told,
        consents=tuple(
            {**word, **{each: opens and word.get(each, True) for each, opens in party.told.consents}}.items()
        ),
        unsubscribed=emails if word.get(EMAIL) is False else party.told.unsubscribed,
        bad_emails=emails if bad else party.told.bad_emails,
        consent_on=leave.on.isoformat() if leave.on else "",
    )
    return replace(party, told=told)


def with_remark(party: Party, text: str, table: Table) -> Party:
    """The party with the opt-outs that a note clearly states."""
    leave = Leave()
    _read_note(leave, text, ask=False)
    return with_leave(party, leave, table)


def is_closed(party: Party) -> bool:
    """Whether the row has an opt-out on some channel."""
    told = party.told
    return bool(told.unsubscribed or told.bad_emails or any(not opens for _, opens in told.consents))


def without_openings(party: Party) -> Party:
    """The party without opt-ins, for a row where another cell may say otherwise."""
    closed = tuple((channel, opens) for channel, opens in party.told.consents if not opens)
    return replace(party, told=replace(party.told, consents=closed))


def _channels(channel: str | None, table: Table | None) -> tuple[str, ...]:
    if channel is None or (table is None and not channel):
        return CHANNELS
    if channel:
        return (channel,)
    assert table is not None
    reached = [EMAIL] if table.has("email") else []
    reached += [PHONE, TEXT] if table.has("phone") else []
    reached += [MAIL] if table.has("address", "place") else []
    return tuple(reached) or CHANNELS


def _read_flag(leave: Leave, title: str, role: str, cell: Cell, day_first: bool | None) -> None:
    """Read a cell with a yes, a no, or a date since when."""
    channel, opens = ROLES[role]
    text = " ".join(cell.text.split()).strip(" .!")
    closes = opens is not True
    day = cell.moment.date() if cell.moment else dates.read_date(text, day_first=day_first)
    if isinstance(day, date) or (len(text) > 5 and dates.is_ambiguous(text)):
        leave.add([(channel, opens)])
        if closes and isinstance(day, date):
            leave.on = max(day, leave.on or day)
    elif _YES.fullmatch(text) or (_CLOSED if closes else _OPEN).fullmatch(text):
        leave.add([(channel, opens)])
    elif _NO.fullmatch(text) or (_OPEN if closes else _CLOSED).fullmatch(text):
        leave.add([] if closes else [(channel, False)])
    else:
        leave.questions.append(
            Problem(f"“{title}” says “{text[:40]}”: choose whether they may be contacted.", ask=True)
        )


def _read_status(leave: Leave, title: str, text: str) -> None:
    found = next((said for pattern, said in STATUSES if pattern.fullmatch(text)), None)
    if found is None:
        leave.questions.append(
            Problem(f"“{title}” says “{text[:40]}”: choose whether they may be contacted.", ask=True)
        )
    else:
        leave.add(found)


def _read_note(leave: Leave, text: str, *, ask: bool) -> None:
    plainly = [said for pattern, said in _PLAINLY if pattern.search(text)]
    leave.add(plainly)
    if _DEATH_ALONE.fullmatch(text) or (ask and leaves_open(text)):
        leave.of_notes.append(Problem(f"The note says “{text[:80]}”: choose whether they may be contacted.", ask=True))
        leave.questions += leave.of_notes[-1:]
