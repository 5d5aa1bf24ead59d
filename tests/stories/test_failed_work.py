"""A row whose work fails rests longer each time, is named at home and on a page, and can be tried again there."""

import pytest

from core import extend
from tests.core.jobs.poisoned import POISONED

pytestmark = pytest.mark.usefixtures("organization")
MENDS = {"receipt.pdf": "finance", "receipt.letter": "development", "order.settle": "events", "order.lapse": "events"}


def test_every_kind_is_tried_here():
    assert {entry.kind for entry in extend.entries(extend.Retried)} == set(POISONED) == set(MENDS)
