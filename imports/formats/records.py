"""Read one record of a hand-made list as a planned row: date, amount, kind, method, party, and its problems."""

import re
from dataclasses import replace
from datetime import date

from imports import questions
from imports.cells import TEXT, Cell, Row, folded
from imports.contexts import Context
from imports.formats import words
from imports.formats.consents import read_leave, with_leave
from imports.formats.givers import credit_employee, doubtful_giver, is_employer, read_party
from imports.formats.habits import Habits, amount_of, date_of
from imports.formats.parties import NAMELESS, doubt_of_one_word, not_read, party_named, party_nameless
from imports.formats.words import Means, kind_said, read_means, says_given_back, says_unpaid
from imports.parsing import amounts, timestamps
from imports.parsing.amounts import AmountError
from imports.parsing.column_roles import DATES, Column, is_effort
from imports.parsing.dates import Problem
from imports.parsing.header_detection import Table, is_platform_export
from imports.parsing.payment_methods import kept_words
from imports.parsing.statements import (
    BAD,
    NO_STATEMENTS,
    Statements,
    combined_statements,
    currency_named,
    statements_of,
)
from imports.plans import (
    ACCEPT,
    GIFT,
    IN_KIND,
    NEGATIVE,
    PLEDGE,
    REFUND,
    REJECT,
    REVIEW,
    PlannedRow,
    Reference,
)

LONGEST_NAME = 200
NO_NAMES = "No column of this sheet is the donor: choose the donor column under “Columns”, or enter the donor here."
#: Titles of amounts that do not tell the kind of gift, although as headings they could.
PLAIN_AMOUNTS = frozenset({"gift", "gifts", "donation", "donations", "contribution", "expected"})
#: Titles of dates other than the date of gift.
_OTHER_DAY = re.compile(r"\b(mailed|sent|pledged?|promised?|commit(ted|ment)|entered|entry|added|logged|keyed)\b", re.I)
# Formulas Excel would run, also after an apostrophe, a quote or blanks, and in full-width form.
_FORMULA = re.compile(r"^[\s'\"]*[=+\-@＝＋－＠]\s*[^\s=+\-@＝＋－＠]")


def read_record(table: Table, row: Row, habits: Habits, context: Context) -> PlannedRow:
    """The planned row of one gift. All problems are collected, not only the first; rejecting takes precedence over
    holding."""
    planned, problems = _begin(table, row, habits, context)
    credited = table.text(row, "adviser") or table.text(row, "soft_credit")
    planned.adviser = party_named(credited) if credited else planned.adviser
    planned.fund_text = _fund(table, row)
    day = read_date(table, row, habits, context)
    planned.date, unread = (None, [day]) if isinstance(day, Problem) else (day, [])
    problems += unread
    _read_money(planned, table, row, habits, context, problems)
    own = _read_kind(planned, table, row, habits, context, problems)
    credit_employee(planned, table, row)
    problems += doubtful_giver(planned, table, row, context)
    asked = (
        question
        for question in habits.said.questions
        if (not habits.currency if "currency" in question else _is_open(question, own))
    )
    problems += [Problem(question, ask=True) for question in asked]
    problems += _odd(planned, table, row, habits)
    if habits.questions:  # the missing value may be in an unknown column
        problems = [Problem(one.text, ask=one.ask or one.text.endswith("is missing.")) for one in problems]
    decide(planned, problems)
    return planned


def _is_open(question: str, own: str | None) -> bool:
    """Whether what a row itself says of its kind leaves the question open that words around it raise."""
    return own is None or (
        own == GIFT and any(lasting in question for lasting in (questions.NOT_RECEIVED, questions.WENT_BACK))
    )


def read_contact(table: Table, row: Row, habits: Habits, context: Context) -> PlannedRow:
    """The planned row of one person of a list without amounts; needs a name or contact details."""
    planned, problems = _begin(table, row, habits, context)
    contact = planned.party.contact
    if not planned.party and not (contact.emails or contact.phones or contact.address):
        problems.append(Problem("The row has no name and no contact details."))
    elif too_long(planned):
        problems.append(Problem(f"The name is longer than {LONGEST_NAME} characters.", ask=True))
    elif reason := no_name(planned, table, row):
        problems.append(Problem(reason, ask=True))
    problems += _list_of_no_people(table, habits)
    decide(planned, problems)
    if planned.decision == ACCEPT and not planned.party:
        planned.party = party_nameless(planned.party)
        planned.note = " ".join(filter(None, [NAMELESS, planned.note]))
    return planned


def _list_of_no_people(table: Table, habits: Habits) -> list[Problem]:
    """The question what a list without amounts is whose title speaks of money that came to nothing."""
    said = habits.said
    of_checks = (said.went_back or any(told is BAD for _, told in said.consents)) and not table.has("email")
    of_money = table.has("check", "method", "fund") and (
        said.went_back or said.questions or said.kind not in (None, GIFT)
    )
    if table.explained or not (of_checks or of_money):
        return []
    return [Problem(f"“{said.quote}” {questions.NO_AMOUNTS}", ask=True)]


