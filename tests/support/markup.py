"""Markup as a browser reads it: where a template breaks a line makes no difference."""

import re


def one_line(html: str | bytes) -> str:
    """The markup with every run of whitespace as one space, and none before the end of a tag."""
    text = html.decode() if isinstance(html, bytes) else html
    return re.sub(r"\s+(?=/?>)", "", re.sub(r"\s+", " ", text))
