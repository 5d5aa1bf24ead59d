"""Columns nobody understood: what is asked before the file is used, and what is only kept with its rows.

Dates, money, statuses and consent change what a row means: such a column holds every row of its table until a person
says what it is. Everything else stays beside the rows, named.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from imports.cells import DATE, NUMBER, TEXT, Cell, Row, Workbook
from imports.column_mapping import folded as _folded
from imports.contexts import Context
from imports.formats import consents
from imports.formats.givers import DONOR_TYPE, kind_of_donor
from imports.formats.records import Habits, amount_of, date_of
from imports.formats.words import says_came, says_did_not_come
from imports.parsing import amounts
from imports.parsing.amounts import AmountError
from imports.parsing.column_roles import DATES as DATE_ROLES
from imports.parsing.column_roles import GIVERS, PATTERNS, Column
from imports.parsing.header_detection import Table
from imports.parsing.statements import CHANNELS, consents_named, currency_named
from imports.plans import ACCEPT, IGNORE, PLEDGE, PLEDGE_PAYMENT, REFUND, REVIEW, PlannedRow

#: Meanings that are understood and that no record takes anything from.
UNUSED = frozenset({"thanked", "elsewhere", "external_id", "employer"})
CONSENT, DATES, MONEY, STATES = "consent", "dates", "money", "a status"
_CONSENT = re.compile(
    r"\bopt(ed)?\W?(in|out)|unsub|subscri|\b(do not|don'?t|dn[cmes])\b|\bno (mail|e-?mail|call|contact|text|"
    r"solicit)|consent|"
    r"gdpr|permi(t|ssion)|deceas|\bdied\b|\bdeath\b|passed away|bounce|undeliver|suppress|\bblock|complain|\bspam\b|"
    r"contact preference|preferred (contact|communication)|may we|\bok to\b|return(ed)? mail|bad address|"
    r"inactiv|remove",
    re.I,
)
_DETAIL = re.compile(
    r"(reason|campaign|title|\bids?\b|\bip\b|source|\bby\b|method|form|page|list|notes?|rating|region)", re.I
)
_STATE = re.compile(
    r"\b(status|stage|state of|cleared|settled|pledged?|promised|received|rec'?d|collected|in[- ]?kind|"
    r"void(ed)?|cancell?ed|paid|unpaid|posted|captured)\b\W*\??$",
    re.I,
)
_STATE_WORDS = re.compile(
    r"paid|unpaid|pending|failed|refunded|cancell?ed|void(ed)?|cleared|bounced|returned|declined|open|closed|"
    r"due|overdue|"
    r"promised|pledged|received|not received|yes|no|y|n|processing|on hold|expired|written off",
    re.I,
)
#: Dates that are not when a gift was made, and amounts that are no gift of this row.
_OTHER_DATES = re.compile(
    r"birth|\bdob\b|\bborn\b|thank|ackn|receipt|letter|\bdue\b|expir|\bend|\bstart|anniver|member|\bjoin|"
    r"\blast\b|\bfirst\b|"
    r"since|modif|updat|chang|creat|enter|import|export|print|mailed|sent|next|wedding|event|reminder|follow|"
    r"review|visit|call",
    re.I,
)
_OTHER_MONEY = re.compile(
    r"\bfees?\b|\bnet\b|ytd|life ?time|to date|so far|\blast\b|\bfirst\b|largest|average|\bavg\b|running|"
    r"previous|prior|"
    r"income|net ?worth|capacity|\bask\b|goal|target|rate|fx|total (given|giving)|giving total|\d{4}",
    re.I,
)
_MONEY_TITLE = re.compile(
    r"pledg|promis|paid|receiv|match|soft|value|fmv|price|cost|deduct|balance|total|donat|gift|contribut|amount|"
    r"amt|zakat|sada|"
    r"khums|fitr|meal|ticket|refund|installment|raised|sponsor|grant",
    re.I,
)
#: Titles of a yes or no that may say whether somebody may be written to, called or sent for; and those that do not.
_REACH = re.compile(
    r"mail|contact|news|letter|appeal|solicit|\bcall|phone|\btext|sms|whatsapp|\blists?\b|communicat|reach|"
    r"\bsend|\bwants?\b|"
    r"\bpost(al|ed)?\b|bulletin|magazine|circular|brochure|\bupdates\b|channel|marketing|promot|notif|invit|"
    r"permission|\bok\b|okay|privacy|\bflags?\b|\bcodes?\b|\ballow|update|prefer",
    re.I,
)
_ABOUT_SOMETHING_ELSE = re.compile(
    r"thank|ackn|receipt|volunt|board|\bsent\b|\bdate\b|zip|postal code|country|area|event|ticket|guest|rsvp|meal|"
    r"\b(label|type)\b",
    re.I,
)
_CHANNEL = r"(e-?mails?|(snail )?mail|post(al)?|letters?|(tele)?phone|calls?|texts?|sms|whatsapp)"
_FLAG = re.compile(
    r"y(es)?|no?|t(rue)?|f(alse)?|[01]|x+|[✓✔✗✘☑☒☐]|none|all|any|both|either|never|nothing|only|ok(ay)?|stop|out|in|"
    rf"(no|not|only|by|never|all but|just)? ?{_CHANNEL}(\W+(and |or )?{_CHANNEL})* ?(only|ok(ay)?)?",
    re.I,
)
_CLOSES = re.compile(r"unsub|\bout\b|do not|don'?t|bounce|deceas|suppress|block|complain|remov|inactiv|spam|stop", re.I)
_GIVEN_ON = ("date", "deposit_date", "check_date")
_OF_WORDS = ("fund", "method", "type", "soft_credit", "adviser", "spouse", "tribute")
_PERIOD = re.compile(
    r"\W*((jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\W*(\d{2}|\d{4})?|q[1-4]\W*(\d{2}|"
    r"\d{4})?)\W*",
    re.I,
)
#: Unread columns about something else than the money: only of it do these words say that it did not come.
_ASIDE = re.compile(r"thank|ackn|receipt|letter|volunt|member|board|matching|employ|occupation|\bjob\b", re.I)
_SURE = re.compile(
    r"\b(void(ed)?|nsf|charge ?backs?|(bounced|bad|returned|stopped|declined|failed) (check|cheque|payment|card)|"
    r"(check|cheque|payment|card|gift) (was |got |is )?(bounced|returned|declined|failed|stopped|cancel\w*))\b",
    re.I,
)
_WATCHED = frozenset({None, "thanked", "elsewhere", "external_id", "check", "serial", *DATE_ROLES})
_FEW, _SHORT = 12, 4
#: With cents, or with the sign of a currency.
_SHOWN = re.compile(
    r"\D{0,5}\d[\d,.' ]*[.,]\d{2}\D{0,5}|\D{0,3}[$£€₨]\W*\d[\d,.' ]*\D{0,5}|\d[\d,.' ]*\s*[$£€₨]\D{0,3}"
)
_TRIED = 500
#: A platform's own column of notes.
NOTE = "note"
#: Titles one sentence names.
NAMED = 200


@dataclass(frozen=True, slots=True)
class Unread:
    """What is asked of a table before any row of it is used, and titles of what is only kept."""

    questions: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # titles of the columns the questions are about
    of_filled: tuple[tuple[Column, str], ...] = ()  # columns about consent: asked of rows that have something in them
    watched: tuple[Column, ...] = ()  # columns no record takes a remark from: each cell is looked at
    outcomes: tuple[Column, ...] = ()  # those of them that say what became of the money


def unread_in(table: Table, records: list[Row], habits: Habits, context: Context) -> Unread:
    """Look at every column without a meaning. Nothing is asked of a table a person explained."""
    questions: list[str] = []
    kept: list[str] = []
    asked: list[str] = []
    filled: list[tuple[Column, str]] = []
    for column in table.columns:
        cells = _cells(column, records)
        misread = _misread(column, cells[:_TRIED], table, habits) if cells else ""
        unused = column.role in UNUSED or (column.role == DONOR_TYPE and not all(map(_is_kind_of_donor, cells)))
        if not cells or not (misread or column.role is None or unused):
            continue
        quiet = table.explained or unused
        what = "" if quiet else _asked_of(column, cells, table, habits, context, misread)
        if what == CONSENT:
            filled.append((column, _question(column, cells, what)))
        else:
            (questions if what else kept).append(_question(column, cells, what) if what else column.title)
        asked += [column.title] if what else []
    if nameless := _may_be_names(table, records, kept, context):
        questions.append(f"No column was recognized as a name, and “{nameless}” could be one: choose what it means.")
        asked.append(nameless)
    watched = tuple(column for column in _watched(table, context) if column.title not in asked)
    outcomes = tuple(column for column in watched if _is_of_outcomes(column, _cells(column, records), table))
    return Unread(tuple(questions), tuple(kept), tuple(asked), tuple(filled), watched, outcomes)


def _cells(column: Column, records: list[Row]) -> list[Cell]:
    return [cell for row in records if not (cell := row.cell(column.index)).is_blank]


def _watched(table: Table, context: Context) -> tuple[Column, ...]:
    if table.explained:
        return ()
    return tuple(
        one for one in table.columns if one.role in _WATCHED and _folded(one.title) not in context.left_columns
    )


def _is_of_outcomes(column: Column, cells: list[Cell], table: Table) -> bool:
    """Whether a column of a few short values says of one that money did not come: what else it says matters, too."""
    texts = {" ".join(cell.text.split()) for cell in cells}
    short = len(texts) <= _FEW and all(len(text.split()) <= _SHORT for text in texts)
    plain = column.role is None and not _ASIDE.search(column.title) and table.has("amount")
    return plain and short and any(map(says_did_not_come, texts))


def ask(planned: PlannedRow, questions: Iterable[str]) -> None:
    """Hold a row that would be accepted until the questions are answered."""
    text = " ".join(question for question in dict.fromkeys(questions) if question not in planned.reason)
    if planned.decision in (ACCEPT, REVIEW) and text:
        planned.reason = f"{planned.reason} {text}".strip()
        planned.decision = REVIEW


def ask_all(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> None:
    """Hold a row for what is asked of its whole table, and for what its own cells say."""
    planned.party = consents.with_remark(planned.party, table.text(row, NOTE), table)
    ask(planned, unread.questions)
    ask_of_cells(planned, table, row, unread)


def ask_of_cells(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> None:
    """Hold a row for what its own cells say beside the columns that are read."""
    if planned.decision == IGNORE:
        return
    contact = [question for column, question in unread.of_filled if not row.cell(column.index).is_blank]
    contact += _remarks_on_contact(planned, table, row, unread)
    if contact:
        planned.party = consents.without_openings(planned.party)
    ask(planned, [*contact, *_remarks_on_money(planned, table, row, unread)])


def _remarks_on_contact(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> list[str]:
    asked = {column for column, _ in unread.of_filled}
    found = []
    for column in unread.watched:
        text = " ".join(row.cell(column.index).text.split())
        if text and column not in asked and _may_close(planned, column, text, table):
            found.append(f"“{column.title}” says “{text[:80]}”: choose whether they may be contacted.")
    return found


def _may_close(planned: PlannedRow, column: Column, text: str, table: Table) -> bool:
    """Whether a cell nobody read may close what the rest of the row leaves open."""
    title = column.title.replace("_", " ")
    if table.has("amount"):
        return consents.says_plainly_closed(text)
    if _CONSENT.search(title) and table.has(*consents.ROLES, consents.STATUS) and _DETAIL.search(title):
        return not consents.is_closed(planned.party) and bool(_CLOSES.search(title) or consents.says_closed(text))
    if column.role == NOTE:
        return consents.leaves_open(text)
    everywhere = {channel for channel, opens in planned.party.told.consents if not opens} >= set(CHANNELS)
    return not everywhere and consents.says_closed(text)


def _remarks_on_money(planned: PlannedRow, table: Table, row: Row, unread: Unread) -> list[str]:
    """The questions whether the money came, of notes and of each column nobody read."""
    back = planned.kind == REFUND or (planned.amount is not None and planned.amount < 0)
    if back or not table.has("amount") or "money was re" in planned.reason:
        return []
    promised = planned.kind not in (PLEDGE, PLEDGE_PAYMENT)
    notes = (text for text in table.texts(row, "notes") if says_did_not_come(text, promised=promised, note=True))
    found = [f"The row says “{text[:60]}”: choose whether the money was received." for text in notes]
    for column in unread.watched:
        text = " ".join(row.cell(column.index).text.split())
        if text and _is_open(column, text, promised, unread):
            found.append(f"“{column.title}” says “{text[:60]}”: choose whether the money was received.")
    return found


def _is_open(column: Column, text: str, promised: bool, unread: Unread) -> bool:
    if _ASIDE.search(column.title):
        return bool(_SURE.search(text))
    note = column.role == NOTE
    return says_did_not_come(text, promised=promised, note=note) or (column in unread.outcomes and not says_came(text))


def question_of(
    column: Column, cells: list[Cell], table: Table, habits: Habits, context: Context, what: str = ""
) -> str:
    """What is asked of a filled column without a meaning, which holds `what` where that is known; '' for nothing."""
    what = _asked_of(column, cells, table, habits, context, what)
    return _question(column, cells, what) if what else ""


def _asked_of(column: Column, cells: list[Cell], table: Table, habits: Habits, context: Context, what: str) -> str:
    if _folded(column.title) in context.left_columns:
        return ""
    return what or _holds(column, cells[:_TRIED], table, habits, context)


def _question(column: Column, cells: list[Cell], what: str) -> str:
    sample = " ".join(cells[0].text.split())[:30]
    such = f"The column “{column.title}” holds {what} (such as “{sample}”)"
    return f"{such} that could not be recognized: choose what it means."


def warn_of_unread(workbook: Workbook, table: Table, unread: Unread) -> None:
    """Say what is asked about a table's columns, and which are only kept with its rows."""
    place = f"Sheet “{table.sheet.name}”: " if table.sheet.name else ""
    workbook.asked += [title for title in unread.asked if title not in workbook.asked]
    workbook.warnings += [f"{place}{question} Until then, its rows need review." for question in unread.questions]
    workbook.warnings += [
        f"{place}{question} Until then, rows with something in it need review." for _, question in unread.of_filled
    ]
    if unread.kept:
        names = ", ".join(f"“{title[:60]}”" for title in unread.kept[:NAMED]) + (
            " …" if len(unread.kept) > NAMED else ""
        )
        workbook.warnings.append(f"{place}These columns are kept with each row but not used: {names}.")