def _begin(table: Table, row: Row, habits: Habits, context: Context) -> tuple[PlannedRow, list[Problem]]:
    """The common part of gifts and contacts: names, consent, unknown columns."""
    planned = PlannedRow(table.sheet.name, row.number, raw=table.raw(row))
    planned.party = read_party(table, row, context, where=questions.UNDER_COLUMNS)
    planned.memo = "; ".join([*dict.fromkeys(table.texts(row, "notes")), *_tributes(table, row)])
    is_contact = not table.has("amount")
    planned.note = not_read(planned.party.contact)
    leave = read_leave(table, row, habits.said.consents, notes=is_contact, day_first=habits.day_first)
    planned.party = with_leave(planned.party, leave, table)
    doubt = planned.party.doubt or ("" if is_contact else doubt_of_one_word(planned.party))
    planned.party = replace(planned.party, doubt=doubt)
    unclear = habits.said.unclear if is_contact else habits.said.of_givers
    problems = [Problem(question, ask=True) for question in (*habits.questions, *unclear, doubt) if question]
    if leave.said and planned.party.household and not planned.party.people:
        problems.append(Problem("The row has contact preferences for a family: choose the family member.", ask=True))
    return planned, problems + (leave.questions if is_contact else leave.of_notes)


def _tributes(table: Table, row: Row) -> list[str]:
    columns = ((column.title, row.cell(column.index).text.strip()) for column in table.columns_of("tribute"))
    return [f"{title}: {text}" for title, text in columns if text]


def _fund(table: Table, row: Row) -> str | None:
    """What the gift is for, as written; None where no column says so."""
    columns = sorted(table.columns_of("fund"), key=lambda column: is_effort(column.title))
    texts = (table.value(row, column).text.strip() for column in columns)
    return next((text for text in texts if text), "") if columns else None


def read_date(table: Table, row: Row, habits: Habits, context: Context) -> date | Problem:
    """The date of gift: the most trusted date column with a value."""
    if habits.day is not None:
        return habits.day
    if not table.has(*DATES):
        return Problem("The file has no date column: enter the date of the gift.", ask=True)
    return _day(table, row, habits, context)


def _day(table: Table, row: Row, habits: Habits, context: Context) -> date | Problem:
    """The day in the first filled date column; times count in the zone named by the cell or the column's title."""
    column = _day_column(table, row)
    if column is None:
        return date_of(next((cell for role in DATES if not (cell := table.cell(row, role)).is_blank), Cell()), habits)
    return day_in(column, row.cell(column.index), habits, context)


def day_in(column: Column, cell: Cell, habits: Habits, context: Context) -> date | Problem:
    """The day a cell of a column of dates says."""
    place = timestamps.zone_named(column.title)
    if cell.moment is not None and cell.moment.time() and place:
        return timestamps.in_zone(cell.moment.replace(tzinfo=place), context.time_zone)
    if cell.kind == TEXT:
        return timestamps.local_day(cell.text, context.time_zone, day_first=habits.day_first, written_in=place)
    return date_of(cell, habits)


def _day_column(table: Table, row: Row) -> Column | None:
    columns = (column for role in DATES for column in table.columns_of(role))
    return next((one for one in columns if not row.cell(one.index).is_blank), None)


def _read_money(planned, table: Table, row: Row, habits: Habits, context: Context, problems: list[Problem]) -> None:
    columns = [column for column in table.columns_of("amount") if not row.cell(column.index).is_blank]
    if len(columns) > 1:
        problems.append(Problem("The row has more than one amount: enter the correct one.", ask=True))
    cell = table.cell(row, "amount")
    told = table.text(row, "currency")
    currency = amounts.currency_code(told) if told else None
    if told and currency is None:
        problems.append(Problem(f"“{told}” is not a currency.", ask=True))
    around = [habits.said.currency] if not (habits.said.currency_by_default or habits.currency) else []
    own = columns[0].currency or _said_by_column(table, row).currency if columns else None
    usual = habits.currency or own or habits.said.currency
    try:
        found = amount_of(cell, habits)
        others = around if found.currency or currency else [usual, *around]
        planned.amount, planned.currency = amounts.resolve_currency(found, currency, *others, home=context.currency)
        if not (found.currency or told or usual):
            problems += _unsure_currency(planned, habits)
    except AmountError as error:
        problems.append(Problem(str(error), ask=error.ask))
        planned.currency = currency or usual or context.currency
    if cell.formula and not cell.is_blank and planned.amount is not None:
        told = f"The amount is a formula in the file (={cell.formula})."
        planned.note = " ".join(filter(None, [planned.note, told]))


