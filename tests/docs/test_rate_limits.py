"""The page of limits says what the code counts: change a limit, and its row here asks to be changed with it."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.conf import settings

from core.http.rate_limits import HOUR, MINUTE, TEN_MINUTES, Limit
from events.orders import checks, unpaid

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "rate-limits.md"
APPS = ("core", "crm", "donations", "events", "receipts", "imports", "reports")
PERIODS = {MINUTE: "minute", TEN_MINUTES: "10 minutes", HOUR: "hour"}


def declared() -> Iterator[Limit]:
    """Every limit that stands as a constant in a module."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "core.http.rate_limits import" in path.read_text():
                module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
                yield from (value for value in vars(module).values() if isinstance(value, Limit))


def row(limit: Limit) -> str:
    setting = f" (`{limit.setting}`)" if limit.setting else ""
    return f"| `{limit.what}` | {limit.number} per {PERIODS[limit.seconds]}{setting} | {limit.per} | {limit.why} |"


def test_every_limit_is_in_the_table_and_nothing_else():
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `") and " per " in line]

    assert rows == [row(limit) for limit in sorted(set(declared()), key=lambda limit: (limit.what, limit.number))]


def test_limits_of_the_sign_in_library_are_on_the_page():
    page = PAGE.read_text()

    assert [
        (name, rate) for name, rate in settings.ACCOUNT_RATE_LIMITS.items() if f"| `{name}` | `{rate}` |" not in page
    ] == []


def test_seats_held_without_payment_are_on_the_page():
    page = PAGE.read_text()

    assert f"| held for a check | {checks.SEATS_OF_ADDRESS} | mailbox |" in page
    assert f"| paying online | a third of the room, at least {unpaid.FEWEST} | mailbox |" in page
    assert f"| paying online | four fifths of the room, at least {unpaid.FEWEST} | network |" in page
    assert (unpaid.PART_OF_THE_ROOM, unpaid.LEFT_TO_OTHERS) == (3, 5)