def _may_be_names(table: Table, records: list[Row], kept: list[str], context: Context) -> str:
    """The title of a column that may say who people are, in a list of contacts without any that does; else ''."""
    if table.explained or table.has("amount", *GIVERS):
        return ""
    for column in table.columns:
        texts = [text for row in records if (text := row.cell(column.index).text.strip())]
        if column.title not in kept or _folded(column.title) in context.left_columns:
            continue
        if 2 * sum(map(_is_like_a_name, texts)) > len(texts):
            return column.title
    return ""


def _is_like_a_name(text: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_][^\d@:/?]{2,60}", text)) and not _FLAG.fullmatch(text) and text[0].isupper()


def _is_kind_of_donor(cell: Cell) -> bool:
    return bool(kind_of_donor(cell.text))


def _misread(column: Column, cells: list[Cell], table: Table, habits: Habits) -> str:
    """What a column holds that is called like something else: “Paid?” with yes and no, “Rent fund” with amounts."""
    if column.role in DATE_ROLES and sum(one.role in DATE_ROLES for one in table.columns) > 1:
        return "" if any(map(_is_date, cells)) else STATES
    if column.role == "amount" and len(table.columns_of("amount")) > 1:
        return "" if any(_is_money(cell, habits, told=True) for cell in cells) else STATES
    if column.role in ("phone", "email", "address", "place", *GIVERS) and all(
        _FLAG.fullmatch(c.text.strip()) for c in cells
    ):
        return CONSENT
    if column.role in ("net", "soft_credit", "fee") and table.has(*_GIVEN_ON) and not table.has("amount"):
        return MONEY if _mostly(cells, lambda cell: _is_money(cell, habits, told=True)) else ""
    if column.role in _OF_WORDS and not PATTERNS[column.role].fullmatch(" ".join(column.title.casefold().split())):
        return MONEY if _mostly(cells, lambda cell: _is_money(cell, habits, told=True)) else ""
    return ""


