"""A list's order tells nothing that its cells do not: who adds rows beside a hidden one reads it off its place."""

from core.listing.pages import TablePage
from tests.test_access import routes

#: Columns that cells show in other words, or not at all, where they are about somebody protected.
HIDDEN = {
    *("to", "needs", "note", "comment", "email", "phone", "address", "normalized", "mailbox", "closed_reason"),
    *(
        "full_name",
        "given_name",
        "family_name",
        "native_name",
        "salutation",
        "name_keys",
        "search_text",
        "tribute_name",
        "alias",
    ),
}


def orders() -> dict[str, set[str]]:
    """What each list can be ordered by: columns by the list and the name of its column."""
    pages = {getattr(pattern.callback, "view_class", object) for _, pattern in routes()}
    found = {}
    for page in (page for page in pages if issubclass(page, TablePage)):
        for name, column in page.table_class.base_columns.items():
            keys = column.order_by or (str(column.accessor or name),)
            found[f"{page.__name__}.{name}"] = {key.lstrip("-").rpartition("__")[2] for key in keys}
            if column.orderable is False:
                del found[f"{page.__name__}.{name}"]
    return found


def test_no_list_is_ordered_by_what_it_may_hide():
    found = orders()

    assert len(found) > 40
    assert {name: keys & HIDDEN for name, keys in found.items() if keys & HIDDEN} == {}
