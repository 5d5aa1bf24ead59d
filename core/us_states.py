"""The states and territories of the United States by postal abbreviation (USPS Publication 28, appendix B)."""

import re

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AS": "American Samoa", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida",
    "GA": "Georgia", "GU": "Guam", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska",
    "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
    "NC": "North Carolina", "ND": "North Dakota", "MP": "Northern Mariana Islands", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina",
    "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "VI": "U.S. Virgin Islands", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})
#: The fifty states and the District of Columbia.
STATES_AND_DC = {code: name for code, name in STATES.items() if code not in TERRITORIES}


def state_code(text: str) -> str:
    """`IN` for “in”, “Indiana” and “State of Indiana”; nothing for a territory and for what is no state."""
    name = " ".join(text.upper().split()).removesuffix(".")
    return _CODES.get(name) or _CODES.get(_RANK.sub("", name), "")


def in_a_sentence(code: str) -> str:
    """A state's name as a sentence has it: `the District of Columbia`; an unknown abbreviation as it is."""
    name = STATES.get(code, code)
    return f"the {name}" if code in {"DC", "MP", "VI"} else name


_RANK = re.compile(r"^(?:STATE|COMMONWEALTH)\s+OF\s+")
_CODES = {name.upper(): code for code, plain in STATES_AND_DC.items() for name in (plain, in_a_sentence(code), code)}
_CODES |= {"D.C": "DC", "WASHINGTON DC": "DC", "WASHINGTON, DC": "DC", "WASHINGTON, D.C": "DC", "WASHINGTON D.C": "DC"}
