"""`make bench-scale`: what every page costs at 100,000 and at a million gifts, on both engines.

    python -m benchmarks.scale [--engine sqlite] [--only TEXT] [--out FILE] [--small]

The books are made once, in minutes, and kept in `var/scale`, or in `SOLIDARITY_VAR`; `--small` takes 4,000 and 20,000
supporters instead.
Prints each page's processor time on both sizes, beside a page that only says hello, with its slowest query, and fails
when a page grows with the books: it costs `GROWS` times as much and `TO_NOTICE` milliseconds more.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("SOLIDARITY_VAR", ROOT / "var")) / "scale"
#: Supporters and gifts.
SIZES = ((20_000, 100_000), (200_000, 1_000_000))
SMALL = ((4_000, 20_000), (20_000, 100_000))
GROWS, TO_NOTICE = 1.5, 10.0
SHOWN = 40


def main(arguments: list[str] | None = None) -> int:
    """Measure; 1 when a page grows with the books."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], help="one of the two; both without")
    parser.add_argument("--only", default="", help="only pages whose name holds this")
    parser.add_argument("--small", action="store_true", help="smaller books, made in a minute")
    parser.add_argument("--out", type=Path, help="write all figures to this file")
    options = parser.parse_args(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Any] = {}
    for engine in [options.engine] if options.engine else ["sqlite", "postgresql"]:
        with _server(engine) as place:
            sizes = SMALL if options.small else SIZES
            figures[engine] = [_measure(place, supporters, gifts, options.only) for supporters, gifts in sizes]
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1))
    growing = [line for engine, (few, many) in figures.items() for line in _printed(engine, few, many)]
    print(f"\n{len(growing)} pages grow with the books", *growing, sep="\n  ")
    return 1 if growing else 0


@contextmanager
def _server(engine: str) -> Iterator[str]:
    """The address of databases of this engine, up to their name; PostgreSQL's server is ours and keeps its folder."""
    if engine == "sqlite":
        yield f"sqlite:///{FOLDER}/"
        return
    with postgres.cluster(kept=FOLDER / "postgresql") as url:
        yield f"{url.rsplit('/', 1)[0]}/"


def _measure(place: str, supporters: int, gifts: int, only: str) -> dict[str, Any]:
    name = f"books_{gifts}" if place.startswith("postgres") else f"books_{gifts}.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": f"{place}{name}",
        "SOLIDARITY_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    made = FOLDER / f"{name}.{'postgresql' if place.startswith('postgres') else 'sqlite'}"
    if not made.exists():
        _make(place, name)
        _run("fill", environment, str(supporters), str(gifts))
        made.touch()
    return json.loads(_run("pages", environment, only))


def _make(place: str, name: str) -> None:
    """An empty database where one was left half filled."""
    if place.startswith("postgres"):
        with psycopg.connect(f"{place}postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}"')
    else:
        for part in FOLDER.glob(f"{name}*"):
            part.unlink()


def _run(module: str, environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", f"benchmarks.scale.{module}", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def _printed(engine: str, few: dict[str, Any], many: dict[str, Any]) -> Iterator[str]:
    """Print the dearest pages, and give those that grow."""
    hello = many["hello"]["ms"]
    print(f"\n{engine}: ms at the smaller and the larger books, × hello, queries, KB, slowest query")
    for place, (name, row) in enumerate(sorted(many.items(), key=lambda pair: -pair[1]["ms"])):
        before = few.get(name, row)["ms"]
        line = f"{before:9,.1f} {row['ms']:9,.1f} {row['ms'] / hello:7.1f} × {row['queries']:3} {row['kb']:7} {name}"
        if place < SHOWN:
            print(f"{line}  {row['worst_ms']:,.1f} ms: {' '.join(row['worst'].split())[:90]}")
        if row["ms"] > before * GROWS and row["ms"] > before + TO_NOTICE:
            yield f"{engine}{line}"


if __name__ == "__main__":
    sys.exit(main())
