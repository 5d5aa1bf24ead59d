"""Find protected people named in free texts: notes, reasons, the cells of an import row.

Every two to four consecutive words are tried as a name; `crm.protection.privacy` decides whether it is a protected
person's. `sounds_of` are the search keys of a text (phonetic words, email addresses, phone numbers), by which it is
found when a supporter becomes protected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from django.db.models import Q

from core.db.chunks import chunks
from crm import identity
from crm.models import Mention, NameKey, Supporter
from crm.names.keys import plain_word
from crm.names.within import EMAIL, PHONE, names_in, sounds_of_name, sounds_of_word, words_and_parts
from crm.protection import privacy
from crm.protection.contact_keys import email_key, phone_keys
from crm.protection.privacy import About, keys_of

#: Keys are cut to this length, both stored and searched.
LONGEST_KEY = 260
#: With more words than this, all protected names are loaded instead of those that share a word.
MOST_SOUNDS = 400
_NONE: frozenset[str] = frozenset()


class Watch:
    """Find protected people in many texts, reading the protected names once."""

    def __init__(self, among: Iterable[str] | None = None) -> None:
        """Load all protected people, or only those who may be named in the texts `among`."""
        theirs = Q(supporter__protected=True) | Q(supporter__merged_into__protected=True)
        sounds = None if among is None else sounds_of("", among)
        some = Q() if sounds is None or len(sounds) > MOST_SOUNDS else Q(form__in=sounds)
        forms = NameKey.objects.filter(theirs, some).exclude(form__contains=" ").values_list("form", flat=True)
        self.words = frozenset(forms) if sounds != set() else frozenset()
        self.emails, self.phones = keys_of(theirs) if sounds is None or _hold_details(sounds) else (_NONE, _NONE)
        self._asked: dict[str, dict[int, About]] = {}

    def hits(self, name: str, texts: Iterable[str], *, alone: bool = False) -> dict[int, About]:
        """The protected people a row may be about, from the donor's `name` and the `texts`. With `alone`, a family name
        by itself also counts."""
        found: dict[int, About] = {}
        if not (self.words or self.emails or self.phones):
            return found
        known = list(texts)
        for words in self._asked_of(name, known):
            for key, answer in self._ask(**words).items():
                found[key] = max(answer, found.get(key, About.NO))
        return found | (dict.fromkeys(self._by_family_name(known), About.HIDDEN) if alone else {})

    def hides(self, name: str, texts: Iterable[str], *, alone: bool = False) -> bool:
        """Whether such a row is shown by a code."""
        return About.HIDDEN in self.hits(name, texts, alone=alone).values()

    def named(self, texts: Iterable[str], *, alone: bool = True) -> set[int]:
        """The protected people who are surely named in texts."""
        return {key for key, how in self.hits("", texts, alone=alone).items() if how == About.HIDDEN}

    def _asked_of(self, name: str, texts: Iterable[str]) -> Iterator[dict[str, str]]:
        for text in (name, *texts):
            yield from ({"email": at} for at in EMAIL.findall(text) if email_key(at) in self.emails)
            yield from ({"phone": at} for at in PHONE.findall(text) if phone_keys(at) & self.phones)
        yield from ({"name": part} for part in names_in(name, texts, self.words, fewest=2))

    def _ask(self, **words: str) -> dict[int, About]:
        key = str(words)
        if key not in self._asked:
            self._asked[key] = privacy.matches(**words)
        return self._asked[key]

    def _by_family_name(self, texts: Iterable[str]) -> set[int]:
        """The people certainly meant by a single word: a rare name, capitalized and spelled as on their record."""
        words = {word for text in texts for word in words_and_parts(text) if word[:1].isupper() or not word.isascii()}
        theirs = [word for word in words if not self.words.isdisjoint(sounds_of_word(word))]
        sure = {word: [key for key, how in self._ask(name=word).items() if how == About.HIDDEN] for word in theirs}
        return {key for word, keys in sure.items() for key in keys if plain_word(word) in _words_on_record(key)}


def naming(texts: Iterable[str], open_ones: AbstractSet[int] = frozenset()) -> set[str]:
    """Which of these texts name a protected person, other than those whose names are open to the reader."""
    known = set(texts)
    watch = Watch(known)
    return {text for text in known if watch.named([text]) - open_ones}


def people(texts: Iterable[str]) -> set[int]:
    """The protected people (keys) whom any of these texts names."""
    known = set(texts)
    return Watch(known).named(known)


def write(object_type: str, named: Mapping[int, AbstractSet[int]]) -> None:
    """Replace the stored mentions: which protected people (keys) the texts of each row (key) name."""
    for some in chunks(sorted(named)):
        Mention.objects.filter(object_type=object_type, object_id__in=some).delete()
    pairs = [(pk, key) for pk, keys in named.items() for key in sorted(keys)]
    rows = [Mention(object_type=object_type, object_id=pk, supporter_id=key) for pk, key in pairs]
    Mention.objects.bulk_create(rows, batch_size=privacy.WRITTEN_AT_ONCE, ignore_conflicts=True)


def sounds_of(name: str, texts: Iterable[str]) -> set[str]:
    """The search keys of a row: the phonetic words of a name and of texts, email addresses and phone numbers."""
    text = "\n".join((name, *texts))
    found = sounds_of_name(name).union(*map(sounds_of_word, words_and_parts(text)))
    found = found.union({email_key(at) for at in EMAIL.findall(text)} - {""}, *map(phone_keys, PHONE.findall(text)))
    return {sound[:LONGEST_KEY] for sound in found}


def _hold_details(sounds: Iterable[str]) -> bool:
    return any(sound.startswith(("@", "+")) for sound in sounds)


def _words_on_record(key: int) -> set[str]:
    supporter = Supporter.objects.get(pk=key)
    return {plain_word(word) for text in identity.written_names(supporter) for word in words_and_parts(text)}
