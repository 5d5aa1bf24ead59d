"""Whatever number stands in any field of any form, sending it is no error of ours."""

from itertools import cycle, product

import pytest
from django import forms
from django.urls import get_resolver

from core.forms.fields import RowsField
from tests.stories.forms.test_sent_twice import charity, client, filled, kept, taken_back  # noqa: F401
from tests.stories.forms.writing_routes import FORMS

#: No key, no amount and no count is as large; and one that fits into no column but is a number to a form.
NUMBERS = ("9" * 30, "9223372036854775808", "-9223372036854775809")


@pytest.mark.parametrize("name", sorted(FORMS))
def test_no_number_in_a_field_breaks_a_form(client, name):  # noqa: F811
    """One number a field; all numbers in all fields take the long run."""
    address, form = filled(client, name)

    assert broken(client, address, form, zip(fields_of(form), cycle(NUMBERS), strict=False)) == []


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(FORMS))
def test_no_number_at_all_in_a_field_breaks_a_form(client, name):  # noqa: F811
    address, form = filled(client, name)

    assert broken(client, address, form, product(fields_of(form), NUMBERS)) == []


def fields_of(form):
    return [field for field in form if field not in ("form_key", "csrfmiddlewaretoken")]


def broken(client, address, form, sent):  # noqa: F811
    """Fields and the numbers in them that the server could not bear."""
    client.raise_request_exception = False
    found = []
    for field, number in sent:
        with taken_back():
            if client.post(address, {**form, field: [number]}).status_code >= 500:
                found.append((field, number))
    return found


def test_every_field_of_several_rows_bears_a_number_no_key_reaches():
    assert get_resolver().url_patterns  # every page's module is read, and its forms with it
    picked = {
        f"{form.__module__}.{form.__name__}.{name}": field
        for form in subclasses(forms.BaseForm)
        if form.__module__.partition(".")[0] not in ("django", "allauth", "django_filters", "tests")
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelMultipleChoiceField)
    }

    assert len(picked) > 2
    assert [name for name, field in picked.items() if not isinstance(field, RowsField)] == []


def subclasses(cls: type) -> set[type]:
    return {found for each in cls.__subclasses__() for found in (each, *subclasses(each))}
