"""What every list page must show: that its number of queries does not grow with its rows."""

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def assert_constant_queries(client: Client, url: str, grow: Callable[[], object], *, times: int = 5) -> None:
    """Fail when a page asks more queries after `grow` added rows. Call it with at least one row there already."""
    client.get(url)  # caches that fill once are no part of it
    before = queries(client, url)
    for _ in range(times):
        grow()

    after = queries(client, url)

    assert len(after) <= len(before), "\n".join(["It grew by:", *_added(before, after)])


def queries(client: Client, url: str) -> list[str]:
    """The queries one GET asks."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    assert answer.status_code == 200, f"{url} answered {answer.status_code}"
    return [query["sql"] for query in captured.captured_queries]


def _added(before: list[str], after: list[str]) -> list[str]:
    left = list(before)
    return [sql[:300] for sql in after if not (sql in left and left.remove(sql) is None)]
