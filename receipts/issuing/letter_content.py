"""The content of one letter: the kind's lines and the legal sentences, fixed as a snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from core import models as core
from core.display import day_text, money_text
from crm import identity
from crm.models import Supporter
from donations.deductibility.wording import sentences
from donations.deductibility.wording.in_short import in_short
from donations.models import Gift
from donations.tax_facts.typed_donor import typed_donor
from receipts import snapshot as printed
from receipts.issuing.assessment import Assessment
from receipts.kinds import Body, Case, Earlier, Kind

THANKS_IN_URDU = "آپ کے تعاون کا دل سے شکریہ"
#: Sentences set in bold, and codes whose every sentence is its own paragraph.
BOLD = frozenset({"NO_GOODS_SERVICES"})
APART = frozenset({"STATUS_PENDING", "STATUS_NOT_APPLIED"})
KEEP = "Please keep this receipt."


def compose(
    *,
    assessment: Assessment,
    kind: Kind,
    number: str,
    organization: core.Organization,
    issued_on: date,
    earlier: Earlier | None = None,
) -> dict[str, Any]:
    """The whole snapshot: the letter as printed, the decision behind it, and the gift as it was."""
    case = assessment.case(earlier)
    letter = _letter(case, kind, number, organization, issued_on)
    return {
        "letter": letter.to_json(),
        "decision": case.decision.as_dict(),
        "in_short": in_short(case.decision).to_json(),
        "gift": _gift(case.gift),
        "as_typed": typed_donor(case.gift) is not None,
    }


def _letter(
    case: Case, kind: Kind, number: str, organization: core.Organization, issued_on: date
) -> printed.LetterSnapshot:
    body, language = kind.compose(case), _language(case.gift)
    return printed.LetterSnapshot(
        kind=kind.slug,
        number=number,
        title=kind.title,
        organization=_organization(organization),
        facts=_facts(case, kind, number, issued_on),
        recipient=_recipient(case),
        salutation=_salutation(case),
        thanks=body.thanks,
        rows=body.rows,
        legal=printed.LegalBox(kind.box, _paragraphs(case, body)),
        total=body.total,
        table_head=body.table_head,
        urdu=THANKS_IN_URDU if language == Supporter.Language.URDU and not kind.notice else "",
        legends=_legends(case),
        replaces=_replaces(case),
        sandbox=organization.environment == core.Organization.Environment.DEMO,
    )


def _organization(organization: core.Organization) -> printed.Organization:
    return printed.Organization(
        legal_name=organization.legal_name,
        address=tuple(line.strip() for line in organization.address.splitlines() if line.strip()),
        phone=organization.phone,
        email=organization.email,
        ein=organization.ein,
        signer_name=organization.signer_name,
        signer_title=organization.signer_title,
    )


def _facts(case: Case, kind: Kind, number: str, issued_on: date) -> tuple[printed.Fact, ...]:
    """The facts beside the address."""
    gift = case.gift
    found = [
        (kind.number_label, number),
        (kind.date_label, day_text(gift.gift_on)),
        ("Issued", day_text(issued_on)),
        ("Tax year", str(case.decision.tax_year or gift.gift_on.year)),
        ("Gift", gift.spoken_number),
    ]
    return tuple(printed.Fact(label, value) for label, value in found)


def _language(gift: Gift) -> str:
    """The language of the page an online gift was made on, else the donor's."""
    typed = typed_donor(gift)
    return gift.supporter.language if typed is None else typed.language


def _salutation(case: Case) -> str:
    """The name after “Dear”: as typed with an online gift; for a joint gift both donors; else the supporter's
    salutation."""
    gift, typed = case.gift, typed_donor(case.gift)
    if typed is not None:
        return f"Dear {typed.name},"
    people = [gift.supporter, gift.joint_with] if gift.joint_with else [gift.supporter]
    return f"Dear {' and '.join(identity.salutation(person) for person in people)},"


def _recipient(case: Case) -> tuple[str, ...]:
    """The legal donor and postal address. For an online gift the name only, as anyone with its link can open the
    receipt."""
    if typed_donor(case.gift) is not None:
        return (case.facts.donor.name,)
    address = identity.revealed_contact_details(case.gift.supporter, viewer=None, purpose="receipt").address
    return (case.facts.donor.name, *(address.lines() if address else ()))


def _paragraphs(case: Case, body: Body) -> tuple[printed.Paragraph, ...]:
    """The legal sentences in order. Sentences of one code share a paragraph, except codes whose every sentence is its
    own."""
    own = dict(body.own_words)
    wording = [
        sentences.Sentence(sentence.code, own.get(sentence.code, sentence.text))
        for sentence in sentences.sentences(case.decision, case.facts)
    ]
    found = [
        part
        for code, texts in groupby(wording, key=lambda sentence: sentence.code)
        for part in _of_code(code, list(texts))
    ]
    if case.decision.deductibility_status == "deductible" and found:
        found[-1] = (*found[-1], printed.Run(f" {KEEP}"))
    return tuple(found)


def _of_code(code: str, texts: Iterable[sentences.Sentence]) -> list[printed.Paragraph]:
    lines = list(dict.fromkeys(sentence.text for sentence in texts))
    if code in APART:
        return [printed.paragraph(line) for line in lines]
    joined = " ".join(lines)
    return [printed.paragraph(printed.bold(joined) if code in BOLD else joined)]


def _legends(case: Case) -> tuple[printed.Legend, ...]:
    return tuple(
        printed.Legend(legend.text, max(legend.points, printed.LEGEND_SIZE))
        for legend in sentences.legends(case.decision, case.facts)
    )


def _replaces(case: Case) -> str:
    """Which receipt this letter replaces and what it stated. A void notice uses the legal sentence instead."""
    earlier = case.earlier
    if earlier is None or case.decision.receipt_kind == "void_notice":
        return ""
    stated = f"{money_text(earlier.amount)} given on {day_text(earlier.gift_on)}"
    return f"This replaces receipt {earlier.number}, issued {day_text(earlier.issued_on)}, which stated {stated}."


def _gift(gift: Gift) -> dict[str, Any]:
    """The gift as it was, for later questions."""
    return {
        "number": gift.spoken_number,
        "gift_on": gift.gift_on.isoformat(),
        "method": gift.method,
        "kind": gift.kind,
        "amount": str(gift.amount),
        "refunded": str(gift.refunded),
        "lines": [{"kind": line.kind, "fund": line.fund.code, "amount": str(line.amount)} for line in gift.lines.all()],
    }
