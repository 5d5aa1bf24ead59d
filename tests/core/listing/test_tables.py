"""What lists call their columns, filters and groups, also where a library makes the title from a field's name."""

from collections.abc import Iterator

import pytest

from core.listing.pages import TablePage
from tests.support.words import Text
from tests.test_access import routes
from tests.test_words import faults


def pages() -> dict[str, type[TablePage]]:
    views = {name: getattr(pattern.callback, "view_class", None) for name, pattern in routes()}
    return {name: view for name, view in views.items() if view and issubclass(view, TablePage)}


def titles(page: type[TablePage]) -> Iterator[str]:
    for name, column in page.table_class.base_columns.items():
        yield str(name.replace("_", " ").capitalize() if column.verbose_name is None else column.verbose_name)
    for found in page.filter_class.base_filters.values() if page.filter_class else ():
        yield str(found.label or "")
    yield from (grouping.label for grouping in page.groupings)


@pytest.mark.parametrize("name", pages())
def test_a_list_titles_its_columns_filters_and_groups_in_the_words_of_its_users(name: str) -> None:
    said = [Text(name, 0, title) for title in titles(pages()[name]) if title]

    assert [(text.said, found) for text in said if (found := faults(text))] == []
