"""Who gave online, in the words typed with the gift.

The link of a gift made online is a bearer link: whoever holds it reads the thank-you page and the receipt. So these
print what was typed with this gift and nothing from anybody's record: no address, title, spelling or history. The
legal donor is named as typed, which is what the donor asked to have on the receipt.
"""

from __future__ import annotations

from dataclasses import dataclass

from donations.models import Gift, GiftIntent
from donations.tax_facts.zip_states import state_of


@dataclass(frozen=True)
class TypedDonor:
    """The donor of a gift made online: name, country and ZIP code as typed, and the language of the page."""

    name: str
    country: str = ""
    postal_code: str = ""
    language: str = "en"

    @property
    def state(self) -> str:
        """The US state of the ZIP code, like `IN`, or nothing."""
        return state_of(country=self.country, postal_code=self.postal_code)


def typed_donor(gift: Gift) -> TypedDonor | None:
    """What was typed with a gift made online, or with the one it corrects. None for every other gift, and once staff
    corrected who gave: what was typed is not the legal donor's name any more."""
    intent = intent_behind(gift)
    if intent is None:
        return None
    return TypedDonor(intent.full_name, intent.country, intent.postal_code, intent.language)


def intent_behind(gift: Gift) -> GiftIntent | None:
    """The intent a gift was paid by, also through corrections that left the donor as they were."""
    first: Gift = gift
    while (correction := getattr(first, "replaces", None)) is not None:
        first = correction.gift
    intent = getattr(first, "intent", None)
    same = (first.supporter_id, first.joint_with_id) == (gift.supporter_id, gift.joint_with_id)
    return intent if same else None
