"""Unknown values of a column: what is asked about each, once, and what it may mean."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from core.display import counted
from donations.models import Gift
from imports.cells import Cell, folded
from imports.column_mapping import HOLD, PROMISED, RECEIVED, SKIP
from imports.contexts import Context
from imports.formats import words
from imports.formats.mapped import is_known_status
from imports.planning.column_profiling import Profile
from imports.plans import GIFT, IN_KIND, MATCH, PLEDGE, PLEDGE_PAYMENT, REFUND, SPONSORSHIP, TICKET

#: A column with more unknown values holds something else.
MOST = 60
#: What can be done with rows of any value.
_REST = ((HOLD, "Review each row"), (SKIP, "Skip these rows"))
CHOICES: dict[str, tuple[tuple[str, str], ...]] = {
    "kind": (
        (GIFT, "Gift"), (PLEDGE, "Pledge, not received yet"), (PLEDGE_PAYMENT, "Pledge payment"),
        (TICKET, "Ticket purchase"), (SPONSORSHIP, "Sponsorship"), (IN_KIND, "Gift in kind"),
        (MATCH, "Employer’s matching gift"), (REFUND, "Refund"),
        (HOLD, "Review each row"), (SKIP, "Not a gift: skip these rows"),
    ),
    "method": (*Gift.Method.choices, *_REST),
    "status": (
        (RECEIVED, "Received"), (PROMISED, "Pledged, not received yet"),
        (HOLD, "Review each row"), (SKIP, "Failed, canceled, or void: skip these rows"),
    ),
}  # fmt: skip
ASKS = {
    "kind": "What is “{}”?",
    "method": "Which payment method is “{}”?",
    "status": "What does “{}” mean for the payment?",
}
BLANK = "(blank)"


@dataclass(frozen=True)
class Value:
    """One unknown value of a column: its first spelling, and the number of rows."""

    profile: Profile
    slug: str
    text: str
    rows: int

    @property
    def key(self) -> str:
        """The key of the value in a mapping."""
        return folded(self.text)

    @property
    def name(self) -> str:
        """The name of its form field."""
        mark = hashlib.sha256(self.key.encode()).hexdigest()[:10]
        return f"val_{self.profile.index}_{mark}"

    def field(self, initial: str, shown: Callable[[str], str]) -> forms.ChoiceField:
        """The question what it means; `shown` says a text of the file as pages may say it."""
        text = shown(self.text)[:60]
        label = ASKS[self.slug].format(text) if text else f"What does a blank “{self.profile.title}” mean?"
        return forms.ChoiceField(
            label=label,
            help_text=f"{self.profile.title}, {counted(self.rows, 'row', 'rows')}",
            choices=[("", "Choose"), *CHOICES[self.slug]],
            initial=initial,
            error_messages={"required": f"Choose what “{text}” means." if text else "Choose what a blank cell means."},
        )


def unknown_values(profile: Profile, slug: str, cells: Iterable[Cell], context: Context) -> list[Value]:
    """Each distinct value of a column that nothing explains, in the file's order."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for cell in cells:
        if not _is_known(slug, cell.text, context):
            counts[folded(cell.text)] += 1
            written.setdefault(folded(cell.text), " ".join(cell.text.split()))
    return [Value(profile, slug, text, counts[key]) for key, text in written.items()]


def fields_for(
    values: Iterable[Value], saved: dict[str, dict[str, str]], shown: Callable[[str], str]
) -> dict[str, Any]:
    """A question for each value, answered as it was before; `shown` says a text of the file as pages may say it."""
    return {value.name: value.field(saved.get(value.profile.key, {}).get(value.key, ""), shown) for value in values}


def _is_known(slug: str, text: str, context: Context) -> bool:
    text = " ".join(text.split())
    if slug == "status":
        return is_known_status(text)
    if slug == "method":
        return words.is_known_means(text)
    return words.is_known_type(text) or bool(context.funds.code_for(text)) or not text
