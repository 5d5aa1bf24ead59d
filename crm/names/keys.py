"""Phonetic keys for one word of a name, across spellings and scripts.

A key keeps the consonants as pronounced, whether the word begins with a vowel and whether it ends with one: `Tirmizi`
and `ترمذی` are `trmzi`. The spelling table (`crm.names.spellings`) takes precedence; it also separates names that sound
alike.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from crm.names.spellings import SAME_NAME, SHORT_NAMES

KNOWN_SPELLINGS = {
    word: line.split()[0]
    for line in reversed(SAME_NAME.splitlines())
    for word in [unicodedata.normalize("NFC", w) for w in line.split()]
}
_VOWELS = "aeiouy"
_SOUNDS = (
    ("sch", "S"), ("sh", "S"), ("ch", "C"), ("kh", "x"), ("gh", "g"), ("ph", "f"), ("zh", "z"), ("qu", "k"),
    ("bh", "b"), ("dh", "d"), ("th", "t"), ("jh", "j"), ("ck", "k"), ("q", "k"), ("c", "k"), ("v", "w"),
)  # fmt: skip
# Letters of Urdu, Pashto, Persian and Arabic that are always consonants; ھ only marks aspiration.
_NATIVE = {
    letter: sound
    for letters, sound in (
        ("ب", "b"), ("پ", "p"), ("تټٹط", "t"), ("ثسص", "s"), ("ج", "j"), ("چ", "C"), ("حہهةۃ", "h"), ("خښ", "x"),
        ("دډڈ", "d"), ("ذزژضظ", "z"), ("رړڑ", "r"), ("ش", "S"), ("غگګږ", "g"), ("ف", "f"), ("قکك", "k"), ("ل", "l"),
        ("م", "m"), ("نںڼ", "n"),
    )
    for letter in letters
}  # fmt: skip


@lru_cache(maxsize=65536)
def plain_word(word: str) -> str:
    """The word in lower case without accents, invisible characters and stray punctuation; other scripts are kept."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKC", word) if unicodedata.category(ch) != "Cf")
    if plain.isascii() or not is_native(plain):
        parts = unicodedata.normalize("NFKD", plain.casefold())
        plain = "".join(ch for ch in parts if not unicodedata.combining(ch)).replace("ß", "ss").replace("ø", "o")
    return re.sub(r"[^\w'-]", "", plain).strip("'-_")


def is_native(word: str) -> bool:
    """Whether the word is written in the Arabic script (Urdu, Pashto, Persian, Arabic)."""
    return any("\u0600" <= ch <= "\u06ff" or "\u0750" <= ch <= "\u077f" or "\ufb50" <= ch <= "\ufeff" for ch in word)


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """One key for all spellings of a word: that of the listed name, else its phonetic key."""
    word = plain_word(word)
    return _listed(word) or sound(word)


@lru_cache(maxsize=65536)
def is_listed(word: str) -> bool:
    """Whether the spelling table has the word, so that similarity to another name means nothing."""
    return bool(_listed(plain_word(word)))


@lru_cache(maxsize=262144)
def same_word(a: str, b: str) -> bool:
    """Whether two words are spellings of one name."""
    a, b = plain_word(a), plain_word(b)
    if a == b:
        return True
    listed_a, listed_b = _listed(a), _listed(b)
    if listed_a and listed_b:
        return listed_a == listed_b
    return _short_for(a, b) or sound(listed_a or a) == sound(listed_b or b)


@lru_cache(maxsize=262144)
def typo_of(a: str, b: str) -> bool:
    """Whether two words differ by one typo; False for two listed names and for short words."""
    a, b = plain_word(a), plain_word(b)
    if a == b or min(len(a), len(b)) < 5 or (is_listed(a) and is_listed(b)) or a[0] != b[0]:
        return False
    return OSA.distance(a, b, score_cutoff=1) <= 1


def _short_for(a: str, b: str) -> bool:
    full_a, full_b = SHORT_NAMES.get(a, (a,)), SHORT_NAMES.get(b, (b,))
    return bool(set(full_a) & set(full_b))


def _listed(word: str) -> str:
    return KNOWN_SPELLINGS.get(word) or KNOWN_SPELLINGS.get(word.replace("-", "")) or ""


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The consonants as pronounced; the word itself in scripts other than Latin and Arabic."""
    if is_native(word):
        return _native_sound(word)
    letters = re.sub(r"[^a-z]", "", word)
    return _latin_sound(letters) if letters else word


def _latin_sound(word: str) -> str:
    starts = "a" if word[0] in "aeiou" else ""
    word = re.sub(r"(.)\1+", r"\1", word)
    ends = _ending(word)
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    word = re.sub(r"(?<=[aeo])w(?![aeiouy])", "", word)  # Chowdhury, but not Nawaz
    first, rest = word[0], re.sub(f"[{_VOWELS}]", " ", word[1:])
    if first not in _VOWELS:
        rest = re.sub(r"(?<=[^ ])h", "", rest)
    rest = re.sub(r"h$", "", rest)
    return starts + (first if first not in "aeiou" else "") + rest.replace(" ", "") + ends


def _ending(word: str) -> str:
    """'a' or 'i' when the word ends in such a vowel (ignoring a silent h), else ''."""
    if told := re.search(rf"([{_VOWELS}]+)h?$", word):
        return {"a": "a", "o": "o", "u": "o"}.get(told[1][-1], "i")
    return ""


def _native_sound(word: str) -> str:
    word = "".join(ch for ch in word if unicodedata.category(ch) not in ("Mn", "Cf"))
    word = word.replace("آ", "ا").replace("أ", "ا").replace("إ", "ا").replace("ي", "ی").replace("ى", "ی")
    word = word.replace("ئی", "ی").replace("ۍ", "ی").replace("ې", "ی").replace("ے", "ی").replace("ؤ", "و")
    out = []
    for place, letter in enumerate(word):
        follows = word[place + 1 : place + 2]
        if place == 0 and letter in "اعیو":
            out.append({"ی": "y", "و": "w"}.get(letter, "a"))
        elif letter == "و" and follows in ("ا", "ی", "ہ") and follows:
            out.append("w")
        elif letter in _NATIVE:
            out.append(_NATIVE[letter])
    sound = "".join(out)
    last = word[-1:]
    if last in ("ہ", "ه", "ة", "ۃ") and len(word) > 2:
        sound = sound[:-1] + "a"
    elif last == "ا" and len(word) > 1:
        sound += "a"
    elif last == "ی" and len(word) > 1:
        sound += "i"
    return sound
