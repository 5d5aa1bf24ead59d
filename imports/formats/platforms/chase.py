"""Chase's activity of an account or a card: what reached the bank, never what was given.

Deposits of processors and of checks are gifts that other files tell one by one. A line that names who paid (Zelle, a
wire, a bill payment) is held unless a gift on record explains it. The bank gives its lines no number.
"""

import re
from collections.abc import Iterable

from imports.cells import Workbook
from imports.contexts import Context
from imports.formats.parties import party_named
from imports.formats.platforms.exports import Export, Record, read_export, recognized
from imports.formats.records import decide
from imports.formats.titled import words
from imports.parsing.dates import Problem
from imports.parsing.header_detection import total_label
from imports.plans import GIFT, PlannedRow

SLUG = "chase"
LABEL = "Chase bank activity"
PERMISSION = "imports.run"

ACCOUNT = Export(
    signature=words("details posting_date description amount type balance check_or_slip"),
    wanted=5,
    needed=words("details posting_date description amount type"),
    roles={},
    used=words("details posting_date description amount type"),
    known=words("balance check_or_slip"),
    dates=("posting_date",),
)
CARD = Export(
    signature=words("card transaction_date post_date description category type amount memo"),
    wanted=6,
    needed=words("transaction_date post_date description type amount"),
    roles={},
    used=words("transaction_date description type amount"),
    known=words("card post_date category memo"),
    dates=("transaction_date",),
)
_DETAILS = words("credit debit dslip check")
_DEPOSITS = words("check_deposit deposit atm_deposit cash_deposit remote_deposit")
_PAYERS = words("quickpay_credit partnerfi_to_chase wire_incoming ach_credit misc_credit rtp_credit billpay")
_OURS = words("acct_xfer chase_to_partnerfi loan_pmt")
_RETURNS = words("deposit_return")
_TYPES = (
    _DEPOSITS | _PAYERS | _OURS | _RETURNS
    | words("""ach_debit atm check_paid debit_card fee_transaction misc_debit quickpay_debit wire_outgoing tax_payment
            refund_transaction overdraft_fee interest""")
)  # fmt: skip
#: Whoever pays out gifts of several donors, as the bank writes it.
_PROCESSORS = re.compile(
    r"\b(stripe|paypal|venmo|square( inc)?|squareup|sq ?\*|benevity|donorbox|eventbrite|zeffy|givebutter|classy|"
    r"gofundme|network for good|networkforgood|facebook|meta platforms|meta pay\w*|pledgeling|every\.?org|"
    r"blackbaud|yourcause|cybergrants|bright funds|american online giving|aogf|paypal giving fund|ppgf|actblue|"
    r"nationbuilder|neon ?(one|crm)|bloomerang|kindful|givelively|give lively|mightycause|double the donation|"
    r"merchant (services|bankcard)|bankcard|authorize\.?net|braintree|clover|toast|shopify|etsy|gusto|"
    r"tithe\.?ly|pushpay|launchgood|canadahelps|amazonsmile|cash app|block inc)\b",
    re.I,
)
_PAYER = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bzelle payment from (?P<name>[^\d#]{3,80}?)(?=\s+(?=\S*\d)\S+\s*$|\s+#|\s*$)",
        r"\bb/o:?\s*(?:\d+/)?(?P<name>[^/:\d]{3,80}?)"
        r"(?=\s+(ref|org|obi|imad|trn|ssn|bnf|us)\b|\s+[A-Z]{2} \d{5}|\s*[/:\d]|\s*$)",
        r"\b(bill ?pay(ment)?|online payment|payment|real time (payment|transfer)( credit)?( recd)?) from:? "
        r"(?P<name>(?!aba)[^\d#:/]{3,80}?)(?=\s+\S*\d|\s+(ref|info|on)\b|\s*$)",
        r"\bfrom:\s*(?P<name>[^\d#:/]{3,80}?)(?=\s+(ref|info|text|iid|recd|trn)\b|\s*$)",
        r"\borig co name:\s*(?P<name>.{2,80}?)(?=\s+(orig id|desc date|co entry|sec|trace)\b|\s*$)",
    )
)
_RETURNED = re.compile(r"\b(deposited item|returned item|return(ed)? (check|deposit)|nsf|chargeback)\b", re.I)
_INTEREST = re.compile(r"\binterest (payment|paid|credit)|\bdividend\b", re.I)
_TRANSFER = re.compile(
    r"\b(online|account|book)? ?transfer (from|to) (chk|sav|checking|savings|mma|account|\.{2,})", re.I
)


