"""Receipts issued a CPU-second, from the facts of a gift to the stored PDF, beside letters by reportlab platypus alone.

    python benchmarks/bench_receipts.py [--receipts 200] [--json]

Works in an SQLite file of its own, with made-up gifts of checks. Ours is everything: facts, rules, number, letter, PDF,
hash and rows. The peer only lays out the same number of letters (`bench_receipt_pdf.py`), and the floor is a loop of
additions, so that figures of two machines can be compared: `reference_per_cpu_second` is what a machine would do that
takes 1.05 s for 20 million of them.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
ADDITIONS, REFERENCE = 2_000_000, 0.105
#: As many at a time as a run in the background.
PART = 25


def main() -> None:
    """Measure ours, the peer and the floor, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--receipts", type=int, default=200)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ.setdefault("SOLIDARITY_DEMO", "1")
        import django

        django.setup()
        found = measure(_gifts(options.receipts + PART))
    print(json.dumps(found) if options.json else "\n".join(f"{name:26} {value}" for name, value in found.items()))


def _gifts(count: int) -> list[Any]:
    from bench_ledger import TODAY, drafts
    from django.core.management import call_command

    from donations.ledger.services import record_gifts
    from donations.models import Gift

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed_demo", supporters=60, stdout=io.StringIO(), verbosity=0)
    record_gifts(drafts=drafts(count), by=None, today=TODAY)
    return list(Gift.objects.filter(awaits_receipt=True).order_by("-pk")[:count])


def measure(gifts: list[Any]) -> dict[str, float]:
    """Receipts and letters a CPU-second; the first part, which loads fonts, is not counted."""
    from bench_receipt_pdf import platypus_letter, rate, register_naive_fonts, snapshot
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _issue(gifts[:PART])
    floor = _seconds_of_additions()
    with CaptureQueriesContext(connection) as queries:
        asked = _issue(gifts[PART : 2 * PART])
    started, issued = time.process_time(), 0
    for first in range(2 * PART, len(gifts), PART):
        issued += _issue(gifts[first : first + PART])
    ours = issued / (time.process_time() - started)
    register_naive_fonts()
    peer, _ = rate(platypus_letter, [snapshot(number, Random(number)) for number in range(60)])
    floor = (floor + _seconds_of_additions()) / 2
    return {
        "receipts": issued,
        "per_cpu_second": round(ours, 1),
        "reference_per_cpu_second": round(ours * floor / REFERENCE, 1),
        "platypus_per_cpu_second": round(peer, 1),
        "ratio": round(ours / peer, 2),
        "queries_a_receipt": round(len(queries) / max(1, asked), 1),
    }


def _issue(gifts: list[Any]) -> int:
    """Issue and print one part; how many receipts came of it."""
    from core.clock import organization_today
    from receipts.issuing.services import Issued, issue_part
    from receipts.printing.drawing import print_receipt

    done = Issued()
    issue_part(gifts=gifts, by=None, issued_on=organization_today(), done=done)
    for receipt in done.new:
        print_receipt(receipt)
    return len(done.new)


def _seconds_of_additions() -> float:
    started, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return time.process_time() - started


if __name__ == "__main__":
    main()
