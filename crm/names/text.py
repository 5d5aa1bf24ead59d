"""The text of a name, before anybody knows whose it is: one line, nothing invisible, usual capitals. Pure."""

import re
import unicodedata


def clean(text: str) -> str:
    """One line, single spaces, without invisible characters and control codes."""
    kept = "".join(" " if unicodedata.category(ch) in ("Zs", "Cc", "Zl", "Zp") else ch for ch in str(text))
    kept = "".join(ch for ch in kept if unicodedata.category(ch) != "Cf")
    return " ".join(kept.split())


def tidy(text: str) -> str:
    """Names typed all in one case get capitals; what somebody wrote in both cases stays as it is."""
    text = clean(text)
    if re.fullmatch(r"[\w\s.,'’-]+", text) and (text.islower() or text.isupper()):
        return re.sub(r"(?<![\w'])\w|(?<=\b[od]')\w|(?<=-)\w", lambda m: m[0].upper(), text.lower())
    return text


def name_key(name: str) -> str:
    """A name as names in one file are compared: case, blanks and full stops do not count."""
    return " ".join(name.casefold().replace(".", "").split())
