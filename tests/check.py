"""What `make check` runs: format, style, types, layers, templates, migrations, deployment settings, locks.

Every check runs, so that one run names everything there is to mend.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "reports", "imports", "events", "receipts", "donations", "crm", "core", "sandbox")
#: A production deployment as `docs/operators.md` describes it; nothing of it is secret or exists.
PRODUCTION = {
    "SOLIDARITY_MODE": "production",
    "SECRET_KEY": "check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "ALLOWED_HOSTS": "giving.example.org",
    "SITE_URL": "https://giving.example.org",
}


def tool(name: str, *arguments: str) -> list[str]:
    return [str(Path(sys.executable).parent / name), *arguments]


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def templates() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").rglob("*.html"))]


#: The longest first: as many run at once as there are processors.
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("types", tool("mypy", *APPS), {}),
    ("format", tool("ruff", "format", "--check", "--quiet", "."), {}),
    ("style", tool("ruff", "check", "--quiet", "."), {}),
    ("layers", tool("lint-imports", "--no-cache"), {}),
    ("templates", tool("djade", "--check", "--target-version", "5.2", *templates()), {}),
    ("migrations", manage("makemigrations", "--check", "--dry-run"), {}),
    ("deployment", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
]


def run(name: str, command: list[str], environment: dict[str, str]) -> bool:
    """Run one check; its words are shown only when it fails."""
    started = time.monotonic()
    usual = {key: value for key, value in os.environ.items() if not key.startswith(("SOLIDARITY_", "STRIPE_"))}
    done = subprocess.run(command, cwd=ROOT, env={**usual, **environment}, capture_output=True, text=True)
    report(name, done.returncode == 0, time.monotonic() - started, done.stdout + done.stderr)
    return done.returncode == 0


def report(name: str, passed: bool, seconds: float, words: str) -> None:
    lines = [f"{'passed' if passed else 'FAILED':>8}  {name} ({seconds:.1f} s)"]
    if not passed:
        lines += [f"          {line}" for line in words.strip().splitlines()]
    print("\n".join(lines), flush=True)  # in one piece: others report at the same time


def locks() -> bool:
    """Lock files hold versions and hashes, and no address of any index."""
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(ROOT.glob("requirements*.txt"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if "://" in line
    ]
    report("locks", not found, 0, "\n".join(found))
    return not found


def main() -> int:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        verdicts = [locks(), *pool.map(lambda check: run(*check), CHECKS)]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
