"""Decide whether a typed name, email or phone is a protected person's. Every place that stores typed names calls this.

An email address or phone number of a protected person is decisive. So is a name that is rare among the charity's own
supporters. A common name hides nothing: it only opens a review for users who may reveal names.

Rarity is the number of unprotected, unmerged supporters with the same name. A possible duplicate of the protected
person counts only after a review said it is someone else. In a small database a common name can appear just once, so
lists of everyday names (`crm.names.spellings`) count as well until there are enough supporters (`BOOK_THAT_TELLS`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

from django.db.models import Q, QuerySet

from core.db.chunks import chunks
from core.mail.mailboxes import GMAIL
from crm import identity
from crm.models import EmailAddress, Household, NameKey, NameReview, PhoneNumber, Supporter
from crm.names import forms as name_forms
from crm.names import match_keys
from crm.names.people import EVERYDAY, FREQUENT, RARE, PersonName
from crm.names.within import EMAIL, PHONE, is_plain, names_in, sounds_of_words
from crm.protection import likeness
from crm.protection.contact_keys import email_key, phone_keys

#: The number of supporters from which a name without namesakes is rare, by how common the name is in general.
BOOK_THAT_TELLS = {RARE: 0, FREQUENT: 2_000, EVERYDAY: 20_000}
#: A rare name may have one namesake per this many supporters.
BOOK_OF_A_NAMESAKE = 20_000
MOST_NAMESAKES = 1
#: The most protected people sharing just one word with the typed name that are compared in full.
MOST_COMPARED = 500
WRITTEN_AT_ONCE = 2_000


class About(IntEnum):
    """Whether typed words are about a protected person, in rising order of certainty."""

    NO = 0
    REVIEW = 1
    HIDDEN = 2


@dataclass(frozen=True)
class Typed:
    """Everything typed about one person."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


def is_about_protected(name: str = "", email: str = "", phone: str = "") -> About:
    """Whether a typed name, email address or phone number is a protected person's; not whose.

    `HIDDEN`: show a code instead of all three. `REVIEW`: show them, and open a review for users who may reveal names.
    For the system only: the answer is never shown.
    """
    return max(matches(name=name, email=email, phone=phone).values(), default=About.NO)


def says_whole_name(text: str) -> bool:
    """Whether a text certainly names a protected person, by at least two words or by an email or phone, whatever other
    words stand beside it."""
    people = (one for each in (text, *_names_within(text)) if each.strip() for one in name_forms.people(each))
    whole = (one for one in people if len(name_forms.full_words(one)) > 1)
    reached = (*chain(*map(_with_email, EMAIL.findall(text))), *chain(*map(_with_phone, PHONE.findall(text))))
    return bool(reached) or any(About.HIDDEN in _with_name(one).values() for one in whole)


def household_name(household: Household, members: Iterable[Supporter]) -> str:
    """The name of a household, or its code when a member is protected or the name or salutation holds a protected
    person's whole name. A family name alone does not count, as others share it."""
    if any(member.protected for member in members):
        return household.code
    named = says_whole_name(household.name) or says_whole_name(household.salutation)
    return household.code if named else household.name


def matches(*, name: str = "", email: str = "", phone: str = "") -> dict[int, About]:
    """The keys of protected people the words may be about, with how certain that is. The number of rows read is
    bounded.

    A whole name, an email or a phone also counts among other words of the name: `Parveen Zanzeer (vegetarian)`.
    """
    emails, phones = [email, *EMAIL.findall(name)], [phone, *PHONE.findall(name)]
    found = dict.fromkeys((*chain(*map(_with_email, emails)), *chain(*map(_with_phone, phones))), About.HIDDEN)
    for text in (name, *sorted(_names_within(name))):
        for person in name_forms.people(text) if text.strip() else ():
            for key, answer in _with_name(person).items():
                found[key] = max(found.get(key, About.NO), answer)
    return _without_held(found) if len(found) > 1 else found


