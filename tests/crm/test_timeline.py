"""The story of a supporter: newest first, by source, step by step."""

import pytest

from core import extend
from core.models import AuditEntry
from tests.support.builders import make_supporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_as):
    return client_as("development")


def test_the_timeline_tells_what_happened_newest_first(staff):
    supporter = make_supporter("Amina Misali", references=(("stripe", "cus_42"),), by=staff.user)
    staff.post(f"/supporters/{supporter.pk}/phone/add/", {"number": "(317) 555-0142"})

    timeline = staff.get(f"/supporters/{supporter.pk}/").context["timeline"]
    lines = [(line.entry.title, line.entry.detail) for _, month in timeline.months for line in month]

    assert lines == [
        ("Contact detail added", f"phone · by {staff.user}"),
        ("Linked to stripe", "cus_42"),
        ("Added", f"by {staff.user}"),
    ]


def test_the_timeline_shows_one_source_when_asked(staff, monkeypatch):
    supporter = make_supporter()
    sources = [
        extend.TimelineSource(
            slug="record",
            label="Record",
            permission="supporters.view",
            entries=lambda *_: [_entry(supporter, "Record")],
        ),
        extend.TimelineSource(
            slug="calls", label="Calls", permission="supporters.view", entries=lambda *_: [_entry(supporter, "Called")]
        ),
        extend.TimelineSource(
            slug="gifts", label="Gifts", permission="settings.manage", entries=lambda *_: [_entry(supporter, "Gave")]
        ),
    ]
    monkeypatch.setitem(extend.registry._entries, extend.TimelineSource, sources)

    def titles(query):
        timeline = staff.get(f"/supporters/{supporter.pk}/", query).context["timeline"]
        return sorted(line.entry.title for _, month in timeline.months for line in month)

    assert titles({}) == ["Called", "Record"]
    assert titles({"show": "calls"}) == ["Called"]
    assert titles({"show": "gifts"}) == ["Called", "Record"]
    assert titles({"show": "\x01"}) == ["Called", "Record"]


def _entry(supporter, title):
    return extend.TimelineEntry(at=supporter.created_at, icon="gift", title=title)


def test_a_long_story_is_shown_step_by_step(staff):
    supporter = make_supporter()
    AuditEntry.objects.bulk_create(
        [AuditEntry(act="supporter.changed", object_type="crm.supporter", object_id=supporter.pk) for _ in range(30)]
    )

    first = staff.get(f"/supporters/{supporter.pk}/").context["timeline"]
    more = staff.get(f"/supporters/{supporter.pk}/", {"last": "40"}).context["timeline"]
    nonsense = staff.get(f"/supporters/{supporter.pk}/", {"last": "99999999"}).context["timeline"]

    assert [(line.shown, line.more) for line in (first, more, nonsense)] == [(20, True), (31, False), (31, False)]
