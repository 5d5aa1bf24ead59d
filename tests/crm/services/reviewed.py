"""Names that wait for a review."""

from __future__ import annotations

import pytest
from django.utils import timezone

from crm.models import NameReview
from crm.services.name_reviews import answer_review
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_supporter, make_user

EMAIL = "parveen@zanzeermail.example.org"


@pytest.fixture
def hidden(database):
    return make_supporter("Parveen Zanzeer", emails=(EMAIL,), protected=True)


@pytest.fixture
def order(hidden):
    return make_order(make_ticket(make_event()), name="Perveen Zanzeer", email="new@example.org")


@pytest.fixture
def review(order):
    return NameReview.objects.get(object_type="events.order", object_id=order.pk)


def answer(review, said, by=None):
    answer_review(review=review, answer=said, by=by or make_user("development"), at=timezone.now())