def _names_within(name: str) -> set[str]:
    """Two to four words of a typed name that may be a protected person's whole name."""
    if is_plain(name):
        return set()
    sounds = sorted(sounds_of_words(name))
    theirs = NameKey.objects.filter(_protected("supporter__"), form__in=sounds).order_by()
    words = set(theirs.values_list("form", flat=True).distinct())
    return names_in("", [name], words, fewest=2) - {name} if words else set()


def _without_held(found: dict[int, About]) -> dict[int, About]:
    """Drop records that are protected only until their review, where a match as certain is a known protected person."""
    held = set(Supporter.objects.filter(pk__in=found, pending_name_review=True).values_list("pk", flat=True))
    known = {key: answer for key, answer in found.items() if key not in held}
    return known if max(known.values(), default=About.NO) == max(found.values()) else found


def suspects(typed: Sequence[Typed]) -> list[dict[int, About]]:
    """`matches` for many at once: only those that share a form, address or number with a protected person are matched
    one by one."""
    if not Supporter.objects.filter(_protected()).exists():
        return [{} for _ in typed]
    forms = [_forms_of_names(one.names) for one in typed]
    emails = [set(map(email_key, one.emails)) - {""} for one in typed]
    phones = [set(chain.from_iterable(map(phone_keys, one.phones))) for one in typed]
    known = (_known_forms(forms), *keys_of(_protected("supporter__")))
    together = zip(typed, forms, emails, phones, strict=True)
    return [
        _all_matches(one) if any(mine & theirs for mine, theirs in zip(own, known, strict=True)) else {}
        for one, *own in together
    ]


def _known_forms(wanted: Iterable[set[str]]) -> set[str]:
    """Which of many forms belong to protected people's names."""
    theirs = NameKey.objects.filter(_protected("supporter__")).order_by()
    some = chunks(sorted(set().union(*wanted) - {""}))
    return {form for chunk in some for form in theirs.filter(form__in=chunk).values_list("form", flat=True)}


def _all_matches(typed: Typed) -> dict[int, About]:
    asked = [{"name": name} for name in typed.names]
    asked += [{"email": at} for at in typed.emails] + [{"phone": at} for at in typed.phones]
    found: dict[int, About] = {}
    for words in asked:
        for key, answer in matches(**words).items():
            found[key] = max(answer, found.get(key, About.NO))
    return found


def file_names(supporters: Sequence[Supporter]) -> None:
    """Store the search keys of these supporters' names; call it whenever a name is written."""
    for some in chunks(supporter.pk for supporter in supporters):
        NameKey.objects.filter(supporter__in=some).delete()
    rows = [NameKey(supporter_id=one.pk, form=form) for one in supporters for form in forms_of(one) | _match_keys(one)]
    NameKey.objects.bulk_create(rows, batch_size=WRITTEN_AT_ONCE, ignore_conflicts=True)


def forms_of(supporter: Supporter) -> set[str]:
    """Every search form of the names on a supporter's record."""
    return _forms_of_names(identity.written_names(supporter))


def _forms_of_names(names: Iterable[str]) -> set[str]:
    """The forms of names and, for texts that hold more than a name, the phonetic key of each word."""
    more = [sounds_of_words(name) for name in names if not is_plain(name)]
    return name_forms.all_forms(names).union(*more)


def _match_keys(supporter: Supporter) -> set[str]:
    """The further keys by which imports find a supporter."""
    is_organization = supporter.kind == Supporter.Kind.ORGANIZATION
    return match_keys.filed_for(identity.written_names(supporter), is_organization=is_organization)


def _with_email(email: str) -> Iterable[int]:
    key = email_key(email)
    if not key:
        return ()
    local, _, domain = key[1:].rpartition("@")
    domains = GMAIL if domain in GMAIL else {domain}
    boxes = {identity.mailbox(f"{local}@{one}") for one in domains}
    found = _survivors(EmailAddress.objects.filter(mailbox__in=boxes), "normalized")
    return {one for one, at in found if email_key(at) == key}


