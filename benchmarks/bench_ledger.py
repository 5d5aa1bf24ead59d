"""Gifts a second into the ledger, and how long its totals and invariants take.

    python benchmarks/bench_ledger.py [--gifts 20000] [--json]

Works in an SQLite file of its own, or in the empty database that DATABASE_URL names. The floor is gifts recorded one by
one: what an import would do that calls `record_gift` for each row.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
TODAY = date(2026, 6, 15)
ONE_BY_ONE = 500


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = act()
    return time.perf_counter() - started, result


def drafts(count: int) -> list[Any]:
    """Drafts of two lines for a tenth as many supporters, over ten years."""
    from crm.services.supporters import SupporterDraft, create_supporters
    from donations.ledger.drafts import GiftDraft, LineDraft, Reference
    from donations.models import Fund

    random = Random(1)
    funds = [Fund.objects.create(code=f"F{i}", name=f"Fund {i}", restricted=i > 2).pk for i in range(6)]
    people = create_supporters(drafts=[SupporterDraft(f"Person {i} Example") for i in range(count // 10)], by=None)
    return [
        GiftDraft(
            supporter_id=random.choice(people).pk,
            lines=tuple(LineDraft(random.choice(funds), Decimal(random.randint(500, 90_000)) / 100) for _ in range(2)),
            method="check",
            gift_on=date(2016 + i % 10, 1 + i % 12, 1 + i % 28),
            references=(Reference("bench", "row", str(i)),),
        )
        for i in range(count)
    ]


def measure(count: int) -> dict[str, float]:
    from core import extend
    from core.periods import calendar_year
    from donations.ledger.services import record_gift, record_gifts
    from donations.models import Movement

    planned = drafts(count + ONE_BY_ONE)
    singly, _ = timed(lambda: [record_gift(draft=draft, by=None, today=TODAY) for draft in planned[:ONE_BY_ONE]])
    at_once, _ = timed(lambda: record_gifts(drafts=planned[ONE_BY_ONE:], by=None, today=TODAY))
    again, _ = timed(lambda: record_gifts(drafts=planned[ONE_BY_ONE:], by=None, today=TODAY))
    total, _ = timed(lambda: Movement.objects.total())
    year, _ = timed(lambda: Movement.objects.raised().given_in(calendar_year(2025)).total())
    checked, broken = timed(lambda: [row for item in extend.entries(extend.Invariant) for row in item.broken()])
    if broken:
        raise SystemExit(f"The ledger does not hold: {broken[0]}")
    return {
        "gifts": count,
        "gifts_a_second_at_once": round(count / at_once),
        "gifts_a_second_one_by_one": round(ONE_BY_ONE / singly),
        "known_gifts_a_second": round(count / again),
        "total_of_everything_ms": round(total * 1000, 1),
        "raised_in_a_year_ms": round(year * 1000, 1),
        "check_ledger_s": round(checked, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gifts", type=int, default=20_000)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        result = measure(options.gifts)
    if options.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{value:>10,}  {name.replace('_', ' ')}")


if __name__ == "__main__":
    main()
