"""Platforms that pass on gifts of others in one payment. The payment alone names no donor."""

import re

_NAMES = frozenset(
    {"paypal giving", "ppgf", "paypal charitable giving", "network for good", "benevity", "american online giving",
     "yourcause", "blackbaud giving", "facebook payments", "meta payments", "amazonsmile", "amazon smile", "gofundme",
     "givebutter", "givelively", "give lively", "donorbox", "zeffy", "classy", "mightycause", "cybergrants",
     "bright", "justgiving", "globalgiving", "every org", "pledgeling", "stripe", "eventbrite", "frontstream",
     "benevity community impact", "facebook", "meta platforms", "meta"}
)  # fmt: skip
_LEGAL = frozenset({"fund", "foundation", "inc", "llc", "ltd", "corp", "corporation", "company", "limited", "uk"})


def is_middleman(name: str) -> bool:
    """Whether a name is that of a platform that passes on gifts: “PayPal Giving Fund”, “Benevity, Inc.”."""
    words = re.findall(r"[^\W_]+", name.casefold())
    if " ".join(words) in _NAMES:
        return True
    while words and words[-1] in _LEGAL:
        words.pop()
    return " ".join(words) in _NAMES - {"bright", "meta", "classy"} or " ".join(words) == "bright funds"
