"""What a small file costs beside small and large books, and how many rows of a large file are brought in a second.

    python benchmarks/bench_import.py [--books 1000 20000] [--rows 5000] [--json]

Works in an SQLite file of its own, or in the empty database that DATABASE_URL names. The floor of a file of three rows
is the same file beside the smallest books; that of a large file is the ledger alone (`bench_ledger.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
TODAY = date(2026, 6, 15)
HEAD = "Date,Name,Email,City,Amount,Check #,Fund"
CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aei"
FIRST_SIZE = 100


def names(random: Random, count: int) -> list[str]:
    """Made-up words."""
    return [
        "".join(random.choice(CONSONANTS) + random.choice(VOWELS) for _ in range(3)).capitalize() for _ in range(count)
    ]


def grow(random: Random, fund: int, start: int, end: int) -> None:
    """Bring the books up to so many gifts, by a fifth as many people."""
    from crm.services.supporters import SupporterDraft, create_supporters
    from donations.ledger.drafts import GiftDraft, LineDraft
    from donations.ledger.services import record_gifts

    given, family = names(random, 200), names(random, 2_000)
    drafts = [
        SupporterDraft(f"{random.choice(given)} {random.choice(family)}", emails=(f"donor{start + at}@example.org",))
        for at in range((end - start) // 5)
    ]
    people = create_supporters(drafts=drafts, by=None)
    gifts = [
        GiftDraft(
            supporter_id=random.choice(people).pk,
            lines=(LineDraft(fund, Decimal(random.randint(5, 900))),),
            method="check",
            check_number=str(random.randint(100, 9_999)),
            gift_on=TODAY - timedelta(days=random.randint(1, 2_000)),
        )
        for _ in range(end - start)
    ]
    for at in range(0, len(gifts), 10_000):
        record_gifts(drafts=gifts[at : at + 10_000], by=None, today=TODAY)


def lines(random: Random, count: int) -> Iterator[str]:
    """Rows of a file: of every three, two by one person."""
    given, family = names(random, 200), names(random, 2_000)
    for at in range(count):
        one = Random(f"{random.random() if at < 3 else at * 2 // 3}")
        name = f"{one.choice(given)} {one.choice(family)}"
        mail = f"{name.replace(' ', '.').lower()}{at * 2 // 3}@example.org"
        day = TODAY - timedelta(days=random.randint(1, 2_000))
        yield f"{day},{name},{mail},Carmel,{random.randint(5, 900)}.00,{10_000 + at},GEN"


def brought_in(rows: list[str], name: str) -> dict[str, float]:
    """Seconds of the processor and of the clock for reading, planning and committing a file."""
    from django.utils import timezone

    from imports import services

    content = "\n".join([HEAD, *rows, ""]).encode()
    clock, cpu = time.perf_counter(), time.process_time()
    batch = services.upload(name=name, content=content, by=None)
    services.commit(batch=batch, by=None, today=TODAY, at=timezone.now())
    return {"seconds": round(time.perf_counter() - clock, 2), "cpu_s": round(time.process_time() - cpu, 2)}


def prepared() -> int:
    """An organization and a fund; gives the fund's key."""
    from core.models import Organization
    from donations.models import Fund

    known = {"legal_name": "Example Charity", "short_name": "Example", "formation_on": date(2010, 1, 1)}
    Organization(pk=1, **known).save()
    return Fund.objects.create(code="GEN", name="General").pk


def measure(books: list[int], rows: int) -> dict[str, Any]:
    fund, random, there, found = prepared(), Random(1), 0, {}
    brought_in([*lines(Random(0), 3)], "warm.csv")
    for size in sorted({FIRST_SIZE, *books}):
        grow(random, fund, there, size)
        there = size
        found[f"three_rows_beside_{size}"] = brought_in([*lines(Random(size), 3)], f"{size}.csv")
    large = [*lines(Random(2), rows)]
    found["large"] = brought_in(large, "large.csv")
    found["large"]["rows_a_second"] = round(rows / found["large"]["seconds"])
    found["a_row_more"] = brought_in([*large, *lines(Random(3), 1)], "large.csv")
    return found | {"rows": rows, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--books", type=int, nargs="*", default=[1_000, 20_000], help="gifts on record")
    parser.add_argument("--rows", type=int, default=5_000, help="rows of the large file")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        result = measure(options.books, options.rows)
    if options.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name.replace('_', ' '):<32}  {value}")


if __name__ == "__main__":
    main()