def _unsure_currency(planned: PlannedRow, habits: Habits) -> list[Problem]:
    """Problems: why an amount without a sign may not be in the organization's currency."""
    if habits.marked:
        text = (
            f"Most amounts in this file are in {habits.marked}, but this one shows no currency: choose the "
            "currency for such amounts under “Columns”."
        )
        return [Problem(text, ask=True)]
    named, _ = currency_named(planned.memo)
    if named and named != planned.currency:
        return [Problem(f"The note names {named}: choose the currency of the amount.", ask=True)]
    return []


#: How gifts of these kinds are made, whatever else the row says.
METHOD_OF_KIND = {PLEDGE: "pledge", IN_KIND: "in-kind"}


def _read_kind(
    planned: PlannedRow, table: Table, row: Row, habits: Habits, context: Context, problems: list[Problem]
) -> str | None:
    """Set the kind and payment method. Returns the kind the row itself states, None when only words around it do."""
    means = _means(table, row, habits)
    planned.method = means.method or habits.method
    planned.paid_by = kept_words(habits.method_words(table.text(row, "method")), planned.method)
    if means.check:
        planned.references = (Reference("check", "number", means.check),)
    elif table.has("adviser") and table.text(row, "check"):
        planned.references = (Reference("grant", "id", table.text(row, "check")),)
    of_column = _said_by_column(table, row)
    said = combined_statements((of_column, habits.said))
    told = habits.meaning("type", type_text := table.text(row, "type"))
    own = told or kind_said(type_text, means.method, planned.memo, planned.fund_text or "")
    planned.kind = own or said.kind or GIFT
    problems += _doubts_of_column(planned, of_column, own)
    if own is None:
        problems += _unsaid(planned, table, type_text, habits, context)
    problems += _unknown_means(table, row, habits)
    if own in (None, GIFT):
        problems += _doubts(planned, said, means.check or means.method in ("check", "cash", "card"), table, row)
    problems += _doubtful_day(planned, table, row)
    planned.method = METHOD_OF_KIND.get(planned.kind, planned.method)
    if told in NEGATIVE and planned.amount is not None:
        planned.amount = -abs(planned.amount)
    _read_sign(planned, problems, not told and says_given_back(type_text, planned.memo))
    return own


def _doubts_of_column(planned: PlannedRow, said: Statements, own: str | None) -> list[Problem]:
    """What the title of the amount's column, or of its group, leaves open."""
    asked = [question for question in said.questions if _is_open(question, own)]
    if said.went_back and planned.amount is not None and planned.amount > 0:
        asked.append(f"“{said.quote}” {questions.WENT_BACK}")
    return [Problem(question, ask=True) for question in asked]


def _means(table: Table, row: Row, habits: Habits) -> Means:
    """The payment method: as a user said about this value, else as parsed."""
    if table.has("adviser"):
        return read_means("daf")
    text, number = table.text(row, "method"), table.text(row, "check")
    if told := habits.meaning("method", text):
        return Means(told, read_means("check", number).check if told == "check" else "")
    return read_means(text, number)


def _unknown_means(table: Table, row: Row, habits: Habits) -> list[Problem]:
    """A question about an unknown payment method; rows of platforms have questions of their own."""
    text = table.text(row, "method")
    known = words.is_known_means(text) or folded(text) in habits.meanings.get("method", {})
    if known or table.has("adviser") or is_platform_export(table) or says_unpaid(text):
        return []
    return [Problem(f"The payment method is “{text[:60]}”: choose what it means under “Columns”.", ask=True)]


def _said_by_column(table: Table, row: Row) -> Statements:
    """The kind stated by the amount's column, in its title or group heading: “Pledged”."""
    filled = (column for column in table.columns_of("amount") if not row.cell(column.index).is_blank)
    column = next(filled, None)
    if column is None:
        return NO_STATEMENTS
    title = "" if column.title.casefold() in PLAIN_AMOUNTS else column.title
    return combined_statements((statements_of(title), statements_of(table.groups.get(column.index, ""))))


def _doubts(planned: PlannedRow, said: Statements, paid: object, table: Table, row: Row) -> list[Problem]:
    """Problems: what speaks against the kind taken from words around the row, or against an ordinary gift."""
    if planned.kind == PLEDGE and paid:
        return [
            Problem(f"“{said.quote}” says pledges, but the row has a payment method: choose gift or pledge.", ask=True)
        ]
    texts = [planned.memo, table.text(row, "method"), table.text(row, "check")]
    if planned.kind != PLEDGE and (told := next((text for text in texts if says_unpaid(text)), "")):
        return [Problem(f"The row says “{told[:60]}”: choose whether the money was received.", ask=True)]
    if planned.kind == GIFT and words.says_another_amount(planned.memo, planned.method):
        return [Problem(f"The row says “{planned.memo[:60]}”: enter what was given and how much.", ask=True)]
    return []


