"""`make bench`: run every benchmark, or the named ones: `python -m benchmarks [ledger …] [--json]`.

A benchmark is a script `bench_<name>.py` that measures one thing beside what one would write first, prints what it
found, and with `--json` prints one JSON document.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main(arguments: list[str] | None = None) -> int:
    known = {path.stem.removeprefix("bench_"): path for path in sorted(FOLDER.glob("bench_*.py"))}
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(known)}; all without")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(known):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    results, failed = {}, []
    for name in options.names or known:
        print(f"=== {name}", file=sys.stderr, flush=True)
        command = [sys.executable, str(known[name]), *(["--json"] if options.json else [])]
        done = subprocess.run(command, cwd=FOLDER.parent, stdout=subprocess.PIPE if options.json else None, text=True)
        if done.returncode:
            failed.append(name)
        elif options.json:
            results[name] = json.loads(done.stdout)
    if options.json:
        print(json.dumps(results))
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
