"""The database refuses a hidden row that shows its name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from events.models import Guest, Order
from tests.events.builders import guests, make_event, make_order, make_ticket, zone_by_day
from tests.support.builders import make_supporter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]
EMAIL, PHONE = "parveen@zanzeermail.example.org", "+1 317 555 0111"


@pytest.fixture
def hidden(database):
    return make_supporter(
        "Parveen Zanzeer", native_name="پروین زنجیر", emails=(EMAIL,), phones=(PHONE,), protected=True
    )


@pytest.fixture
def seat(organization):
    event = make_event(slug="tonight", starts_at=timezone.now() + timedelta(hours=1), time_zone=zone_by_day())
    return make_ticket(event)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Order, {"shown_name": "Parveen Zanzeer"}),
        (Order, {"hidden": False}),
        (Guest, {"listed_name": "Parveen Zanzeer"}),
    ],
)
def test_the_database_refuses_a_hidden_row_that_shows_its_name(hidden, seat, model, values):
    make_order(seat, name="Parveen Zanzeer", email="", guests=guests("Parveen Zanzeer"))

    with pytest.raises(IntegrityError), transaction.atomic():
        models.QuerySet(model).filter(hidden=True).update(**values)
