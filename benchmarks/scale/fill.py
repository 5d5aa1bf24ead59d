"""Fill a database with large books: `python -m benchmarks.scale.fill SUPPORTERS GIFTS`, DATABASE_URL says where."""

from __future__ import annotations

import os
import sys
import time
from random import Random

ORDERS = 5000


def main(supporters: int, gifts: int) -> None:
    """Migrate, seed the demonstration and add so many supporters and gifts; totals and statistics follow."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SOLIDARITY_DEMO", "1")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from benchmarks.scale.money import Money, dinner
    from benchmarks.scale.people import People

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed_demo", verbosity=0)
    _report("demonstration")
    chance, now = Random(7), timezone.now()
    with transaction.atomic():
        first, last = People(chance, now).write(supporters)
        _report("people")
        money = Money(chance, now, first, last)
        money.write(gifts)
        _report("gifts")
        dinner(money, min(ORDERS, supporters // 4))
    _report("orders")
    _analyze()
    call_command("rebuild_rollups", verbosity=0)
    _report("totals")
    _analyze()


def _analyze() -> None:
    """Have the database look at what it holds: it plans by that."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    _report("statistics")


def _report(done: str) -> None:
    print(f"{time.process_time():7.1f} s of processor time: {done}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
