"""How form controls are drawn: the stylesheet's class on each, numbers to the right, errors summed up at the top."""

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
    """Say whether a field is one box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def besides(form: BaseForm | None, search: str) -> list[BoundField]:
    """Give the controls of a filter bar that stand beside its search box."""
    return [field for field in form or () if not field.is_hidden and field.name != search]


@register.filter
def chosen(field: BoundField) -> str:
    """What a filter in use says, as “Fund: General”; empty while it is not in use."""
    value = getattr(field.form, "cleaned_data", {}).get(field.name)
    return "" if value in (None, "", []) else filter_descriptions.one(field, value)


@register.simple_tag
def control(field: BoundField, extra: str = "", label: str = "") -> SafeString:
    """Draw a field's control with the stylesheet's class. ``label`` names it where no label is shown (filter bars)."""
    attrs = {"class": _classes(field, extra)} if not _is_choice_list(field) else {}
    if label:
        attrs["aria-label"] = label
    return field.as_widget(attrs={name: value for name, value in attrs.items() if value})


@register.inclusion_tag("core/error_summary.html")
def error_alert(form: BaseForm | None) -> dict[str, Any]:
    """Show everything that is wrong with a form in one alert, each with a link to its field."""
    return {"faults": faults(form)}


def _is_choice_list(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple)


def _classes(field: BoundField, extra: str) -> str:
    """Join the class of every control, the widget's own and, for numbers, the one that moves them to the right."""
    own = field.field.widget.attrs.get("class", "")
    is_number = isinstance(field.field, MoneyFormField | forms.DecimalField | forms.FloatField)
    return " ".join(filter(None, ["in", "num" if is_number and "start" not in own else "", own, extra]))
