"""Find names that can be read in more than one way, to ask a person about. Pure; decides nothing."""

import re
import unicodedata

from crm.names.given_names import is_family_too, is_first_name, is_given, is_last_name
from crm.names.keys import is_listed, plain_word
from crm.names.spellings import PARTICLES, SHORT_NAMES, SUFFIXES, TITLES, words
from crm.names.text import plain_title, without_degrees

_ESTATE = re.compile(
    r"\b(estate|succession|heirs|legacy) of\b|\bestate\W*$|\b(living|family|revocable|irrevocable)? ?trust of\b", re.I
)
_LATE = re.compile(r"^(the )?late\b|\((late|deceased|dec'?d|d\.|r\.?i\.?p\.?)\)|\bdeceased\b|[†✝✞]|\br\.i\.p\b", re.I)
_REMARK = re.compile(
    r"\((?![^)]*\b(jr|sr|ii+|iv|nee|née|mr|mrs|ms|dr)\b)[^)]*[^\W\d_]{2,} [^)]*\)|"
    r"\b[csdw]/o\b|\b(nee|née|aka|a/k/a|fka|f/k/a) \w|\bcare of\b|\bon behalf of\b|\bd/?b/?a\b|"
    r"\bin (honor|memory) of\b|\bvia\b|\w\s+[-–—]+\s+\w",
    re.I,
)
#: Organizations and accounts in a person's name, recognized by “of”, “for the benefit of”, a possessive, or a number.
_BODY = re.compile(
    r"[\w,]\s+(of|for|fbo|f/b/o|obo)\s+\w|\b(fbo|ugma|utma|ttee|401\W?k|403\W?b)\b|\w{2,}['’]s\s+\w|"
    r"\b(troop|pack|post|local|lodge|council|chapter|unit|branch|district|ward) (no\W*|#)?\d+|"
    r"\b(pta|ptsa|pto|clubs?|choir|troop|bible|study|dentistry|advisors?|advisers|offices?|bazaar|supermarket|mart|sangha|"
    r"mandir|vihara|monastery|convent|seminary|rotary|kiwanis|elementary|preschool|daycare)\b",
    re.I,
)
_ACCOUNT = re.compile(r"(?<=[a-z] )IRA\b|^IRA (?=of|FBO|fbo)")  # in capitals only: Ira is a given name
_PAIR = re.compile(r"^(?P<a>[^\W\d_][\w'’.-]*)\s*(?:&|\+|\band\b)\s*(?P<b>[^\W\d_][\w'’.-]*)$", re.I)
#: Words that show up in name columns but are not names: a remark, a collection, an event, a group, a payment method.
_NOBODY_S_NAME = words(
    """
    attached enclosed various several multiple misc miscellaneous assorted unidentified walkins donations collection
    collections offering offerings proceeds raffle auction fundraiser fundraising potluck picnic bake carwash lemonade
    visitors guests attendees students pupils teachers volunteers employees coworkers colleagues neighbors neighbours
    members parents grandparents kids children grandchildren kiddos siblings grandkids roommates brothers bros
    sisters daughters relatives classmates classroom graders congregants worshippers worshipers committee ushers
    envelope envelopes jar bucket zelle venmo paypal cashapp gofundme eventbrite refund reimbursement adjustment
    correction void transfer rollover matching residence illegible unreadable unclear unsigned unnamed tbd moms dads
    mothers fathers scouts seniors alumni elders concessions prizes snacks
    """
)
#: Those of the words above that are also people's names: asked about only when no given name is beside them.
_SELDOM_A_NAME = words(
    """
    box sale sales plate basket booth drive walk run race party dinner lunch breakfast brunch iftar suhoor iftaar
    jumuah jummah khutbah prayer prayers taraweeh christmas class classes crew cousins ach prize snack loose coin hat
    supper banquet gala parade camp pledge silent open juniors sunday monday tuesday wednesday
    thursday friday saturday morning evening night weekend week monthly weekly annual hall lobby door kitchen office
    desk grade team group youth men women ladies boys girls friends people staff cash check checks cheque coins change
    stripe square wire deposit interest payment payments tip tips tickets ticket online website concert game fair
    festival garage yard rummage cookie cookies car wash tea coffee choir show tournament golf anonymous see list note
    money order draft cashier cashiers given provided listed available recorded
    """
)
_SEE = re.compile(
    r"\b(see|as per|per|refer to|check) (the )?"
    r"(attached|note|notes|list|below|above|e-?mail|memo|file|sheet|back)\b",
    re.I,
)
_AND_OTHERS = re.compile(
    r"\s*(&|\+|\b(and|plus|with|w/)(?!\w))\s*(his |her |the |their |an? )?"
    r"(children|kids|guests?|others|family|fam|wife|husband|spouse|partner)\W*$",
    re.I,
)
_THE = re.compile(r"^the\s+(?P<first>\S+)(?!.*\s(?:family|household|families)$)", re.I)
#: Signs that are no part of a name: they point to a note, or part what somebody else must tell apart.
_MARK = re.compile(r"[|*‡§¶^=<>{}\[\]\\]|\w\?+$")
_SOMEBODY_ELSE = re.compile(r"\w\s+(plus|with|w/)|\bet\.? al\b", re.I)
#: Whoever comes along, with no name of their own.
_COMPANY = words(
    """
    friend friends guest guests group gang company team others other more everyone everybody all staff crew club class
    youth people coworkers colleagues
    """
)
_ORDINAL = re.compile(
    r"\b\d+(st|nd|rd|th)\s+\w|\bx\s?\d{1,3}\b|\bper \w|\bthank(s| you)\b|\blost (&|and) found\b", re.I
)
_OUTCOME = re.compile(r"\b(bounced|voided|nsf|returned|declined|pledged|promised|unpaid|pending|cancell?ed)\b", re.I)
_BESIDE = re.compile(r"^(?P<name>.*\w)\s*\((?P<other>[^\W\d_][\w'’-]+)\)$")
_JOINED = re.compile(r"\s*(?:[&+;]|\band\b|\bor\b|\s/\s)\s*", re.I)
_SPLIT = re.compile(r"\s*(?:&|\+|\band\b|/|;)\s*", re.I)


