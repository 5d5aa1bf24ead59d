"""Titles of lists that say of their people how they may be treated: whether they may be contacted, recorded, named.

“Moved”, “Former members”, “Confidential”, “Minors”, “GDPR erasure”: such a title says something of everybody beneath
it, in one of the kinds below, and what it means for them is asked. Pure.
"""

import re

from imports import questions

#: Words for people who may not be reached any more, or do not want to be: of columns with a yes or no, and of lists.
UNREACHABLE = (
    r"r\.?i\.?p|late|dead|gone|moved|bad|wrong|invalid|lost|lapsed|return(ed|s)?|undeliverable|departed|memoriam|"
    r"left|quit|hidden|deleted?|archived?|angry|upset"
)
#: Those that say it of people alone, never of money.
_UNWILLING = (
    r"angry|upset|unhappy|furious|hostile|hat(e|es|ed|ers?)|unwilling|(not|un) ?interested|banned|barred|"
    r"black ?list(ed)?|"
    r"le(ave|ft|t) (me |us |him |her |them )?(alone|be)|estranged|restraining|harass\w*|never( again)?|"
    r"cut off|fed up|trouble ?makers?|(do not|don'?t) (ask|approach|visit|write|bother|disturb|invite)|no asks?"
)
_CHANNEL = r"(e-?mails?|(snail |postal )?mail|post|letters?|phone|calls?|texts?|sms|whatsapp)"
#: What the people of a list may be, want or have asked for, if the list has no gifts.
_MAY_CLOSE = (
    rf"{_CHANNEL}( contact)? only|"
    r"only (by )?(e-?mail|mail|post|letter|phone|text|sms|whatsapp)|"
    r"resign(ed|ations?)|withdrew|terminated|suspended|expelled|cancel(l?ed|lations?)|obits?|widow(s|ed|ers?)?|"
    r"estates?|"
    r"not|no longer|no more|never|stop(ped)?|remov(e|ed|als?)|delet(e|ed|ions?)|block(ed|list)?|inactive|"
    r"dead|died|memoriam|passed|late|return(ed|s)?|bounc(e|es|ed|ing)|undeliver\w*|moved|complain\w*|exclu\w+|purged?|"
    r"invalid|bad|do ?not ?\w*|don'?t ?\w*|opt(ed|ing)?[\s_-]?outs?|unsub\w*|dn[cmet]|gone|"
    r"spam|withdr[ae]wn?|refus(ed|als?|e)|opted|"
    r"asked (us )?(not|to)|unwilling|undeliv\w*|r\.?i\.?p|departed|obituar(y|ies)|"
    r"expired|revoked|declin(ed|ers?)|turned (us )?down|said no|opposed|rejected|disqualified|bajas"
)
#: In lists of gifts, too: no money is called so.
_STATUS = (
    r"former|ex[ -]?(members?|donors?|supporters?|volunteers?|staff|employees?|board|students?)|"
    r"(past|previous|old|expired|inactive|lost|no longer) (members?|memberships?|volunteers?|subscribers?)|"
    r"passed (away|on)|no longer (living|alive|with us|active|here|donors?)|سابق\w*|r\.?i\.?p|died|dead|"
    r"obituar(y|ies)|fallecid[oa]s?|difunt[oa]s?|muert[oa]s?|d[ée]c[ée]d[ée]s?|verstorbene?n?|مرحوم\w*|وفات\w*|انتقال\w*"
)
_CONSENT = (
    r"gdpr|ccpa|casl|tcpa|can[ -]spam|erasures?|eras(ed|e)|forget|forgotten|(data )?deletion requests?|"
    r"(un|non)[ -]?consent\w*|consent(s|ed)?|opt(ed|ing)?[ -]?ins?|(do not|don'?t) (publish|share|trade|sell|list)|"
    rf"not for (mailing|contact|publication)|un(confirmed|verified) ({_CHANNEL}|address(es)?|subscribers?|contacts?)|"
    r"(purchased|bought|rented|scraped|harvested|cold) (lists?|leads?|contacts?|names|emails?|addresses)|"
    r"legal hold|litigation|lawsuits?|(block|stop|suppression) ?lists?|inactive (donors?|supporters?|contacts?)"
)
_ADDRESS = (
    r"rts|return(ed|s)?[ -](to[ -]sender|mail(ings?)?|letters?|post|envelopes?|addresses)|ncoa|nixies?|uaa|"
    r"(old|former|previous|prior|outdated|stale|wrong|bad|invalid|unknown|missing|temporary|seasonal) address(es)?|"
    r"(change|changes) of address|address changes?|addressee unknown|(no |left no )?forwarding( address)?|vacant|"
    r"(?<!money )(?<!funds )moved(?! (to|from|into) (savings|checking|the bank|general|reserve))|snow ?birds?|"
    r"undeliverable( (mail|letters?|addresses|as addressed))?|منتقل\w*"
)
_PRIVATE = (
    r"confidential(ly)?|secret(?! santa)|sensitive|private(ly)?|anonym(ous|ously|ized|ised)|unnamed|undisclosed|"
    r"names? (withheld|hidden|not to be)|withheld|internal (use )?only|restricted access|access restricted|hidden|"
    r"protected|off the record|incognito|at[ -]risk|safe ?houses?|confidencial(es)?|confidentiels?|an[óo]nim[oa]s?|"
    r"vertraulich|anonyme?s?|خفیہ|رازدار\w*|گمنام"
)
_YOUNG = (
    r"minors|under ?-?(age|aged|1[0-8]|2[01])( years)?s?|juveniles?|menores( de edad)?|mineur(e?s)|"
    r"minderj[äa]hrige?n?|نابالغ\w*"
)
#: People who may be a program's: in the title of a fund, an appeal or a program they are who it is for.
_SERVED = (
    r"children|kids|youths?|teens|teenagers|adolescents|pupils|students|infants|toddlers|orphans|niñ[oa]s|enfants|"
    r"kinder|clients|patients|survivors|victims|refugees|asylum( seekers)?|detainees|inmates|prisoners|incarcerated|"
    r"nursing homes?|hospice|memory care|incapacitated|under guardianship|bankrupt(s|cies)?|بچے|بچوں"
)
_FOR_A_CAUSE = re.compile(
    r"\b(funds?|programs?|programmes?|appeals?|relief|sponsor\w*|projects?|campaigns?|scholarships?|homes?|schools?|"
    r"hospitals?|clinics?|cent(er|re)s?|drives?|ministry|ministries|education|aid|camps?|dinners?|galas?|events?|"
    r"foundations?|gifts?|donations?|contributions?|zakat\w*|sadaq\w*|for|support|services?|day|night|fair|club|"
    r"parents|families|teachers|rights|school|university|college|madrasa\w*)\b",
    re.I,
)
#: What is no list of anybody to add.
_NO_RECORDS = (
    r"dup(licate|e)?s?|merged?|to (be )?(merged?|deleted?|removed?)|trash|recycle bin|junk|back ?ups?|obsolete|"
    r"superseded|test( data| records?| contacts?)?|dummy|samples?|templates?|fake|do not (use|import)|duplicad[oa]s|"
    r"borrar|eliminar|حذف"
)
#: Of mail that came back, where a list of gifts might mean money.
_MAIL_BACK = re.compile(
    r"\b(rts|return(ed|s)?[ -](to[ -]sender|mail(ings?)?|letters?|post|envelopes?|addresses))\b", re.I
)


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])({'|'.join(patterns)})(?![^\W\d_])", re.I)