def recognizes(workbook: Workbook) -> float:
    """Certain when the titles of an account's or a card's activity are there."""
    return max(recognized(workbook, ACCOUNT), recognized(workbook, CARD))


def read(workbook: Workbook, context: Context) -> Iterable[PlannedRow]:
    """Every line of the bank: left out, or held when it names money nobody knows."""
    if recognized(workbook, ACCOUNT) or not recognized(workbook, CARD):
        return read_export(workbook, context, ACCOUNT, _line)
    return read_export(workbook, context, CARD, _purchase)


def _purchase(record: Record) -> Iterable[PlannedRow]:
    yield record.ignored("A line of the organization's card: no gift.")


def _line(record: Record) -> Iterable[PlannedRow]:
    if not record.text("details") and not record.text("type") and total_label(record.row.cells):
        yield record.ignored("A total, not a line.")
        return
    planned = record.begin(GIFT, _method(record))
    planned.is_bank_line = True
    planned.memo = record.text("description")
    problems = record.read_day(planned, record.text("posting_date"))
    problems += record.read_money(planned, record.text("amount"), "")
    problems += _unknown(record)
    if not problems and (reason := _no_gift(record, incoming=(planned.amount or 0) > 0)):
        yield record.ignored(reason)
        return
    decide(planned, [Problem(problem.text, ask=True) for problem in [*problems, *_unexplained(planned, record)]])
    yield planned


def _method(record: Record) -> str:
    kind, text = record.word("type"), record.text("description")
    if kind in ("quickpay_credit", "partnerfi_to_chase") or re.search(r"\bzelle\b", text, re.I):
        return "zelle"
    return "wire" if kind == "wire_incoming" else "ach"


def _unknown(record: Record) -> list[Problem]:
    """Questions about a kind of line the bank does not document."""
    found = []
    if record.word("details") not in _DETAILS:
        found.append(Problem(f"“Details” says “{record.text('details')[:40]}”: choose what this line is."))
    if record.word("type") not in _TYPES:
        found.append(Problem(f"The type is “{record.text('type')[:40]}”: choose what this line is."))
    return found


def _no_gift(record: Record, *, incoming: bool) -> str:
    """Why a line is no gift; '' when it may be one, or takes one back."""
    kind, text = record.word("type"), record.text("description")
    if kind in _RETURNS or _RETURNED.search(text):
        return ""
    if not incoming:
        return "Money that was paid out: no gift."
    if record.word("details") == "dslip" or kind in _DEPOSITS:
        return "A deposit of checks or cash: its gifts are entered one by one."
    if _PROCESSORS.search(text):
        return "A transfer from a payment processor: its gifts are in the processor's own file."
    if kind in _OURS or _TRANSFER.search(text):
        return "A transfer between the organization's accounts."
    if _INTEREST.search(text) or kind == "interest":
        return "Interest: no gift."
    return "A refund of something the organization paid." if kind == "refund_transaction" else ""


def _unexplained(planned: PlannedRow, record: Record) -> Iterable[Problem]:
    """The question of a line that may be a gift, with its payer as the donor."""
    kind, text = record.word("type"), record.text("description")
    if kind in _RETURNS or _RETURNED.search(text):
        yield Problem("A deposit was returned: choose the gift it was.", ask=True)
        return
    name = next((found["name"].strip(" .,-") for one in _PAYER if (found := one.search(text))), "")
    if name:
        planned.party = party_named(_in_title_case(name), planned.party.contact)
        yield Problem(f"“{name}” paid this to the bank, and no gift on record explains it: is it a gift?", ask=True)
    else:
        yield Problem("No gift on record explains this line: choose what it is.", ask=True)


def _in_title_case(name: str) -> str:
    return name.title() if name.isupper() and len(name.split()) > 1 else name
