"""The US state of a ZIP code, by its first three digits (USPS Publication 65, labeling list L005).

An online donor types a ZIP code but no state; state legends on the receipt depend on it.
"""

from __future__ import annotations

#: The first prefix of each state, up to the next row. Military mail and unused prefixes have none.
_PREFIXES: tuple[tuple[int, str], ...] = (
    *((0, ""), (5, "NY"), (6, "PR"), (8, "VI"), (9, "PR"), (10, "MA"), (28, "RI"), (30, "NH"), (39, "ME"), (50, "VT")),
    *((55, "MA"), (56, "VT"), (60, "CT"), (63, "NY"), (64, "CT"), (70, "NJ"), (90, ""), (100, "NY"), (150, "PA")),
    *((197, "DE"), (200, "DC"), (201, "VA"), (202, "DC"), (206, "MD"), (220, "VA"), (247, "WV"), (270, "NC")),
    *((290, "SC"), (300, "GA"), (320, "FL"), (340, ""), (341, "FL"), (350, "AL"), (370, "TN"), (386, "MS")),
    *((398, "GA"), (400, "KY"), (430, "OH"), (460, "IN"), (480, "MI"), (500, "IA"), (530, "WI"), (550, "MN")),
    *((569, "DC"), (570, "SD"), (580, "ND"), (590, "MT"), (600, "IL"), (630, "MO"), (660, "KS"), (680, "NE")),
    *((700, "LA"), (716, "AR"), (730, "OK"), (733, "TX"), (734, "OK"), (750, "TX"), (800, "CO"), (820, "WY")),
    *((832, "ID"), (834, "ID"), (840, "UT"), (850, "AZ"), (870, "NM"), (885, "TX"), (889, "NV"), (900, "CA")),
    *((962, ""), (967, "HI"), (969, "GU"), (970, "OR"), (980, "WA"), (995, "AK")),
)
#: Prefixes within another state's range.
_ELSEWHERE = {"831": "WY"}


def state_of(*, country: str, postal_code: str) -> str:
    """The state of a US ZIP code, like `IN`; '' abroad and for anything else. Without a country, a complete ZIP code
    (five or nine digits) counts as American."""
    text = postal_code.strip()
    digits = text[:5]
    if country.strip().upper() not in ("US", "") or len(digits) < 5 or not (digits.isascii() and digits.isdigit()):
        return ""
    if len(text) not in (5, 9, 10):
        return ""
    prefix = digits[:3]
    return _ELSEWHERE.get(prefix) or next((state for start, state in reversed(_PREFIXES) if int(prefix) >= start), "")