def _doubtful_day(planned: PlannedRow, table: Table, row: Row) -> list[Problem]:
    """A question when the only date is of something else: entered, mailed, promised."""
    column = _day_column(table, row)
    if column is None or table.explained or planned.kind == PLEDGE or not _OTHER_DAY.search(column.title):
        return []
    return [Problem(f"The only date is in the column “{column.title}”: enter the date of the gift.", ask=True)]


def _unsaid(planned: PlannedRow, table: Table, text: str, habits: Habits, context: Context) -> list[Problem]:
    """Questions about a row that states no kind: of its type, and of a purpose or note that names something sold."""
    explained = table.explained and habits.said.kind
    asked = [] if explained else words.sold(planned.fund_text or "", planned.memo)
    return asked if folded(text) in habits.meanings.get("type", {}) else [*_unknown_type(text, context), *asked]


def _unknown_type(text: str, context: Context) -> list[Problem]:
    """A question about a row of an unknown type: an expense, a request, hours, money owed."""
    if words.is_known_type(text) or says_given_back(text) or context.funds.code_for(text):
        return []
    return [Problem(f"The type is “{text[:60]}”: choose what it means under “Columns”.", ask=True)]


def _read_sign(planned: PlannedRow, problems: list[Problem], given_back: bool) -> None:
    """Refunds are negative; ask about a positive amount that is said to be one."""
    if planned.amount is None:
        return
    if planned.amount < 0 and planned.kind in (PLEDGE, IN_KIND):
        problems.append(Problem("A pledge or in-kind gift cannot be negative: enter what happened.", ask=True))
    elif planned.amount < 0:
        planned.kind = REFUND
    elif planned.kind == REFUND or given_back:
        problems.append(Problem("The note says the money was returned, but the amount is not negative.", ask=True))


def too_long(planned: PlannedRow) -> bool:
    """Whether the name is a paragraph."""
    names = [planned.party.written, *(person.full for person in planned.party.people)]
    return any(len(name) > LONGEST_NAME for name in names)


def _odd(planned: PlannedRow, table: Table, row: Row, habits: Habits) -> list[Problem]:
    found = []
    if not planned.party:
        found.append(Problem(NO_NAMES, ask=True) if habits.unnamed else nobody_named(planned, table, row))
    if reason := no_name(planned, table, row):
        found.append(Problem(reason, ask=True))
    if too_long(planned):
        found.append(Problem(f"The name is longer than {LONGEST_NAME} characters.", ask=True))
    if planned.party.people and not planned.adviser and words.names_another_giver(planned.memo):
        found.append(Problem(f"The note says “{planned.memo[:60]}”: enter the donor.", ask=True))
    if planned.method == "daf" and planned.party.people and not planned.adviser:
        found.append(Problem("A donor-advised fund gives in its sponsor's name: choose the donor.", ask=True))
    if planned.amount is None and planned.adviser and not planned.party.organization:
        found.append(Problem("A grant names no sponsor.", ask=True))
    if is_platform_export(table):
        found.append(
            Problem("The file has columns, such as status, fee or net, that this layout doesn't use.", ask=True)
        )
    if any(len(cell.text) > LONGEST_NAME for cell in (row.cell(c.index) for c in table.columns_of("fund"))):
        found.append(Problem("The fund's name is too long.", ask=True))
    return found


def nobody_named(planned: PlannedRow, table: Table, row: Row) -> Problem:
    """The sentence for a row without a name: a question when there is an address or an employer, as a user may know
    whose it is."""
    if is_employer(employer := table.text(row, "employer")):
        return Problem(f"Only the employer “{employer[:60]}” is named: enter the donor.", ask=True)
    if planned.party.contact.emails:
        return Problem("The donor is identified only by an email address: enter whose address this is.", ask=True)
    return Problem("No donor is named.")


def no_name(planned: PlannedRow, table: Table, row: Row) -> str:
    """Why the value in the name column is not a name: a formula, or no letters."""
    cells = [table.cell(row, role) for role in ("name", "first_name", "last_name", "organization")]
    if any(cell.formula or _FORMULA.match(cell.text) for cell in cells):
        return "The name cell is a formula: enter the name."
    if planned.party and not any(ch.isalpha() for ch in planned.party.written):
        return f"“{planned.party.written}” is not a name."
    return ""


def decide(planned: PlannedRow, problems: list[Problem]) -> None:
    """Accept a row without problems; reject it if nobody can resolve one, else hold it with every reason."""
    if not problems:
        planned.decision = ACCEPT
        return
    planned.decision = REVIEW if all(problem.ask for problem in problems) else REJECT
    planned.reason = " ".join(problem.text for problem in sorted(problems, key=lambda problem: problem.ask))
