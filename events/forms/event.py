"""The form of an event: when, where, how many seats, the text of its page."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from core.forms.fields import DayInput, offer_rows
from donations.models import Campaign, Fund
from events.models import Event

ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Indiana/Indianapolis", "Eastern (Indiana)"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Mountain (Arizona)"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Toronto", "Eastern (Canada)"),
    ("Europe/London", "United Kingdom"),
    ("Asia/Karachi", "Pakistan"),
)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


#: The sections of the form, each with its fields.
GROUPS = (
    ("Name, date, and place", ("name", "slug", "day", "begins", "ends", "time_zone", "venue", "city", "region")),
    ("Seats and fundraising", ("capacity", "check_seats", "goal", "fund", "campaign")),
    ("Public page", ("title", "story", "note")),
    ("Public page in Urdu", ("name_ur", "title_ur", "story_ur", "note_ur")),
)


class EventForm(forms.ModelForm):
    day = forms.DateField(label="Date", widget=DayInput)
    begins = forms.TimeField(label="Start time", widget=TimeInput)
    ends = forms.TimeField(
        label="End time",
        widget=TimeInput,
        required=False,
        help_text=(
            "Check-in stays open until this time. A time earlier than the start is after midnight. Leave blank "
            "for six hours."
        ),
    )
    time_zone = forms.ChoiceField(choices=ZONES)

    class Meta:
        model = Event
        fields = [name for _, names in GROUPS for name in names]
        widgets = {
            name: forms.Textarea({"rows": 3, **({"dir": "rtl", "lang": "ur"} if name.endswith("_ur") else {})})
            for name in ("story", "note", "story_ur", "note_ur")
        } | {name: forms.TextInput({"dir": "rtl", "lang": "ur"}) for name in ("name_ur", "title_ur")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "fund", Fund.objects.filter(active=True))
        offer_rows(self, "campaign", Campaign.objects.filter(active=True))
        if self.instance.pk:
            local = self.instance.starts_local
            ends = self.instance.ends_local
            self.initial.update({"day": local.date(), "begins": local.time(), "ends": ends and ends.time()})

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if {"day", "begins", "time_zone"} <= set(cleaned):
            local = datetime.combine(cleaned["day"], cleaned["begins"])
            zone = ZoneInfo(cleaned["time_zone"])
            self.instance.starts_at = timezone.make_aware(local, zone)
            self.instance.ends_at = _ends_at(local, cleaned.get("ends"), zone)
        return cleaned

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The sections for the page: a title and its fields."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]

    @property
    def written(self) -> list[str]:
        """The model's fields that changed."""
        changed = set(self.changed_data)
        moved = {"starts_at"} if changed & {"day", "begins", "time_zone"} else set()
        ended = {"ends_at"} if changed & {"day", "begins", "ends", "time_zone"} else set()
        return sorted((changed - {"day", "begins", "ends"}) | moved | ended)


def _ends_at(begins: datetime, ends: time | None, zone: ZoneInfo) -> datetime | None:
    """The moment it ends: on its own day, or after midnight when the end time is earlier than the start."""
    if ends is None:
        return None
    day = begins.date() if ends > begins.time() else begins.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, ends), zone)
