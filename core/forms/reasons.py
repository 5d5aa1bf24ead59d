"""The reason that staff give for a step, as the audit log keeps it."""

from __future__ import annotations

from django import forms

from core.forms.fields import PrintedLineField

HELP_TEXT = "Recorded in the audit log."
LONGEST = 500


class ReasonForm(forms.Form):
    """A step that needs nothing but a reason."""

    reason = PrintedLineField(label="Reason", max_length=LONGEST, help_text=HELP_TEXT)


class OptionalReasonForm(forms.Form):
    """A step that is plain without a reason."""

    reason = PrintedLineField(label="Reason", max_length=LONGEST, required=False, help_text=HELP_TEXT)
