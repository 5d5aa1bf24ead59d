"""Samples of the style guide: forms in each state, and tables with what stands around them."""

import pytest
from django.test import RequestFactory

from core.styleguide.samples import parts


@pytest.fixture
def shown():
    return parts(RequestFactory().get("/styleguide/"))


def test_forms_show_errors_nothing_and_disabled_fields(shown):
    assert "amount" in shown["form"].errors  # half a cent
    assert not shown["empty_form"].is_bound
    assert all(field.disabled for field in shown["disabled_form"].fields.values())
    assert shown["urdu_form"].errors


def test_tables_are_full_empty_and_grouped(shown):
    assert len(shown["table"].rows) > 0
    assert len(shown["empty_table"].rows) == 0
    assert shown["grouped_table"].grouped is not None
