"""Forms for the reason of an action, which the audit log stores."""

from __future__ import annotations

from django import forms

from core.forms.fields import PrintedLineField

HELP_TEXT = "Recorded in the audit log."
LONGEST = 500


class ReasonForm(forms.Form):
    """An action that needs only a reason."""

    reason = PrintedLineField(label="Reason", max_length=LONGEST, help_text=HELP_TEXT)


class OptionalReasonForm(forms.Form):
    """An action whose reason is optional."""

    reason = PrintedLineField(label="Reason", max_length=LONGEST, required=False, help_text=HELP_TEXT)
