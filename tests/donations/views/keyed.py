"""Gifts keyed in on their form."""

from __future__ import annotations

import uuid

from tests.support.builders import general_fund


def typed(supporter=None, **override):
    """What the quick form sends."""
    return {
        "donor": supporter.shown_name if supporter else "",
        "supporter": supporter.pk if supporter else "",
        "amount": "250",
        "method": "check",
        "check_number": "1187",
        "gift_on": "2026-03-02",
        "fund": general_fund().pk,
        "campaign": "",
        "note": "",
        "entry": uuid.uuid4(),
        **override,
    }
