"""Public pages in Urdu: every message is translated, and every name staff enter for the public has its Urdu.

`tests/test_words.py` checks how the Urdu is spelled.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from core.models import Organization
from donations.models import Campaign, Fund, GivingPage
from donations.views.fund_forms import CampaignForm, FundForm
from events.forms.event import EventForm
from events.forms.staff import TicketForm
from events.models import Event, Meal, TicketType
from tests.events.builders import make_event, make_ticket
from tests.support.shop import shop, shop_standin
from tests.support.words import translatable

__all__ = ["shop", "shop_standin"]
ROOT = Path(__file__).parents[1]

#: Names and texts staff enter for public pages, and the form where they do; None where no form of staff holds them.
PUBLIC_NAMES: dict[type[models.Model], tuple[Any, tuple[str, ...]]] = {
    Organization: (None, ("giving_promise",)),
    Fund: (FundForm, ("name",)),
    Campaign: (CampaignForm, ("name",)),
    GivingPage: (None, ("title", "story")),
    Event: (EventForm, ("name", "title", "story", "note")),
    TicketType: (TicketForm, ("name",)),
    Meal: (None, ("name",)),  # a line of the form of meals: English | Urdu
}


def test_every_message_of_a_public_page_has_its_urdu() -> None:
    with translation.override("ur"):
        missing = [
            message
            for message in translatable()
            if gettext(message.singular) == message.singular
            or (message.plural and ngettext(message.singular, message.plural, 2) == message.plural)
        ]

    assert missing == []


@pytest.mark.parametrize("app", ["core", "donations", "events"])
def test_no_translation_is_empty_fuzzy_or_newer_than_what_is_compiled(app: str) -> None:
    with (ROOT / app / "locale/ur/LC_MESSAGES/django.po").open("rb") as file:
        entries = [message for message in read_po(file) if message.id]

    with translation.override("ur"):
        wrong = [
            message.id
            for message in entries
            for texts in [[message.string] if isinstance(message.string, str) else list(message.string)]
            if message.fuzzy or not all(texts) or gettext(_singular(message.id)) not in texts
        ]

    assert wrong == []


def _singular(key: str | tuple[str, ...]) -> str:
    return key if isinstance(key, str) else key[0]


@pytest.mark.parametrize("model", PUBLIC_NAMES)
def test_every_name_entered_for_the_public_has_an_urdu_field(model: type[models.Model]) -> None:
    form, fields = PUBLIC_NAMES[model]

    assert {f"{name}_ur" for name in fields} <= {field.name for field in model._meta.get_fields()}
    assert form is None or {f"{name}_ur" for name in fields} <= set(form.base_fields)


@pytest.mark.usefixtures("shop")
def test_an_urdu_page_shows_the_urdu_of_every_name(client: Any) -> None:
    Organization.objects.update(giving_promise="A promise.", giving_promise_ur="ایک وعدہ")
    campaign = Campaign.objects.create(name="Spring", name_ur="بہار کی مہم")
    page = GivingPage.objects.create(
        slug="spring", title="Give for spring", title_ur="بہار کا صفحہ", story_ur="بہار کی کہانی", campaign=campaign
    )
    Fund.objects.update(name_ur="عام فنڈ")
    event = make_event(
        slug="dinner", starts_at=timezone.now() + timedelta(days=9), name_ur="عشائیے کا نام",
        title="A title", title_ur="عشائیے کی سرخی", story="A story", story_ur="عشائیے کی کہانی",
        note="A note", note_ur="عشائیے کی ہدایت",
    )  # fmt: skip
    ticket = make_ticket(event, name="Seat", name_ur="ایک نشست")
    Meal.objects.create(event=event, name="Lamb", name_ur="مٹن")

    giving = client.get(f"/give/{page.slug}/?lang=ur").content.decode()
    dinner = client.get("/e/dinner/?lang=ur").content.decode()
    order = client.get("/e/dinner/order/", {"lang": "ur", f"q_{ticket.pk}": 1, "extra": "0"}).content.decode()

    names = [getattr(row, f"{name}_ur") for row in (campaign, page) for name in PUBLIC_NAMES[type(row)][1]]
    assert [name for name in [*names, "عام فنڈ", "ایک وعدہ"] if name not in giving] == []
    assert [
        name for name in (getattr(event, f"{name}_ur") for name in PUBLIC_NAMES[Event][1]) if name not in dinner
    ] == []
    assert [name for name in ("ایک نشست", "مٹن") if name not in order] == []
