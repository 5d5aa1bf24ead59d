"""What one receipt letter says: every word and figure as printed, fixed when the number is taken.

A `LetterSnapshot` is stored as JSON (`to_json`) and printed by `receipts.printing.letter`; nothing on paper comes from
elsewhere. Amounts, dates and sentences are finished text: "$1,500.00", "Feb 12, 2027". A no-break space (U+00A0, see
`unbroken`) keeps a sum on one line.

JSON, with optional keys in brackets:

    {"template_version": 1, "kind": "cash_acknowledgment", "number": "2026-0412",
     "title": "Receipt for\\nyour gift",                     a line break where the title turns
     "organization": {"legal_name", "address": [line, …], "phone", "email", "ein",
                      "signer_name", "signer_title", ["signature": SVG path data in a box 116 × 30]},
     "facts": [{"label": "Date of gift", "value": "Nov 23, 2026"}, …],
     "recipient": [line, …],                                 at most 4 are best; more are joined
     "salutation": "Dear Dr. Rahman,", "thanks": "…", ["urdu": "…"],
     "table_head": ["Gift", "Amount"],
     "rows": [{"what", ["detail"], ["amount"]}, …],
     ["total": {"label": "Your contribution", "amount": "$51.81"}],
     "legal": {"title": "For your tax return", "paragraphs": [paragraph, …]},
     ["legends": [{"text", ["size": 8.5]}, …]],
     ["verification": {"address": "https://…/verify/7QF4-KM2X-9P", "shown": "give.example.org/verify", "code"}],
     ["replaces": "This receipt replaces receipt 2025-0041, issued Mar 2, 2026."],
     ["sandbox": false], ["lang": "en-US"]}

A paragraph is a string, or a list of runs, each a string or {"text", "bold": true}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

TEMPLATE_VERSION = 1
LEGEND_SIZE = 8.5  # points; North Carolina wants at least 9 (131F-9(c))
NO_BREAK_SPACE = "\u00a0"


class BadSnapshot(ValueError):
    """A stored snapshot lacks something a letter cannot do without, or has a shape no template knows."""


@dataclass(frozen=True, slots=True)
class Organization:
    """The letterhead and the signature."""

    legal_name: str
    address: tuple[str, ...]
    phone: str
    email: str
    ein: str
    signer_name: str
    signer_title: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line beside the address: "Receipt", "2026-0412"."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. Property has no amount: its value is never printed (rules 2.10)."""

    what: str
    detail: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """The sum under the table."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one weight within a paragraph."""

    text: str
    bold: bool = False


Paragraph = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class LegalBox:
    """The sentences of the law, in the engine's words and order."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """A state's text, in the size the state wants (points)."""

    text: str
    size: float = LEGEND_SIZE


@dataclass(frozen=True, slots=True)
class Verification:
    """Where the letter can be checked: the whole address (in the QR code), how it is shown, the code to type."""

    address: str
    shown: str
    code: str


@dataclass(frozen=True, slots=True)
class LetterSnapshot:
    """One letter, whole."""

    kind: str
    number: str
    title: str
    organization: Organization
    facts: tuple[Fact, ...]
    recipient: tuple[str, ...]
    salutation: str
    thanks: str
    rows: tuple[Row, ...]
    legal: LegalBox
    total: Total | None = None
    table_head: tuple[str, str] = ("Gift", "Amount")
    urdu: str = ""
    legends: tuple[Legend, ...] = ()
    verification: Verification | None = None
    replaces: str = ""
    sandbox: bool = False
    lang: str = "en-US"
    template_version: int = TEMPLATE_VERSION

    def to_json(self) -> dict[str, Any]:
        """Return plain dicts, lists, strings and numbers; `from_json` makes an equal snapshot of them."""
        return _plain(asdict(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LetterSnapshot:
        """Read a snapshot back. Raises BadSnapshot, naming what is missing or unknown."""
        try:
            return _letter(data)
        except KeyError as missing:
            raise BadSnapshot(f"The snapshot has no {missing}.") from None
        except (TypeError, AttributeError) as wrong:
            raise BadSnapshot(f"The snapshot has a shape this template does not know: {wrong}.") from None


def paragraph(*runs: str | Run) -> Paragraph:
    """Return a paragraph: strings in the usual weight, `bold(…)` where it must stand out."""
    return tuple(run if isinstance(run, Run) else Run(run) for run in runs)


def bold(text: str) -> Run:
    """Return words that stand out."""
    return Run(text, bold=True)


def unbroken(text: str) -> str:
    """Return `text` so that no line ends inside it: for sums, like "$1,500.00 − $540.00 = $960.00"."""
    return text.replace(" ", NO_BREAK_SPACE)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _letter(data: Mapping[str, Any]) -> LetterSnapshot:
    version = data["template_version"]
    if version != TEMPLATE_VERSION:
        raise BadSnapshot(f"Template version {version} is not known.")
    optional = {key: data[key] for key in ("urdu", "replaces", "sandbox", "lang") if key in data}
    what, amount = data.get("table_head", ("Gift", "Amount"))
    return LetterSnapshot(
        **{key: data[key] for key in ("kind", "number", "title", "salutation", "thanks")},
        organization=_organization(data["organization"]),
        facts=tuple(Fact(**fact) for fact in data["facts"]),
        recipient=tuple(data["recipient"]),
        rows=tuple(Row(**row) for row in data["rows"]),
        legal=LegalBox(data["legal"]["title"], tuple(_paragraph(each) for each in data["legal"]["paragraphs"])),
        total=Total(**data["total"]) if data.get("total") else None,
        table_head=(what, amount),
        legends=tuple(Legend(each) if isinstance(each, str) else Legend(**each) for each in data.get("legends", ())),
        verification=Verification(**data["verification"]) if data.get("verification") else None,
        **optional,
    )


def _organization(data: Mapping[str, Any]) -> Organization:
    return Organization(**{**data, "address": tuple(data["address"])})


def _paragraph(data: str | Sequence[Any]) -> Paragraph:
    runs = [data] if isinstance(data, str) else data
    return tuple(Run(run) if isinstance(run, str) else Run(**run) for run in runs)
