"""Names that can be read in more than one way: a person says which. Pure; raises questions, decides nothing."""

import re

from crm.names.given_names import is_given

_ESTATE = re.compile(
    r"\b(estate|succession|heirs|legacy) of\b|\bestate\W*$|\b(living|family|revocable|irrevocable)? ?trust of\b", re.I
)
_LATE = re.compile(r"^(the )?late\b|\((late|deceased|dec'?d|d\.)\)|\bdeceased\b", re.I)
_REMARK = re.compile(
    r"\((?![^)]*\b(jr|sr|ii+|iv|nee|née|mr|mrs|ms|dr)\b)[^)]*[^\W\d_]{2,} [^)]*\)|"
    r"\bc/o\b|\bcare of\b|\bon behalf of\b|\bd/?b/?a\b|\bin (honor|memory) of\b|\bvia\b",
    re.I,
)
#: A body, or an account in somebody's name: of what there is one, for whom it is held, whose it is, how it is numbered.
_BODY = re.compile(
    r"[\w,]\s+(of|for|fbo|f/b/o|obo)\s+\w|\b(fbo|ugma|utma|ttee|401\W?k|403\W?b)\b|\w{2,}['’]s\s+\w|"
    r"\b(troop|pack|post|local|lodge|council|chapter|unit|branch|district|ward) (no\W*|#)?\d+|"
    r"\b(pta|ptsa|pto|clubs?|choir|troop|bible|study|dentistry|advisors?|advisers|offices?|bazaar|supermarket|mart|sangha|"
    r"mandir|vihara|monastery|convent|seminary|rotary|kiwanis|elementary|preschool|daycare)\b",
    re.I,
)
_ACCOUNT = re.compile(r"(?<=[a-z] )IRA\b|^IRA (?=of|FBO|fbo)")  # in capitals: Ira is a given name
_PAIR = re.compile(r"^(?P<a>[^\W\d_][\w'’.-]*)\s*(?:&|\+|\band\b)\s*(?P<b>[^\W\d_][\w'’.-]*)$", re.I)


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
    pair = _PAIR.match(text)
    if pair and not (is_given(pair["a"]) and is_given(pair["b"])) and not _is_one_letter(pair["a"], pair["b"]):
        return f"“{text}” could be two people or a business: choose which."
    return ""


def _is_one_letter(*words: str) -> bool:
    return any(len(word.strip(".")) == 1 for word in words)
