"""Cells of files, turned many rows at a time: the same as one by one."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.html import format_html

from core.listing.files import cells

TEXTS = ["Amina", "=1+1", "", None, "عائشہ", "\n=1", "a\n=1", "(x)", "A\x00b", "\u200b@x", "_x", "1-2", "＝1"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_column_of_texts_is_as_safe_as_each_of_its_texts(text):
    rows = [["Amina"], [text], ["Omar"]]

    (found,) = cells.in_blocks(rows)

    assert [list(row) for row in found] == [["Amina"], [cells.plain(text)], ["Omar"]]


def test_every_kind_of_value_stands_in_a_block_as_it_does_alone():
    row = [
        1,
        True,
        Decimal("2.50"),
        date(2026, 1, 2),
        datetime(2026, 1, 2, 3, tzinfo=UTC),
        None,
        format_html("<b>{}</b>", "x"),
    ]
    other = [None, False, None, None, None, "y", "z"]

    (found,) = cells.in_blocks([row, other])

    assert [list(each) for each in found] == [[cells.plain(value) for value in each] for each in (row, other)]


def test_rows_of_other_lengths_keep_all_they_have():
    (found,) = cells.in_blocks([["a"], ["=b", 2], []])

    assert [list(row) for row in found] == [["a"], ["'=b", 2], []]


def test_no_more_rows_are_read_than_one_block_holds(monkeypatch):
    monkeypatch.setattr(cells, "AT_ONCE", 2)
    rows = iter([[1], [2], [3]])

    assert (next(cells.in_blocks(rows)), list(rows)) == ([(1,), (2,)], [[3]])
