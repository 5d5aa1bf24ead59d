from datetime import date

import pytest

from core.organization.exemption_status import MAY_FOLLOW, NEEDS, Row, Status, problems, receipts_say, sequence_problem

FORMED, TODAY = date(2012, 8, 21), date(2026, 6, 15)
FILED = Row("pending", date(2012, 12, 3))
LETTER = Row("recognized", date(2013, 7, 15), date(2012, 8, 21))


def found(row, *others):
    return problems(row, others=others, formation_on=FORMED, today=TODAY)


def test_the_seed_story_is_possible():
    assert found(FILED) == {}
    assert found(LETTER, FILED) == {}


def test_every_status_says_when_it_may_stand():
    assert set(NEEDS) == set(Status) == set(MAY_FOLLOW) - {None}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "denied"),
        (None, "revoked"),
        ("not_applied", "denied"),
        ("pending", "pending"),
        ("pending", "revoked"),
        ("recognized", "pending"),
        ("recognized", "denied"),
        ("recognized", "recognized"),
        ("recognized", "not_applied"),
        ("denied", "revoked"),
        ("denied", "not_applied"),
        ("revoked", "not_applied"),
    ],
)
def test_a_step_that_cannot_happen_is_named(before, after):
    rows = [Row(before, date(2014, 1, 1))] if before else []
    rows += [Row(after, date(2015, 1, 1))]
    # What stands before is itself possible, so that the step alone is wrong.
    lead = {"denied": ["pending"], "revoked": ["recognized"]}.get(before, [])
    rows += [Row(status, date(2013, 1, 1)) for status in lead]

    broken = sequence_problem(rows)

    assert broken.startswith(f"“{Status(after).label}” from Jan 1, 2015 can't ")
    assert broken.endswith(f"{NEEDS[after]}.")


def test_the_whole_story_is_checked_when_a_row_moves():
    # The letter would then come before the application.
    assert found(Row("pending", date(2014, 1, 1)), LETTER) == {
        "status": f"“Application pending” from Jan 1, 2014 can't follow “Recognized under 501(c)(3)” from "
        f"Jul 15, 2013: {NEEDS['pending']}."
    }


@pytest.mark.parametrize(("day", "possible"), [(20, False), (21, True), (22, True)])
def test_nothing_begins_before_formation(day, possible):
    assert (found(Row("pending", date(2012, 8, day))) == {}) is possible


@pytest.mark.parametrize(("day", "possible"), [(14, True), (15, True), (16, False)])
def test_nothing_begins_after_today(day, possible):
    assert (found(Row("pending", date(2026, 6, day))) == {}) is possible


@pytest.mark.parametrize(
    ("effective", "possible"), [(date(2013, 7, 14), True), (date(2013, 7, 15), True), (date(2013, 7, 16), False)]
)
def test_a_letter_never_reaches_ahead(effective, possible):
    assert (found(Row("recognized", date(2013, 7, 15), effective), FILED) == {}) is possible


@pytest.mark.parametrize(("day", "possible"), [(20, False), (21, True)])
def test_a_letter_never_reaches_behind_formation(day, possible):
    assert (found(Row("recognized", date(2013, 7, 15), date(2012, 8, day)), FILED) == {}) is possible


@pytest.mark.parametrize("status", ["not_applied", "pending", "denied"])
def test_only_a_letter_or_a_revocation_counts_from_another_day(status):
    assert list(found(Row(status, date(2014, 1, 1), date(2013, 1, 1)))) == ["effective_on"]


def test_a_day_has_one_status():
    assert found(Row("denied", FILED.starts_on), FILED) == {
        "starts_on": "“Application pending” from Dec 3, 2012 has the same date. Enter a different date."
    }


@pytest.mark.parametrize(("day", "possible"), [(20, False), (21, True)])
def test_a_revocation_never_counts_from_before_the_recognition(day, possible):
    row = Row("revoked", date(2020, 1, 1), date(2012, 8, day))
    letter = Row("recognized", date(2013, 7, 15), date(2012, 8, 21))

    # The day before is before formation too, and says so.
    assert (found(row, FILED, letter) == {}) is possible


def test_a_revocation_before_a_later_recognition_is_named():
    letter = Row("recognized", date(2013, 7, 15), date(2013, 1, 1))

    assert found(Row("revoked", date(2020, 1, 1), date(2012, 12, 31)), FILED, letter) == {
        "effective_on": "Recognition is effective from Jan 1, 2013. The revocation can't be effective earlier."
    }


@pytest.mark.parametrize("row", [None, Row("not_applied", FORMED)])
def test_before_an_application_nothing_is_pending(row):
    assert receipts_say(row) == (
        "Receipts say that the IRS has not yet recognized us and that no tax treatment can be assured. "
        "They don't mention a pending application and never say “deductible”."
    )


def test_while_pending_nothing_is_assured():
    assert receipts_say(FILED).startswith("Receipts say that our application, filed on Dec 3, 2012, is pending, ")
    assert "never say “deductible”" in receipts_say(FILED)


def test_a_recognition_says_how_far_it_reaches_back():
    assert "The letter of Jul 15, 2013 is retroactive: gifts made on or after Aug 21, 2012 are" in receipts_say(LETTER)
    assert "from formation if you applied within 27 months" in receipts_say(Row("recognized", FORMED))
    assert receipts_say(Row("recognized", FORMED, FORMED)).endswith("before Aug 21, 2012 are not deductible.")


def test_a_denial_says_so():
    assert "on Mar 1, 2014 the IRS declined" in receipts_say(Row("denied", date(2014, 3, 1)))


def test_a_revocation_names_both_days():
    said = receipts_say(Row("revoked", date(2026, 5, 1), date(2026, 1, 15)))

    assert "effective Jan 15, 2026, published May 1, 2026" in said
    assert "generally rely" in said
    assert "generally rely" not in receipts_say(Row("revoked", date(2026, 5, 1)))