def _holds(column: Column, cells: list[Cell], table: Table, habits: Habits, context: Context) -> str:
    title = column.title.replace("_", " ")
    if _CONSENT.search(title):
        told = table.has(*consents.ROLES, consents.STATUS)
        detail = told and _DETAIL.search(title) and not any(_FLAG.fullmatch(cell.text.strip()) for cell in cells)
        return "" if detail else CONSENT
    if _may_speak_of_consent(title, cells, table):
        return CONSENT
    if _mostly(cells, _is_date):
        return "" if _OTHER_DATES.search(title) else DATES
    if _mostly(cells, _is_currency):
        return MONEY
    lacks_amounts = table.has(*_GIVEN_ON) and not table.has("amount")
    means_money = _MONEY_TITLE.search(title) or context.funds.code_for(title) or _PERIOD.fullmatch(title)
    told = bool(means_money or currency_named(column.title)[0] or lacks_amounts)
    if _PERIOD.fullmatch(title) and any(_is_money(cell, habits, told=True) for cell in cells):
        return MONEY
    if _mostly(cells, lambda cell: _is_money(cell, habits, told=told)):
        other = _OTHER_MONEY.search(title) and not lacks_amounts
        return "" if other else MONEY
    if _STATE.search(title):
        return STATES
    states = consents.STATUSES if not table.has("amount") else ()
    words = {cell.text.strip() for cell in cells if cell.kind == TEXT}
    if words and len(words) <= 8 and all(_is_state(word, states) for word in words):
        return "" if re.search(r"thank|ackn|receipt|letter|volunt|member|board|matching", title, re.I) else STATES
    return ""


