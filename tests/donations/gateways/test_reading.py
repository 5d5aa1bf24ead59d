"""What a processor sends is read as far as it makes sense, and never breaks what reads it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donations.gateways.reading import DEEPEST, day, moment, moment_or_none, plain, read_json
from donations.gateways.stripe_rows import notice, read_notice
from donations.gateways.units import from_minor

EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "charge.updated",
    "livemode": False,
    "created": 1_767_225_600,
    "api_version": "2026-10-28.endive",
    "data": {"object": {"id": "ch_1", "object": "charge"}},
}


@pytest.mark.parametrize(
    ("given_", "kept"),
    [("NUL \x00", "NUL \ufffd"), ("half \ud83d", "half \ufffd"), ("\ud83d\ude00", "\ufffd\ufffd"), ("😀 ok", "😀 ok")]
    + [(None, ""), (7, "7")],
)
def test_text_is_storable_on_both_databases(given_, kept):
    assert plain(given_) == kept
    plain(given_).encode()


@pytest.mark.parametrize("seconds", [2**63, -(2**63), 10**400, "1767225600", 1.5, None, True, -1, 4_102_444_801])
def test_what_is_no_moment_is_said_and_a_hint_of_one_is_dropped(seconds):
    with pytest.raises(ValueError, match="not a valid time"):
        moment(seconds)
    assert moment_or_none(seconds) is None


def test_a_moment_and_a_day_are_utc():
    assert (moment(1_767_225_600), day(1_767_225_600)) == (
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1).date(),
    )


@pytest.mark.parametrize("opening", ["[", '{"a":'])
@pytest.mark.parametrize("depth", [DEEPEST - 1, DEEPEST, 100, 1_000, 100_000])
def test_however_deep_a_notice_is_nested_it_says_what_it_is_about(opening, depth):
    closing = "]" if opening == "[" else "}"
    nested = opening * depth + "1" + closing * depth
    body = json.dumps(EVENT)[:-1] + f', "deep": {nested}, "strings": "{{[\\"}}]"}}'

    found = read_notice(body)

    assert (found.id, found.type, found.object_id, found.problem) == ("evt_1", "charge.updated", "ch_1", "")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 99_999])
def test_what_does_not_end_is_refused_and_breaks_nothing(text):
    with pytest.raises(ValueError):
        read_json(text)


@pytest.mark.parametrize("text", ["[]", "null", "7", '"event"', "{}", '{"object": "charge"}', "{not json", ""])
def test_what_is_no_notice_is_refused(text):
    with pytest.raises(ValueError):
        read_notice(text)


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": ["evt"]},
        {"id": ""},
        {"type": 7},
        {"livemode": "no"},
        {"data": None},
        {"data": {}},
        {"data": {"object": "ch_1"}},
        {"data": []},
    ],
)
def test_a_notice_that_lacks_a_part_is_kept_by_its_hash(change):
    found = read_notice(json.dumps({**EVENT, **change}))

    assert found.problem
    assert found.id
    assert len(found.sha256) == 64


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries({name: json_values for name in EVENT if name != "object"}))
def test_any_notice_at_all_becomes_something_storable(event):
    found = notice({**event, "object": "event"}, "")

    for value in (found.id, found.type, found.object_kind, found.object_id, found.account, found.api_version):
        assert "\x00" not in value
        value.encode()
    assert (0 < len(found.id) <= 120, len(found.object_id) <= 120, len(found.type) <= 80) == (True, True, True)


@pytest.mark.parametrize("value", ["5000", 50.0, None, True, [5000]])
def test_an_amount_is_a_whole_number_of_the_smallest_unit(value):
    with pytest.raises(TypeError):
        from_minor(value, "usd")
