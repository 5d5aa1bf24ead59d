"""Files of platforms as text, for tests: cells by title, quoted where they must be."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO


def table(titles: str, *rows: Mapping[str, str], above: Iterable[str] = (), below: Iterable[str] = ()) -> str:
    """A CSV file with these titles; `above` and `below` are lines beside its table."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = titles.split(",")
    writer.writerow(names)
    for row in rows:
        writer.writerow([row.get(name, "") for name in names])
    lines = [*above, out.getvalue().rstrip("\n"), *below]
    return "\n".join(lines) + "\n"
