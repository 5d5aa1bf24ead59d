"""What the database refuses by itself, by raw SQL and by the ORM, on both engines."""

import sqlite3
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from crm.models import Supporter
from donations.ledger.drafts import LineDraft, Reference
from donations.ledger.refunds import fail_refund, refund_gift
from donations.ledger.services import correct_gift, record_gifts
from donations.models import (
    Benefit,
    FailedRefund,
    Gift,
    GiftLine,
    GiftReference,
    Refund,
    RefundLine,
    Reversal,
    SoftCredit,
)
from receipts.issuing.services import issue_receipts
from tests.donations import books
from tests.support.builders import TODAY, draft_gift, general_fund, make_gift, make_organization, make_supporter
from tests.support.doors import opened

HUNDRED = Decimal("100")


@pytest.fixture
def gift(db) -> Gift:
    return make_gift(HUNDRED)


def refused(act) -> str:
    """What the database answers to an act, which leaves nothing behind."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        act()
    return str(error.value).splitlines()[0]


def a_gift(amount: str = "100", *lines: str, **override) -> Gift:
    """A gift and its lines, written row by row as no service would."""
    row = Gift.objects.create(
        number=override.pop("number", 90_001),
        supporter=make_supporter(),
        amount=Decimal(amount),
        method="check",
        gift_on=TODAY,
        posted_on=TODAY,
    )
    for part in lines:
        GiftLine.objects.create(gift=row, fund=general_fund(), amount=Decimal(part))
    return row


@pytest.mark.parametrize("lines", [(), ("40",), ("40", "59.99")])
def test_a_gift_whose_lines_come_to_less_cannot_be_kept(own_database, lines):
    make_organization()
    refused(lambda: a_gift("100", *lines))

    assert (Gift.objects.count(), GiftLine.objects.count()) == (0, 0)


@pytest.mark.breaks_ledger
@pytest.mark.parametrize("lines", [("100",), ("40", "60"), ("33.33", "33.33", "33.34")])
def test_a_gift_whose_lines_add_up_is_kept(own_database, lines):
    make_organization()
    with transaction.atomic():
        a_gift("100", *lines)

    assert (Gift.objects.count(), GiftLine.objects.count()) == (1, len(lines))


@pytest.mark.breaks_ledger
def test_lines_may_come_before_their_gift(own_database):
    make_organization()
    supporter, fund = make_supporter(), general_fund()
    with transaction.atomic():
        GiftLine.objects.create(gift_id=777, fund=fund, amount=HUNDRED)
        Gift.objects.create(
            pk=777, number=777, supporter=supporter, amount=HUNDRED, method="check", gift_on=TODAY, posted_on=TODAY
        )

    assert Gift.objects.get().lines.count() == 1


@pytest.mark.parametrize("amount", ["0.01", "100"])
def test_no_line_is_added_to_a_gift_that_has_its_lines(gift, amount):
    said = refused(lambda: GiftLine.objects.create(gift=gift, fund=general_fund(), amount=Decimal(amount)))

    assert "The lines of a gift cannot add up to more than the gift." in said


def test_many_lines_at_once_are_asked_together(gift):
    other = make_gift(HUNDRED)
    rows = [GiftLine(gift=one, fund=general_fund(), amount=Decimal("1")) for one in (gift, other)]

    assert "more than the gift" in refused(lambda: GiftLine.objects.bulk_create(rows))


def test_a_line_or_a_gift_that_is_there_does_not_change(gift):
    refused(lambda: GiftLine.objects.filter(gift=gift).update(amount=Decimal("99")))
    refused(lambda: Gift.objects.filter(pk=gift.pk).update(amount=Decimal("101")))


@pytest.mark.breaks_ledger
def test_a_reversal_is_not_posted_before_its_gift(gift):
    early = {"gift": gift, "reason": "Wrong", "posted_on": gift.posted_on - timedelta(days=1)}

    assert "before its gift" in refused(lambda: Reversal.objects.create(**early))
    assert Reversal.objects.create(**{**early, "posted_on": gift.posted_on})


@pytest.mark.breaks_ledger
def test_gifts_do_not_replace_one_another_in_a_circle(gift):
    gifts = [gift, make_gift(HUNDRED), make_gift(HUNDRED)]
    for wrong, right in zip(gifts, gifts[1:], strict=False):
        Reversal.objects.create(gift=wrong, replacement=right, reason="Wrong", posted_on=TODAY)

    back = {"gift": gifts[-1], "replacement": gifts[0], "reason": "Wrong", "posted_on": TODAY}
    assert "replaced itself" in refused(lambda: Reversal.objects.create(**back))

    last = Reversal.objects.create(**{**back, "replacement": None})
    assert "replaced itself" in refused(lambda: Reversal.objects.filter(pk=last.pk).update(replacement=gifts[0]))


def test_supporters_are_not_merged_in_a_circle(db):
    people = [make_supporter() for _ in range(3)]
    for one, into in zip(people, people[1:], strict=False):
        Supporter.objects.filter(pk=one.pk).update(merged_into=into)

    for target in people:
        circle = Supporter.objects.filter(pk=people[-1].pk)
        assert "merged into it" in refused(lambda circle=circle, target=target: circle.update(merged_into=target))


@pytest.mark.breaks_ledger
def test_recognition_is_at_most_the_gift(gift):
    friend = make_supporter()
    more = {"gift": gift, "supporter": friend, "amount": Decimal("100.01"), "role": "friend"}

    assert "more than the gift" in refused(lambda: SoftCredit.objects.create(**more))
    credit = SoftCredit.objects.create(**{**more, "amount": HUNDRED})
    assert "more than the gift" in refused(lambda: SoftCredit.objects.filter(pk=credit.pk).update(amount=Decimal(101)))


def test_references_move_with_a_correction_and_no_other_way(db):
    make_organization()
    gift = make_gift(HUNDRED, references=(Reference("bank", "check", "7"),))
    other, reference = make_gift(HUNDRED), GiftReference.objects.get()

    said = refused(lambda: GiftReference.objects.filter(pk=reference.pk).update(gift=other))
    assert "can only move to the gift that replaces its gift" in said

    right = correct_gift(gift=gift, draft=draft_gift(Decimal("90")), by=None, today=TODAY, reason="Misread")
    assert GiftReference.objects.get().gift == right


def test_no_benefit_is_added_under_a_receipt(organization):
    gift = make_gift(lines=(LineDraft(general_fund().pk, HUNDRED),))
    dinner = {"line": gift.lines.get(), "description": "Dinner", "value_each": Decimal("40")}
    issue_receipts(gifts=[gift], by=None, issued_on=TODAY)

    assert "Void the receipt before adding a benefit" in refused(lambda: Benefit.objects.create(**dinner))


@pytest.mark.breaks_ledger
def test_whoever_opens_the_frozen_rows_answers_for_them(gift):
    with opened():
        GiftLine.objects.create(gift=gift, fund=general_fund(), amount=Decimal("1"))

    assert gift.lines.count() == 2


@pytest.mark.sqlite
def test_a_program_without_the_door_changes_nothing_frozen(own_database):
    make_organization()
    make_gift(HUNDRED)
    connection.close()
    outside = sqlite3.connect(own_database.name)

    with pytest.raises(sqlite3.OperationalError, match="no such function: solidarity_door"):
        outside.execute("UPDATE donations_gift SET amount = 1")
    outside.close()

    assert Gift.objects.get().amount == HUNDRED


def a_refund(gift: Gift, amount: str, *parts: tuple[GiftLine, str]) -> Refund:
    """A refund and its lines, written row by row as no service would."""
    refund = Refund.objects.create(
        gift=gift, amount=Decimal(amount), refunded_on=TODAY, posted_on=TODAY, reason="A test needs it"
    )
    for line, part in parts:
        RefundLine.objects.create(refund=refund, line=line, amount=Decimal(part))
    return refund


def test_refunds_come_to_no_more_than_their_gift(gift):
    refund_gift(gift=gift, amount=Decimal("60"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Asked")

    assert "more than the gift" in refused(lambda: a_refund(gift, "40.01"))


def test_a_refund_that_failed_leaves_room_for_another(gift):
    refund = refund_gift(gift=gift, amount=HUNDRED, refunded_on=TODAY, posted_on=TODAY, by=None, reason="Asked")
    fail_refund(refund=refund, failed_on=TODAY, posted_on=TODAY, by=None, reason="The card was closed")

    refund_gift(gift=gift, amount=HUNDRED, refunded_on=TODAY, posted_on=TODAY, by=None, reason="Asked again")

    assert gift.refunds.count() == 2


@pytest.mark.parametrize(
    ("parts", "says"),
    [([("own", "50")], "rest of its gift line"), ([("other", "10")], "its own gift"),
     ([("own", "30"), ("second", "30")], "more than the refund")],
    ids=["more than the line", "another gift's line", "more than the refund"],
)  # fmt: skip
def test_a_line_of_a_refund_fits_what_it_takes_from(db, parts, says):
    lines = (LineDraft(general_fund().pk, Decimal("40")), LineDraft(general_fund().pk, Decimal("60")))
    gift, other = make_gift(lines=lines), make_gift(HUNDRED)
    own, second = gift.lines.order_by("amount")
    there = {"own": own, "second": second, "other": other.lines.get()}

    assert says in refused(lambda: a_refund(gift, "50", *((there[name], part) for name, part in parts)))


@pytest.mark.sqlite
def test_weighing_a_gift_costs_the_same_however_many_are_written_with_it(organization):
    """Imports write thousands of gifts before their lines: each may not be compared with all the others."""

    def steps(count: int) -> float:
        """What SQLite does for one of so many gifts, in hundreds of its instructions."""
        drafts, done = [draft_gift(Decimal("10"), supporter=donor) for _ in range(count)], [0]
        connection.connection.set_progress_handler(lambda: done.__setitem__(0, done[0] + 1), 100)
        try:
            record_gifts(drafts=drafts, by=None, today=TODAY)
        finally:
            connection.connection.set_progress_handler(None, 0)
        return done[0] / count

    donor = make_supporter()
    steps(10)
    assert steps(1000) < 1.5 * steps(200)


EARLIER, LATER = timedelta(days=-1), timedelta(days=1)
NOW = {"refunded_on": TODAY, "posted_on": TODAY, "reason": "A test needs it"}
BACK = {"failed_on": TODAY + LATER, "posted_on": TODAY + 2 * LATER, "reason": "The card was closed"}


@pytest.fixture
def back(gift) -> Refund:
    """A refund dated and posted on two different days."""
    return books.refund(gift, "40", refunded_on=BACK["failed_on"], posted_on=BACK["posted_on"])


@pytest.mark.breaks_ledger
@pytest.mark.parametrize("date", ["refunded_on", "posted_on"])
def test_a_refund_is_not_dated_before_its_gift(db, date):
    gift = make_gift(HUNDRED, gift_on=TODAY, posted_on=TODAY)
    early = {"gift": gift, "amount": Decimal("1"), **NOW, date: TODAY + EARLIER}

    assert "before its gift" in refused(lambda: Refund.objects.create(**early))
    assert Refund.objects.create(**{**early, date: TODAY})


@pytest.mark.breaks_ledger
@pytest.mark.parametrize("date", ["failed_on", "posted_on"])
def test_a_refund_does_not_fail_before_it_was_made(back, date):
    early = {"refund": back, **BACK, date: BACK[date] + EARLIER}

    assert "before its refund" in refused(lambda: FailedRefund.objects.create(**early))
    assert FailedRefund.objects.create(**{**early, date: BACK[date]})


@pytest.mark.breaks_ledger
def test_what_replaces_a_gift_is_not_posted_before_the_reversal(gift):
    early, right = make_gift(HUNDRED, posted_on=TODAY + EARLIER), make_gift(HUNDRED, posted_on=TODAY)
    reversal = {"gift": gift, "reason": "Wrong", "posted_on": TODAY}

    assert "before the reversal" in refused(lambda: Reversal.objects.create(**reversal, replacement=early))
    row = Reversal.objects.create(**reversal)
    assert "before the reversal" in refused(lambda: Reversal.objects.filter(pk=row.pk).update(replacement=early))
    assert Reversal.objects.filter(pk=row.pk).update(replacement=right)


@pytest.mark.breaks_ledger
def test_a_gift_with_refunds_is_not_reversed_until_they_failed(gift, back):
    reversal = {"gift": gift, "reason": "Wrong", "posted_on": TODAY}

    assert "with refunds cannot be reversed" in refused(lambda: Reversal.objects.create(**reversal))
    FailedRefund.objects.create(refund=back, **BACK)
    assert Reversal.objects.create(**reversal)


@pytest.mark.breaks_ledger
def test_a_reversed_gift_is_not_refunded_and_its_refunds_do_not_fail(gift, back):
    with opened():
        Reversal.objects.create(gift=gift, reason="Wrong", posted_on=TODAY)

    assert "reversed gift cannot be refunded" in refused(lambda: a_refund(gift, "1"))
    assert "cannot fail" in refused(lambda: FailedRefund.objects.create(refund=back, **BACK))