def about(text: str) -> str:
    """The question a name raises, '' when it raises none."""
    if _ESTATE.search(text):
        return f"“{text}” is an estate or a trust, not a living person: enter the donor."
    if _LATE.search(text):
        return f"“{text}” mentions someone who died: enter the donor."
    if _REMARK.search(text):
        return f"“{text}” is more than a name: enter the donor."
    if _BODY.search(text) or _ACCOUNT.search(text):
        return f"“{text}” could be a person, an organization or an account: enter the donor."
    if (the := _THE.match(text)) and plain_title(the["first"]) not in TITLES:
        return f"“{text}” could be a family or an organization: enter the donor."
    is_formula = unicodedata.normalize("NFKC", text).lstrip("'").startswith(tuple("=+-@"))  # its own question
    if _MARK.search(text) and not is_formula:
        return f"“{text}” has a sign that belongs to no name: enter the donor."
    if not is_formula and _names_company(text):
        return f"“{text}” names another person only in part: enter the donor."
    if _is_nobody_s_name(text):
        return f"“{text}” may not be a person's name: enter the donor."
    if _is_beside_another(text):
        return f"“{text}” may name a second person or a place: enter the donor."
    if _are_two_with_a_comma(text):
        return f"“{text}” could be two people or one, family name first: enter the donor."
    if _are_several_in_a_row(text):
        return f"“{text}” could be one family, several people or a business: enter the donor."
    if (pair := _PAIR.match(text)) and not (is_given(pair["a"]) and is_given(pair["b"])):
        return f"“{text}” could be two people or a business: choose which."
    return ""


