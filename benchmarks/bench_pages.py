"""How long the staff's pages take on the server, beside a page that says only “ok”, in the same run.

    python benchmarks/bench_pages.py [--gifts 10000] [--rows 300] [--json]

Works in an SQLite file of its own. Each page is asked for in turn, several rounds; what counts is the median of a page
as a multiple of the “ok” page's, since milliseconds say as much about the machine as about the page. Beside it stands
what a page weighs on its way to a browser: its HTML as it is sent, compressed, and written out, in kilobytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
ROUNDS = 7
FLOOR = "/health/"
AS_BROWSERS = {"Accept-Encoding": "gzip"}
SHEET = "Date,Name,Amount,Fund\n"


def addresses() -> dict[str, str]:
    """Every page that is measured, by what it shows."""
    from donations.models import Gift
    from imports.models import ImportBatch

    gift, batch = Gift.objects.order_by("pk").last(), ImportBatch.objects.get()
    return {
        "says ok": FLOOR,
        "supporters": "/supporters/",
        "supporters by lifetime": "/supporters/?sort=-lifetime",
        "supporters by last gift": "/supporters/?sort=-last_gift",
        "a supporter": f"/supporters/{gift.supporter_id}/",
        "gifts": "/gifts/",
        "gifts, the last page": "/gifts/?page=9999",
        "gifts by donor": "/gifts/?sort=supporter",
        "gifts of a name": "/gifts/?q=person+77",
        "gifts of this fiscal year": "/gifts/?since=2026-01-01",
        "a gift": f"/gifts/{gift.pk}/",
        "the quick form": f"/gifts/new/?supporter={gift.supporter_id}",
        "donors while typing": "/gifts/donors/?donor=person+7",
        "similar gifts while typing": f"/gifts/similar/?supporter={gift.supporter_id}&amount={gift.amount}",
        "funds": "/funds/",
        "movements": "/reports/movements/",
        "donors by year": "/reports/donors/",
        "the board's page": "/board/",
        "an import": f"/imports/{batch.pk}/",
        "its givers": f"/imports/{batch.pk}/people/",
        "its fund names": f"/imports/{batch.pk}/funds/",
    }


def fill(gifts: int, rows: int) -> None:
    """Gifts of a tenth as many supporters, a file that is read, and somebody to look at them."""
    from bench_ledger import TODAY, drafts

    from core.models import Organization
    from donations.ledger.services import record_gifts
    from imports.services import upload

    Organization.objects.create(legal_name="Example Charity", ein="00-0000000", formation_on=TODAY)
    record_gifts(drafts=drafts(gifts), by=None, today=TODAY)
    lines = (f"2026-0{1 + n % 6}-1{n % 9},Giver {n} Example{n % 97},{10 + n}.00,Name {n % 30}\n" for n in range(rows))
    upload(name="gifts.csv", content=(SHEET + "".join(lines)).encode(), by=None)


def measure(rounds: int = ROUNDS) -> dict[str, dict[str, float]]:
    """Milliseconds and queries of each page, and its multiple of the page that says ok."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from core.models import User
    from tests.support.signing_in import sign_in

    client = Client()
    sign_in(client, User.objects.create_user("bench@example.org", roles=("finance", "development"), name="Bench"))
    pages, taken, asked, weights = addresses(), {}, {}, {}
    for name, address in pages.items():  # once unmeasured: templates are compiled then
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(address, headers=AS_BROWSERS)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        asked[name], taken[name] = len(queries), []
        weights[name] = weight(answer)
    for _ in range(rounds):
        for name, address in pages.items():
            started = time.perf_counter()
            client.get(address, headers=AS_BROWSERS).content  # noqa: B018  streamed answers are read to their end
            taken[name].append(time.perf_counter() - started)
    floor = median(taken["says ok"])
    return {
        name: {
            "ms": round(median(times) * 1000, 1),
            "times_ok": round(median(times) / floor, 1),
            "queries": asked[name],
            "sent_kb": weights[name][0],
            "written_kb": weights[name][1],
        }
        for name, times in taken.items()
    }


def weight(answer: Any) -> tuple[float, float]:
    """Kilobytes of an answer as it is sent and as it is read."""
    sent = answer.content
    read = gzip.decompress(sent) if answer.headers.get("Content-Encoding") == "gzip" else sent
    return round(len(sent) / 1000, 1), round(len(read) / 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gifts", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=300, help="rows of the file that is read")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        found = _run(options.gifts, options.rows)
    print(json.dumps(found) if options.json else _table(found))


def _run(gifts: int, rows: int) -> dict[str, Any]:
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    fill(gifts, rows)
    return measure()


def _table(found: dict[str, dict[str, float]]) -> str:
    lines = [f"{'ms':>8} {'× ok':>7} {'queries':>8} {'kB sent':>8} {'written':>8}  page"]
    lines += [
        f"{row['ms']:>8} {row['times_ok']:>7} {row['queries']:>8} {row['sent_kb']:>8} {row['written_kb']:>8}  {name}"
        for name, row in found.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
