"""Clean the text of a name before it is parsed: one line, no invisible characters, normal capitalization. Pure."""

import re
import unicodedata

from crm.names.spellings import SUFFIXES, TITLES


def clean(text: str) -> str:
    """One line, single spaces, without invisible characters and control codes."""
    plain = "".join(" " if unicodedata.category(ch) in ("Zs", "Cc", "Zl", "Zp") else ch for ch in str(text))
    plain = "".join(ch for ch in plain if unicodedata.category(ch) != "Cf")
    return " ".join(plain.split())


def tidy(text: str) -> str:
    """Capitalize names typed in all upper or all lower case; leave mixed case as typed."""
    text = clean(text)
    if re.fullmatch(r"[\w\s.,'’-]+", text) and (text.islower() or text.isupper()):
        return re.sub(r"(?<![\w'])\w|(?<=\b[od]')\w|(?<=-)\w", lambda m: m[0].upper(), text.lower())
    return text


def name_key(name: str) -> str:
    """A name as names within one file are compared: ignoring case, blanks and periods."""
    return " ".join(name.casefold().replace(".", "").split())


def plain_title(word: str) -> str:
    """A title or suffix as the lists spell it: `M.D.` is md."""
    word = word.casefold().strip()
    return word.strip(".,()").replace(".", "") or word


def without_degrees(text: str) -> tuple[str, list[str]]:
    """A name without the suffixes and titles behind its commas, and these: “Dahl, Omar, MD”, “Omar Dahl, Jr.”."""
    parts, behind = [part.strip() for part in text.split(",")], list[str]()
    while len(parts) > 1:
        words = parts[-1].split()
        known = SUFFIXES.keys() | TITLES if len(parts) > 2 else SUFFIXES.keys()
        if any(plain_title(word) not in known for word in words):
            break
        behind = [*words, *behind]
        parts.pop()
    return ", ".join(parts), behind