def _names_company(text: str) -> bool:
    """Whether a part of a couple is a figure, a letter or whoever came along: “Omar Dahl + 1”, “AT&T”."""
    text = _AND_OTHERS.sub("", text)
    if _SOMEBODY_ELSE.search(text):
        return True
    parts = [part.strip(" .").split() for part in _JOINED.split(text) if part.strip(" .")]
    if len(parts) < 2:
        return False
    alone = any(len(part) == 1 and len(part[0].strip(".")) == 1 for part in parts[1:]) and "," not in text
    letters = all(len(part) == 1 for part in parts) and any(len(part[0].strip(".")) == 1 for part in parts)
    return alone or letters or any(is_company(" ".join(part)) for part in parts)


def is_company(text: str) -> bool:
    """Whether a part of a couple is whoever came along, or how many: “friends”, “2 guests”."""
    part = text.split()
    plain = {plain_word(word) for word in part}
    others = plain <= _COMPANY | {"his", "her", "the", "a", "some"} and bool(plain & _COMPANY)
    return others or (bool(part) and part[0].isdecimal())


def _is_nobody_s_name(text: str) -> bool:
    """Whether the name holds words that hardly anyone is called by."""
    text = _AND_OTHERS.sub("", text)
    found = [plain_word(word) for word in re.split(r"[\s,/&+()-]+", text) if plain_word(word)]
    if len(found) < 2:
        return False
    odd = {*found} & _SELDOM_A_NAME and not any(map(is_given, {*found} - _SELDOM_A_NAME))
    return bool(odd or {*found} & _NOBODY_S_NAME or _SEE.search(text) or _ORDINAL.search(text) or _OUTCOME.search(text))


def _is_beside_another(text: str) -> bool:
    """Whether a word in brackets after a name is neither a suffix nor a short form of that name."""
    found = _BESIDE.match(text)
    if not found or plain_word(found["other"]) in SUFFIXES or plain_word(found["other"]) in TITLES:
        return False
    first, short = plain_word(found["name"].split()[0]), plain_word(found["other"])
    fulls = {short, *SHORT_NAMES.get(short, ())}
    return first not in fulls and not fulls & {first, *SHORT_NAMES.get(first, ())}


def _are_two_with_a_comma(text: str) -> bool:
    """Whether both sides of a comma are whole names: “Ray Coe, Bea Dunn”, but not “Garcia Lopez, Maria Elena”."""
    if "," not in text:
        return False
    before, after = text.split(",", 1)
    left = _core(before)
    rights = [words for half in re.split(r",", after) for one in _SPLIT.split(half) if (words := _core(one))]
    if len(left) < 2 or plain_word(left[0]) in PARTICLES or not any(len(right) > 1 for right in rights):
        return False
    family_first = not is_given(left[0]) and all(is_given(right[-1]) for right in rights)
    return not family_first or (is_family_too(left[0]) and is_given(left[0]))


def _are_several_in_a_row(text: str) -> bool:
    """Whether commas part people, or partners of a firm: “Omar, Sara and Zed Dahl”, “Smith, Jones & Brown”, not “Dahl,
    Omar & Sara”, nor “Dahl, Omar, MD”."""
    parts = without_degrees(text)[0].split(",")
    if len(parts) != 2:
        return len(parts) > 2
    left = _core(parts[0])
    rights = [words for half in _SPLIT.split(parts[1]) if (words := _core(half))]
    if len(left) != 1 or len(rights) < 2:
        return False
    partners = any(len(right) == 1 and is_last_name(right[0]) for right in rights)
    again = plain_word(rights[0][0]) == plain_word(left[0])
    return partners or again or (is_first_name(left[0]) and (len(rights[-1]) > 1 or not is_listed(left[0])))


def _core(text: str) -> list[str]:
    """The words of a name without titles, suffixes and initials."""
    plain = (word for word in text.split() if len(plain_word(word)) > 1)
    return [word for word in plain if plain_word(word) not in SUFFIXES and plain_word(word) not in TITLES]
