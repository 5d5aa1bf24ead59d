"""A small donor log for tests of committing: names, a couple, a foreign gift, a pledge with payments, odd rows."""

from imports.models import ImportBatch
from tests.imports.files import xlsx

HEAD = ["Date", "Name", "Amount", "How paid", "For", "Notes"]


def small_log(*, extra: list[list] | None = None) -> bytes:
    """Seven rows of 2024: accepted cash is 50 + 250 + 75 + 600 - 25 = 950.00 and 100.00 GBP; a pledge of 1,200."""
    rows = [
        ["GIFTS 2024"],
        HEAD,
        ["2024-01-05", "Amina Testperson", "50.00", "Check #1001", "General", ""],
        ["2024-01-05", "Amina Testperson", "-25.00", "Check", "General", "Refund"],
        ["2024-02-06", "Bilal & Hina Sampleson", "250.00", "Check #1002", "General", ""],
        ["2024-02-07", "Kashif Otherperson", "75.00", "Cash", "Wells", ""],
        ["2024-03-01", "Exampleville Dental, LLC", "600.00", "Check #55", "General", ""],
        ["2024-03-09", "Omar Faraway", "£100.00", "Check #7", "General", ""],
        ["2024-04-01", "Rabia Promiser", "1200.00", "PLEDGE", "General", "Pledge"],
        ["March 2024", "Tariq Monthly", "40.00", "Cash", "General", ""],
        ["2024-06-01", "Sana Undecided", "see email", "Cash", "General", ""],
        *(extra or []),
        [None, "TOTAL", "950.00", None, None, None],
    ]
    return xlsx({"2024": rows})


def newcomers(count: int, *, called: str = "Newcomer") -> list[list]:
    """Rows for `extra`: 30.00 in cash from each of so many people nobody knows yet."""
    names = (f"Zainab {called}{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(count))
    return [["2024-07-01", name, "30.00", "Cash", "General"] for name in names]


def outcomes(batch: ImportBatch) -> dict[str, str]:
    """What became of each row, by the name in the file."""
    return {row.plan["name"]: row.state for row in batch.rows.all() if row.plan["name"]}
