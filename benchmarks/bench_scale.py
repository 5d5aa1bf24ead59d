"""What every page costs at 20,000 and at 100,000 gifts, on both engines: the quick version of `make bench-scale`.

It fails when a page grows with the books.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Measure; with `--json` print the figures as one JSON document instead."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "benchmarks.scale", "--small", "--out", str(out)]
        as_json = "--json" in sys.argv
        done = subprocess.run(command, cwd=ROOT, stdout=sys.stderr if as_json else None)
        if as_json and out.exists():
            print(out.read_text())
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