_ASKED_OF_PEOPLE = _words(UNREACHABLE, _UNWILLING, _MAY_CLOSE, _STATUS, _CONSENT, _ADDRESS)
_ASKED_OF_GIVERS = _words(_UNWILLING, _STATUS, _CONSENT, _ADDRESS)
_OF_RECORDS = _words(_PRIVATE, _YOUNG)
_OF_SERVED = _words(_SERVED)
_OF_NO_RECORDS = _words(_NO_RECORDS)


def asked_of_people(text: str) -> tuple[str, ...]:
    """The question a title raises about the people of a list without gifts; () for none."""
    if _says_how_to_record(text) or _OF_NO_RECORDS.search(text):
        return (f"“{text}” {questions.MAY_BE_RECORDED}",)
    return (f"“{text}” {questions.MAY_BE_CONTACTED}",) if _ASKED_OF_PEOPLE.search(text) else ()


def asked_of_givers(text: str) -> tuple[str, ...]:
    """The question a title raises about the people of a list of gifts; () for none."""
    if _says_how_to_record(text):
        return (f"“{text}” {questions.MAY_BE_RECORDED}",)
    return (f"“{text}” {questions.MAY_BE_CONTACTED}",) if _ASKED_OF_GIVERS.search(text) else ()


def mail_came_back(text: str) -> bool:
    """Whether a title speaks of mail that was returned, rather than of money."""
    return bool(_MAIL_BACK.search(text))


def _says_how_to_record(text: str) -> bool:
    if _OF_RECORDS.search(text):
        return not (_FOR_A_CAUSE.search(text) and re.search(r"\bprivate\b|\bprotected\b", text, re.I))
    return bool(_OF_SERVED.search(text)) and not _FOR_A_CAUSE.search(text)