def _with_phone(phone: str) -> Iterable[int]:
    """The protected people with a phone number in the text. They are few, so their numbers are read rather than all."""
    keys = phone_keys(phone)
    found = _survivors(PhoneNumber.objects.all(), "normalized") if keys else ()
    return {one for one, at in found if phone_keys(at) & keys}


def _survivors(rows: QuerySet, column: str) -> Iterable[tuple[int, str]]:
    """The protected people these rows belong to, following merges, each with the value of a column."""
    pairs = rows.filter(_protected("supporter__")).order_by()
    found = pairs.values_list("supporter_id", "supporter__merged_into_id", column)
    return {(merged or key, value) for key, merged, value in found}


def keys_of(people: Q) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of these people's email addresses and phone numbers; `people` is a condition on the rows."""
    emails = EmailAddress.objects.filter(people).values_list("normalized", flat=True)
    phones = PhoneNumber.objects.filter(people).values_list("normalized", flat=True)
    return frozenset(map(email_key, emails)) - {""}, frozenset(chain.from_iterable(map(phone_keys, phones)))


def _protected(path: str = "") -> Q:
    return Q(**{f"{path}protected": True}) | Q(**{f"{path}merged_into__protected": True})


def _with_name(typed: PersonName) -> dict[int, About]:
    pairs, singles = name_forms.pair_forms(typed), name_forms.single_forms(typed)
    if not singles:
        return {}
    rows = NameKey.objects.filter(_protected("supporter__")).order_by()
    keys = set(rows.filter(form__in=pairs).values_list("supporter", flat=True)) if pairs else set()
    keys |= set(rows.filter(form__in=singles).values_list("supporter", flat=True)[:MOST_COMPARED])
    same = [one for one in Supporter.objects.filter(pk__in=keys) if likeness.fits(typed, one)]
    if not same:
        return {}
    likely = EVERYDAY if not pairs and not any(_ends_alike(typed, one) for one in same) else name_forms.expected(typed)
    answer = About.HIDDEN if _is_rare(likely, pairs or singles) else About.REVIEW
    return {one.merged_into_id or one.pk: answer for one in same}


def _ends_alike(typed: PersonName, supporter: Supporter) -> bool:
    """Whether a single typed word is the supporter's family name or whole name. A given name alone is not enough."""
    last = {form for one in likeness.names_of(supporter) for form in name_forms.family_forms(one)}
    return bool(name_forms.single_forms(typed) & last)


def _is_rare(likely: int, forms: set[str]) -> bool:
    """Whether almost no other supporter has the name, in a database large enough to tell."""
    book = Supporter.objects.order_by("-number").values_list("number", flat=True).first() or 0
    allowed = min(MOST_NAMESAKES, book // BOOK_OF_A_NAMESAKE)
    return book >= BOOK_THAT_TELLS[likely] and _namesakes(_others(likely), forms, allowed) <= allowed


def _others(likely: int) -> QuerySet[NameKey]:
    """The names of unprotected supporters. For a name common in general, a possible duplicate of the protected person
    counts only after a review said it is someone else."""
    others = NameKey.objects.exclude(_protected("supporter__")).filter(supporter__merged_into__isnull=True).order_by()
    if likely != RARE:
        return others
    asked = NameReview.objects.filter(object_type=Supporter._meta.label_lower).exclude(answer=NameReview.Answer.OTHER)
    return others.exclude(supporter__in=asked.order_by().values("object_id"))


def _namesakes(others: QuerySet[NameKey], forms: set[str], allowed: int) -> int:
    """How many of `others` share the rarest of the forms; counts at most `allowed` + 1."""
    return min(len(others.filter(form=form).values_list("supporter")[: allowed + 1]) for form in forms)
