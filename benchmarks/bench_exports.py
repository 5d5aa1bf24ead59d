"""Exports of the gift list, beside `csv.writer` and openpyxl's write-only workbook over the same values.

    python benchmarks/bench_exports.py [--gifts 20000] [--database FILE] [--json]

Works in an SQLite file of its own, on the demonstration and so many more gifts; `--database` names one that is filled
(`python -m benchmarks.scale.fill`). Ours is measured whole, with reading the rows, and its writing alone: the floor and
the peer are given values that were read before. Processor time; a ratio of 1 is as fast as the floor or the peer. The
peak of memory is that of a CSV file of all rows over that of a quarter of them.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def main() -> None:
    """Measure ours, the floor and the peer, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gifts", type=int, default=20_000, help="gifts beside those of the demonstration")
    parser.add_argument("--database", type=Path, help="a filled SQLite file instead")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = (options.database or Path(folder) / "bench.sqlite3").resolve()
        os.environ["DATABASE_URL"] = f"sqlite:///{place}"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        os.environ.setdefault("SOLIDARITY_DEMO", "1")
        import django

        django.setup()
        if not options.database:
            _fill(options.gifts)
        found = measure()
    print(json.dumps(found) if options.json else "\n".join(f"{name:22} {value}" for name, value in found.items()))


def _fill(gifts: int) -> None:
    from bench_ledger import TODAY, drafts
    from django.core.management import call_command

    from donations.ledger.services import record_gifts

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("seed_demo", stdout=io.StringIO(), verbosity=0)
    record_gifts(drafts=drafts(gifts), by=None, today=TODAY)


def measure() -> dict[str, float]:
    """Seconds of processor time for each way, and the ratios."""
    from core.listing import spreadsheets

    table = _table()
    header, values = table.file_header(), [tuple(row) for row in table.file_rows()]
    csv_floor = _seconds(lambda: csv.writer(io.StringIO()).writerows(values))
    csv_written = _seconds(lambda: _read_all(spreadsheets.csv_lines(header=header, rows=values)))
    csv_whole = _seconds(lambda: _read_all(spreadsheets.csv_lines(header=header, rows=_table().file_rows())))
    xlsx_peer = _seconds(lambda: _write_only(header, values))
    xlsx_whole = _seconds(lambda: _workbook(_table()))
    quarter, whole = _peak(len(values) // 4), _peak(len(values))
    return {
        "rows": len(values),
        "csv_writer_s": round(csv_floor, 2),
        "csv_ours_s": round(csv_whole, 2),
        "csv_written_ratio": round(csv_floor / csv_written, 2),
        "csv_ratio": round(csv_floor / csv_whole, 2),
        "openpyxl_s": round(xlsx_peer, 2),
        "xlsx_ours_s": round(xlsx_whole, 2),
        "xlsx_ratio": round(xlsx_peer / xlsx_whole, 2),
        "peak_kb": round(whole / 1024),
        "peak_growth": round(whole / quarter, 2),
    }


def _seconds(act: Callable[[], Any]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started


def _table() -> Any:
    from config.roles import ROLES
    from core.listing.exports import list_page
    from core.models import User

    user = User.objects.filter(email="bench@example.org").first()
    user = user or User.objects.create_user("bench@example.org", roles=tuple(ROLES), name="Bench")
    return list_page("/gifts/", "", user).table_for_file()


def _read_all(pieces: Any) -> None:
    for _ in pieces:
        pass


def _workbook(table: Any) -> None:
    from core.listing import spreadsheets

    header, totals = table.file_header(), table.file_totals()
    spreadsheets.xlsx_file(header=header, rows=table.file_rows(), title="Gifts", totals=totals).close()


def _write_only(header: list[str], values: list[tuple[Any, ...]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Gifts")
    sheet.append(header)
    for row in values:
        sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)


def _peak(rows: int) -> int:
    """The most memory at once, in bytes, while so many rows are written as CSV."""
    from core.listing import spreadsheets

    table = _table()
    tracemalloc.start()
    _read_all(spreadsheets.csv_lines(header=table.file_header(), rows=islice(table.file_rows(), rows)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
