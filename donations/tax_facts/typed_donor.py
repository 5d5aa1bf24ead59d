"""The donor of an online gift as typed with it.

Anyone who has the link of an online gift can read its thank-you page and receipt. So these print what was typed with
this gift and nothing from a supporter's record: no address, title, spelling or history. The donor asked to have the
typed name on the receipt.
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
        """The US state of the ZIP code, like `IN`, or ''."""
        return state_of(country=self.country, postal_code=self.postal_code)


def typed_donor(gift: Gift) -> TypedDonor | None:
    """What was typed with an online gift, or with the one it corrects. None for other gifts, and once staff corrected
    the donor, as the typed name is then not the legal donor's."""
    intent = intent_behind(gift)
    if intent is None:
        return None
    return TypedDonor(intent.full_name, intent.country, intent.postal_code, intent.language)


def intent_behind(gift: Gift) -> GiftIntent | None:
    """The intent that paid a gift, also through corrections that kept the donor."""
    first: Gift = gift
    while (correction := getattr(first, "replaces", None)) is not None:
        first = correction.gift
    intent = getattr(first, "intent", None)
    same = (first.supporter_id, first.joint_with_id) == (gift.supporter_id, gift.joint_with_id)
    return intent if same else None
