"""Templates a person can read: short, and no line over 120 characters."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 120
LONGEST_TEMPLATE = 150


def test_no_line_of_a_template_is_longer_than_a_screen_is_wide() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)}"
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in {".html", ".txt"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > WIDTH
    ]

    assert long == []


def test_templates_are_short() -> None:
    """What outgrows this is split by concern into partials (`_tickets.html`) or components."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in sorted((ROOT / "templates").rglob("*.html"))
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_TEMPLATE} == {}
