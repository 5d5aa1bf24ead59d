"""What every staff page costs on large books: `python -m benchmarks.scale.pages`, DATABASE_URL says which; prints JSON.

Processor time, never wall time: the process' own and, on PostgreSQL, that of its backend. Pages are asked through the
test client with every middleware. Each is asked once to warm up and three times to measure; one that takes more than a
second, once.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from statistics import median
from typing import Any
from urllib.parse import quote_plus

SEARCHES = {
    "a name": "ayesha khan", "a common name": "khan", "nobody": "zzqqxx", "two letters": "kh", "a phone": "555-0142",
    "an email": "ayesha.khan1", "a number": "G-5000", "a check": "check 3975", "an amount": "$500", "a city": "carmel",
    "a ZIP code": "46032",
}  # fmt: skip
ROUNDS = 3
SLOW = 1.0


def main() -> None:
    """Measure and print `{page: {ms, sql_ms, queries, worst_ms, worst, kb, status}}`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SOLIDARITY_DEMO", "1")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from benchmarks import bench_lists
    from config.roles import ROLES
    from core.models import User
    from tests.support.signing_in import sign_in

    settings.ALLOWED_HOSTS = ["*"]
    bench_lists.install()
    client = Client()
    user = User.objects.filter(email="scale@example.org").first()
    user = user or User.objects.create_user("scale@example.org", roles=tuple(ROLES), name="Large Books")
    sign_in(client, user)
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    found = {name: measured(client, address) for name, address in addresses() if only in name}
    print(json.dumps(found))


def addresses() -> Iterator[tuple[str, str]]:
    """Every page to ask, by a name that is the same on books of every size."""
    from benchmarks import bench_lists
    from core.listing.pages import TablePage
    from donations.models import Gift
    from events.models import Event, Order
    from receipts.models import Receipt

    yield "hello", bench_lists.HELLO
    much = Gift.objects.filter(origin="import").earliest("pk").supporter_id
    little = Gift.objects.latest("pk").supporter_id
    gift, receipt = Gift.objects.latest("pk").pk, Receipt.objects.latest("pk").pk
    event = Event.objects.get(slug="large-dinner")
    order = Order.objects.filter(event=event, state="paid").latest("pk").number
    yield from {
        "home": "/",
        "board": "/board/",
        "board last year": "/board/?as_of=2025-06-30",
        "reports": "/reports/",
        "supporter": f"/supporters/{little}/",
        "supporter of thousands": f"/supporters/{much}/",
        "edit supporter": f"/supporters/{little}/edit/",
        "gift": f"/gifts/{gift}/",
        "new gift": f"/gifts/new/?supporter={much}",
        "receipt": f"/receipts/{receipt}/",
        "event": f"/events/{event.slug}/",
        "result": f"/events/{event.slug}/result/",
        "seating": f"/events/{event.slug}/seating/",
        "order": f"/events/{event.slug}/orders/{order}/",
        "public event": f"/e/{event.slug}/",
        "door": f"/check-in/{event.slug}/?q=guest",
        "settings": "/settings/",
        "donors": "/gifts/donors/?donor=ayesha+kh",
        "donors of none": "/gifts/donors/?donor=zzqqxx",
    }.items()
    for what, words in SEARCHES.items():
        yield f"search of {what}", f"/search/?part=palette&q={quote_plus(words)}"
    for path, view in bench_lists.lists().items():
        if issubclass(view, TablePage):
            yield from _of_list(path.replace("/indiana", "/large-dinner"), view)


def _of_list(path: str, view: Any) -> Iterator[tuple[str, str]]:
    """A list: plain, its last page, searched, by its first choice, sorted by each column, grouped in each way."""
    filters = view.filter_class.base_filters if view.filter_class else {}
    yield path, path
    yield f"{path} last", f"{path}?page=last"
    if "q" in filters:
        yield f"{path} found", f"{path}?q=khan"
        yield f"{path} not found", f"{path}?q=zzqqxx"
    from benchmarks.bench_lists import _first_choice

    name, value = _first_choice(filters)
    if value:
        yield f"{path} {name}", f"{path}?{name}={value}"
    for name, column in view.table_class.base_columns.items():
        if getattr(column, "orderable", None) is not False and getattr(column, "visible", True):
            yield f"{path} by {name}", f"{path}?sort={name}"
    for grouping in view.groupings:
        yield f"{path} in {grouping.slug}", f"{path}?group={grouping.slug}"


def measured(client: Any, address: str) -> dict[str, Any]:
    """Ask one page and give what it costs, in milliseconds."""
    from django.db import connection

    costs, watch = [], _Watch()
    for turn in range(ROUNDS + 1):
        watch.rows.clear()
        began = _spent()
        with connection.execute_wrapper(watch):
            answer = client.get(address)
            size = len(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        cost = _spent() - began
        if turn or cost > SLOW:
            costs.append(cost)
        if cost > SLOW:
            break
    worst = max(watch.rows, default=(0.0, ""))
    return {
        "ms": round(median(costs) * 1000, 1), "sql_ms": round(sum(row[0] for row in watch.rows) * 1000, 1),
        "queries": len(watch.rows), "worst_ms": round(worst[0] * 1000, 1), "worst": worst[1][:2000],
        "kb": round(size / 1024, 1), "status": answer.status_code,
    }  # fmt: skip


class _Watch:
    """Notes what each query costs."""

    def __init__(self) -> None:
        self.rows: list[tuple[float, str]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = _spent()
        try:
            return execute(sql, params, many, context)
        finally:
            self.rows.append((_spent() - began, sql))


def _spent() -> float:
    """Seconds of processor time of this process and of its database."""
    from django.db import connection

    own = time.process_time()
    if connection.vendor != "postgresql" or connection.connection is None:
        return own
    with open(f"/proc/{connection.connection.info.backend_pid}/schedstat") as stat:
        return own + int(stat.read().split()[0]) / 1e9


if __name__ == "__main__":
    main()