def _may_speak_of_consent(title: str, cells: list[Cell], table: Table) -> bool:
    """Whether a column nobody read may say who must not be contacted: by what is in it, or a yes or no under a title
    that speaks of reaching people."""
    texts = {" ".join(cell.text.split()) for cell in cells}
    if _ABOUT_SOMETHING_ELSE.search(title):
        return False
    short = all(len(text.split()) <= _SHORT for text in texts)
    if not table.has("amount") and short and any(consents_named(text) or consents.says_closed(text) for text in texts):
        return True
    return bool(_REACH.search(title)) and any(_FLAG.fullmatch(text.strip(" .!?")) for text in texts)


def _is_state(word: str, states) -> bool:
    bare = re.fullmatch(r"y(es)?|no?", word, re.I)
    return not bare and bool(_STATE_WORDS.fullmatch(word) or any(p.fullmatch(word) for p, said in states if said))


def _is_date(cell: Cell) -> bool:
    if cell.kind == NUMBER or re.fullmatch(r"\d{1,7}([.,]\d+)?", cell.text.strip()):
        return False  # a count, an amount, a zip code or a number of something
    return cell.kind == DATE or any(
        not hasattr(date_of(cell, Habits(day_first=order)), "ask") for order in (False, True)
    )


def _is_currency(cell: Cell) -> bool:
    return cell.kind == TEXT and bool(amounts.currency_code(cell.text)) and not cell.text.strip().isdecimal()


def _is_money(cell: Cell, habits: Habits, *, told: bool) -> bool:
    """Whether a cell holds an amount; a bare number is one only where the title or the table speaks of money."""
    shown = bool(_SHOWN.fullmatch(cell.text.strip())) or bool(amounts.currency_of_format(cell.number_format))
    if re.fullmatch(r"\d+\.\d+\.\d+.*", cell.text.strip()):
        return False  # an address of a computer, or a date
    if not shown and not told:
        return False
    try:
        amount_of(cell, habits)
    except AmountError as error:
        return error.ask and bool(re.search(r"\d", cell.text)) and shown
    return True


def _mostly(cells: list[Cell], fits) -> bool:
    return 2 * sum(map(fits, cells)) > len(cells)
