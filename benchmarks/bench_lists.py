"""How much processor time every list takes, plain, filtered and grouped, beside two floors of the same run.

    python benchmarks/bench_lists.py [--supporters 240] [--gifts 0] [--rounds 15] [--json]

Works in an SQLite file of its own, on the demonstration; `--gifts` adds that many gifts of a tenth as many people. The
floors are a page that says only “hello” to whoever is signed in, through the same middleware, and what one would write
first: the same filter and the same rows in a stock table of django-tables2. Multiples of these say more than
milliseconds, which say as much about the machine.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
HELLO = "/bench/hello/"
STOCK = "/bench/stock"


def lists() -> dict[str, type]:
    """Every list of the product by its address, those of an event for the event with the most guests."""
    from django.db.models import Count
    from django.urls import reverse

    from core.listing.pages import TablePage
    from events.models import Event
    from tests.test_access import routes

    event = Event.objects.annotate(size=Count("guests")).order_by("-size")[0]
    found = {}
    for name, pattern in routes():
        view, needs = getattr(pattern.callback, "view_class", None), set(pattern.pattern.converters)
        if view and issubclass(view, TablePage) and needs <= {"slug"}:
            found[reverse(name, kwargs={"slug": event.slug} if needs else {})] = view
    return found


def addresses() -> list[str]:
    """Each list plain, searched, by its first filter that offers a choice, and grouped in every way."""
    return [address for path, view in lists().items() for address in _of(path, view)]


def _of(path: str, view: type) -> Iterator[str]:
    yield path
    filters = view.filter_class.base_filters if view.filter_class else {}
    if "q" in filters:
        yield f"{path}?q=an"
    yield from (f"{path}?{name}={value}" for name, value in [_first_choice(filters)] if value)
    yield from (f"{path}?group={grouping.slug}" for grouping in view.groupings)


def _first_choice(filters: dict[str, Any]) -> tuple[str, str]:
    for name, each in filters.items():
        choices = each.extra.get("choices")
        found = [value for value, _ in (choices() if callable(choices) else choices or []) if value]
        if found:
            return name, str(found[0])
    return "", ""


def install() -> None:
    """Add the floors' addresses to the product's."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import path, re_path

    from config import urls
    from core.permissions import SIGNED_IN, permitted

    @permitted(SIGNED_IN)
    def hello(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"Hello {request.user}")

    @permitted(SIGNED_IN)
    def stock(request: HttpRequest, of: str) -> HttpResponse:
        return HttpResponse(_stock_page(request, of))

    urls.urlpatterns += [path("bench/hello/", hello), re_path("^bench/stock(?P<of>/.*)$", stock)]


def _stock_page(request: Any, of: str) -> str:
    """A list's filter form and rows, as the packages show them by themselves."""
    import django_tables2 as tables
    from django.template import engines
    from django.urls import resolve

    match = resolve(of)
    page = match.func.view_class()
    page.setup(request, *match.args, **match.kwargs)
    rows = page.get_queryset()
    chosen = page.filter_class(request.GET, queryset=rows, request=request) if page.filter_class else None
    columns = {name: tables.Column(accessor=column.accessor) for name, column in page.table_class.base_columns.items()}
    made = type("Stock", (tables.Table,), columns)
    table = made(chosen.qs if chosen else rows, template_name="django_tables2/table.html")
    tables.RequestConfig(request, paginate={"per_page": page.per_page}).configure(table)
    template = engines["django"].from_string(
        "{% load django_tables2 %}<form>{{ filter.form.as_p }}</form>{% render_table table %}"
    )
    return template.render({"filter": chosen, "table": table}, request)


def measure(rounds: int) -> dict[str, dict[str, Any]]:
    """Milliseconds of processor time for each address (half of all, 95 of a hundred) and their multiples."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from config.roles import ROLES
    from core.models import User
    from tests.support.signing_in import sign_in

    client, user = Client(), User.objects.filter(email="bench@example.org").first()
    sign_in(client, user or User.objects.create_user("bench@example.org", roles=tuple(ROLES), name="Bench"))
    pages = addresses()
    every = [HELLO, *pages, *(f"{STOCK}{path}" for path in lists())]
    asked: dict[str, int] = {}
    for address in every:  # once unmeasured: templates are compiled then
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        asked[address] = len(queries)
    gc.collect()
    gc.freeze()  # as the web server does
    taken: dict[str, list[float]] = {address: [] for address in every}
    for _ in range(rounds):
        for address in every:
            started = time.process_time()
            client.get(address)
            taken[address].append((time.process_time() - started) * 1000)
    return _report(pages, taken, asked)


def _report(pages: list[str], taken: dict[str, list[float]], asked: dict[str, int]) -> dict[str, dict[str, Any]]:
    hello = median(taken[HELLO])
    found = {"hello": _row(taken[HELLO], asked[HELLO])}
    for address in pages:
        stock = median(taken[f"{STOCK}{address.partition('?')[0]}"])
        row = _row(taken[address], asked[address])
        found[address] = row | {
            "times_hello": round(row["p50"] / hello, 1),
            "times_stock": round(row["p50"] / stock, 2),
        }
    each = [row["p50"] for address, row in found.items() if address != "hello"]
    every = [time for address in pages for time in taken[address]]
    found["all lists"] = _row(every, 0) | {
        "times_hello": round(median(each) / hello, 1),
        "times_stock": round(median(row["times_stock"] for row in found.values() if "times_stock" in row), 2),
    }
    return found


def _row(times: list[float], queries: int) -> dict[str, Any]:
    return {"p50": round(median(times), 1), "p95": round(quantiles(times, n=20)[-1], 1), "queries": queries}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--supporters", type=int, default=240, help="people of the demonstration")
    parser.add_argument("--gifts", type=int, default=0, help="gifts beside those of the demonstration")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ.setdefault("SOLIDARITY_DEMO", "1")
        found = _run(options)
    print(json.dumps(found) if options.json else _table(found))


def _run(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    install()
    for command, how in (
        ("migrate", {"interactive": False}),
        ("createcachetable", {}),
        ("seed_demo", {"supporters": options.supporters, "stdout": io.StringIO()}),
    ):
        call_command(command, verbosity=0, **how)
    if options.gifts:
        from bench_ledger import TODAY, drafts

        from donations.ledger.services import record_gifts

        record_gifts(drafts=drafts(options.gifts), by=None, today=TODAY)
    return measure(options.rounds)


def _table(found: dict[str, dict[str, Any]]) -> str:
    lines = [f"{'p50 ms':>8} {'p95 ms':>8} {'× hello':>8} {'× stock':>8} {'queries':>8}  list"]
    lines += [
        f"{row['p50']:>8} {row['p95']:>8} {row.get('times_hello', ''):>8} {row.get('times_stock', ''):>8} "
        f"{row['queries']:>8}  {name}"
        for name, row in found.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
