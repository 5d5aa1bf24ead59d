"""Templates a person can read: no line over 120 characters, one component a file."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 120


def test_no_line_of_a_template_is_longer_than_a_screen_is_wide() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)}"
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in {".html", ".txt"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > WIDTH
    ]

    assert long == []
