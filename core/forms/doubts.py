"""Forms that ask before accepting something unlikely: a date before the charity was formed, more than was pledged.

First the form is shown again with the question and a checkbox beside its field; with the box checked and the questioned
values unchanged, it is accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms

from core.display import day_text
from core.models import Organization

#: The checkboxes of a form; each value identifies one question about one answer.
BOXES = "sure"
ASK_AGAIN = "If this is correct, check the box below and submit the form again."


@dataclass(frozen=True)
class Doubt:
    """One question: its key says exactly what was asked, `text` is beside the box."""

    key: str
    text: str
    ticked: bool


class DoubtingForm(forms.Form):
    """A form that may ask; templates show the boxes with `core/doubts.html`."""

    @property
    def doubts(self) -> list[Doubt]:
        """The questions of this form so far."""
        return self.__dict__.setdefault("_doubts", [])

    def doubt(self, field: str, key: str, question: str, yes: str) -> None:
        """Ask `question` at a field unless the box `yes` was checked for this very `key`."""
        ticked = key in (self.data.getlist(BOXES) if hasattr(self.data, "getlist") else [])
        self.doubts.append(Doubt(key, yes, ticked))
        if not ticked:
            self.add_error(field, f"{question} {ASK_AGAIN}")

    def doubt_early(self, field: str) -> None:
        """Ask about a date before the charity was formed."""
        day: date | None = self.cleaned_data.get(field)
        formed = Organization.objects.filter(pk=1).values_list("formation_on", flat=True).first()
        if day is not None and formed is not None and day < formed:
            self.doubt(
                field,
                f"early:{field}:{day.isoformat()}",
                f"{day_text(day)} is before the organization was formed on {day_text(formed)}.",
                f"{day_text(day)} is correct",
            )
