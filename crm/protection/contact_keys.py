"""By what an email address or a phone number is the same, however it is written: as keys, compared as text.

Gmail ignores dots and what follows a plus sign, and many providers a tag (`core.mail.mailboxes`). One number is dialed
with its country, with a zero, or with neither: its last nine figures are what all ways have in common.
"""

from __future__ import annotations

import unicodedata

from core.mail.mailboxes import mailbox_of
from crm import identity
from crm.names.within import PHONE

FEWEST_DIGITS = 7
#: Figures of a number that stand in every way of dialing it.
TAIL = 9
#: What a key is cut to, wherever it is stored.
LONGEST = 260


def email_key(address: str) -> str:
    """The key of an email address; "" for what is none."""
    normal = identity.normal_email(address)
    return f"@{mailbox_of(normal)}"[:LONGEST] if "@" in normal else ""


def phone_keys(text: str) -> set[str]:
    """The keys of all phone numbers in a text, such as `0300 5550142 / +1 317 555 0111`; too few figures are none."""
    return {key for number in PHONE.findall(text) or [text] if (key := _phone_key(number))}


def _phone_key(number: str) -> str:
    figures = "".join(str(unicodedata.decimal(sign)) for sign in number if sign.isdecimal())
    normal = identity.normal_phone(f"+{figures}" if number.lstrip().startswith("+") else number)
    digits = "".join(str(unicodedata.decimal(sign)) for sign in normal if sign.isdecimal()) or figures
    return f"+{digits[-TAIL:]}" if len(digits) >= FEWEST_DIGITS else ""
