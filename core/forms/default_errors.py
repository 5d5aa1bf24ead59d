"""Replace Django's validation errors, in every form and model, by what is wrong and how to fix it.

`install` replaces the defaults of Django's fields once, when apps are ready. Every form also names a field that was
left blank ("Enter the reason."). An error message that a form or field states itself is never replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partialmethod
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import pretty_name
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

Messages = Mapping[str, Any]

#: Django's messages; forms defined before `install` hold them.
DJANGOS = forms.Field.default_error_messages["required"]
BLANK = gettext_lazy("Enter a value.")
UNLISTED = gettext_lazy("Choose an option from the list.")
BOUNDS: Messages = {
    "max_length": gettext_lazy("Use at most %(limit_value)d characters. You entered %(show_value)d."),
    "min_length": gettext_lazy("Use at least %(limit_value)d characters. You entered %(show_value)d."),
    "max_value": gettext_lazy("Enter %(limit_value)s or less."),
    "min_value": gettext_lazy("Enter %(limit_value)s or more."),
    "step_size": gettext_lazy("Enter a multiple of %(limit_value)s."),
    "max_digits": gettext_lazy("Use at most %(max)s digits."),
    "max_decimal_places": gettext_lazy("Use at most %(max)s decimal places."),
    "max_whole_digits": gettext_lazy("Use at most %(max)s digits before the decimal point."),
    "null_characters_not_allowed": gettext_lazy("Remove the characters that can't be printed."),
}
EMAIL = gettext_lazy("Enter an email address, like name@example.org.")
WHOLE = gettext_lazy("Enter a whole number, like 12.")
NUMBER = gettext_lazy("Enter a number, like 12.5.")
DAY = gettext_lazy("Enter a date, like 11/29/2026.")
TIME = gettext_lazy("Enter a time, like 18:30.")
MOMENT = gettext_lazy("Enter a date and a time, like 11/29/2026 18:30.")
LINK = gettext_lazy("Enter a web address, like https://example.org.")
SLUG = gettext_lazy("Use only letters A to Z, digits, hyphens and underscores.")

FORM_FIELDS: Mapping[type[forms.Field], Messages] = {
    forms.Field: {"required": BLANK, **BOUNDS},
    forms.EmailField: {"invalid": EMAIL},
    forms.SlugField: {"invalid": SLUG},
    forms.URLField: {"invalid": LINK},
    forms.IntegerField: {"invalid": WHOLE},
    forms.FloatField: {"invalid": NUMBER},
    forms.DecimalField: {"invalid": NUMBER},
    forms.DateField: {"invalid": DAY},
    forms.TimeField: {"invalid": TIME},
    forms.DateTimeField: {"invalid": MOMENT},
    forms.ChoiceField: {"invalid_choice": UNLISTED},
    forms.MultipleChoiceField: {"invalid_choice": UNLISTED, "invalid_list": UNLISTED},
    forms.ModelChoiceField: {"invalid_choice": UNLISTED},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": UNLISTED,
        "invalid_list": UNLISTED,
        "invalid_pk_value": UNLISTED,
    },
    forms.FileField: {
        "required": gettext_lazy("Choose a file."),
        "invalid": gettext_lazy("The file didn't arrive. Choose it again."),
        "missing": gettext_lazy("Choose a file."),
        "empty": gettext_lazy("This file is empty. Choose another file."),
        "max_length": gettext_lazy("This file name is too long. Use at most %(max)d characters."),
    },
    forms.ImageField: {"invalid_image": gettext_lazy("This file isn't an image, or is damaged. Choose another image.")},
    forms.UUIDField: {"invalid": UNLISTED},
}
MODEL_FIELDS: Mapping[type[models.Field], Messages] = {
    models.Field: {
        "blank": BLANK,
        "null": BLANK,
        "invalid_choice": UNLISTED,
        "unique": gettext_lazy("%(field_label)s already in use. Enter another one."),
        **BOUNDS,
    },
    models.ForeignKey: {"invalid": gettext_lazy("This record no longer exists. Choose another one.")},
    models.IntegerField: {"invalid": WHOLE},
    models.DecimalField: {"invalid": NUMBER},
    models.DateField: {"invalid": DAY, "invalid_date": DAY},
    models.EmailField: {"invalid": EMAIL},
    models.SlugField: {"invalid": SLUG},
    models.URLField: {"invalid": LINK},
}
STALE = gettext_lazy("This page is out of date. Reload the page and try again.")
#: First words of labels that are not nouns: questions, instructions and prepositions.
SENTENCES = (
    *("what", "which", "who", "whose", "why", "how", "when", "where", "is", "are", "do", "does", "i", "we", "repeat"),
    *("about", "at", "by", "for", "from", "in", "of", "on", "since", "to", "until", "with"),
)
#: First words of labels that stay capitalized within a sentence.
PROPER = ("Urdu", "English", "Stripe", "January", "December")
#: First words of labels without an article.
DETERMINERS = ("your", "their", "the", "a", "an", "my", "our")


def install() -> None:
    """Replace the defaults, and let every bound form name its blank fields."""
    for kind, said in (*FORM_FIELDS.items(), *MODEL_FIELDS.items()):
        own = kind.__dict__.get("default_error_messages", {})
        kind.default_error_messages = {**own, **said}  # type: ignore[attr-defined]
    forms.BaseFormSet.default_error_messages = {
        **forms.BaseFormSet.default_error_messages,
        "missing_management_form": STALE,
    }
    forms.BaseForm.full_clean = partialmethod(_full_clean, forms.BaseForm.full_clean)  # type: ignore[assignment]


def _full_clean(form: forms.BaseForm, clean: Any) -> None:
    """Clean a form whose fields say what is missing."""
    if form.is_bound:
        for name, field in form.fields.items():
            if any(field.error_messages.get("required") is said for said in (BLANK, DJANGOS)):
                field.error_messages["required"] = blank(field, name)
    clean(form)


def blank(field: forms.Field, name: str) -> str:
    """The error of a required field that is blank, with its label: "Enter the reason.", "Choose a fund."."""
    label = str(pretty_name(name) if field.label is None else field.label).strip()
    if field.widget.is_hidden:
        return str(STALE)
    if isinstance(field, forms.BooleanField):
        return _("Check this box to continue.")
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return _("Choose at least one option.")
    choose = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    if not _is_a_noun(label):
        return _("Choose an option.") if choose else str(BLANK)
    said = {"label": _within_a_sentence(label)}
    return _("Choose %(label)s.") % said if choose else _("Enter %(label)s.") % said


def _is_a_noun(label: str) -> bool:
    first = label.partition(" ")[0].rstrip(",").lower()
    return bool(label) and label[-1] not in "?.!:" and first not in SENTENCES


def _within_a_sentence(label: str) -> str:
    """A label as part of a sentence: "Legal name" is "the legal name". Other languages are unchanged."""
    if not (get_language() or "en").startswith("en"):
        return label
    first = label.partition(" ")[0]
    if first not in PROPER and not any(ch.isupper() for ch in first[1:]):
        label = label[0].lower() + label[1:]
    return label if first.lower() in DETERMINERS else f"the {label}"
