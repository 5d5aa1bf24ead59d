"""What is asked before a list is taken home."""

from django import forms


class ExportForm(forms.Form):
    reason = forms.CharField(
        label="Reason for export",
        max_length=500,
        strip=True,
        help_text="Recorded in the audit log with your name. For example: “Labels for the spring mailing”.",
    )
