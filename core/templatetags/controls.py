"""Template tags for form controls: CSS classes, right-aligned numbers, and an error summary."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from core.forms.errors import faults
from core.listing import filter_descriptions
from core.money import MoneyFormField

register = template.Library()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Say whether a field is a single checkbox, whose label follows it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def besides(form: BaseForm | None, search: str) -> list[BoundField]:
    """Return the controls of a filter bar besides its search box."""
    return [field for field in form or () if not field.is_hidden and field.name != search]


@register.filter
def chosen(field: BoundField) -> str:
    """Return an active filter in words, as “Fund: General”; '' when it is not active."""
    value = getattr(field.form, "cleaned_data", {}).get(field.name)
    return "" if value in (None, "", []) else filter_descriptions.one(field, value)


@register.simple_tag
def control(field: BoundField, extra: str = "", label: str = "") -> SafeString:
    """Render a field's control with its CSS class. ``label`` names it where no label is shown (filter bars)."""
    attrs = {"class": _classes(field, extra)} if not _is_choice_list(field) else {}
    if label:
        attrs["aria-label"] = label
    return field.as_widget(attrs={name: value for name, value in attrs.items() if value})


@register.inclusion_tag("core/error_summary.html")
def error_alert(form: BaseForm | None) -> dict[str, Any]:
    """Render all errors of a form in one alert, each with a link to its field."""
    return {"faults": faults(form)}


def _is_choice_list(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple)


def _classes(field: BoundField, extra: str) -> str:
    """Join the classes of every control, the widget's own and, for numbers, the one that right-aligns them."""
    own = field.field.widget.attrs.get("class", "")
    is_number = isinstance(field.field, MoneyFormField | forms.DecimalField | forms.FloatField)
    return " ".join(filter(None, ["in", "num" if is_number and "start" not in own else "", own, extra]))
