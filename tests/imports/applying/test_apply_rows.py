"""Committing a file: all of it or nothing, each row once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from core.models import Message
from crm.models import Supporter
from donations.ledger.drafts import Reference
from donations.ledger.services import correct_gift
from donations.models import Gift, Movement, Pledge, Refund
from imports import services
from imports.applying.apply_rows import TAKEN_BACK
from imports.models import ImportBatch, ImportRow
from tests.imports.applying.hand_kept import bring, commit, funds, row
from tests.imports.books import small_log
from tests.imports.files import xlsx
from tests.support.builders import TODAY, make_gift, make_pledge, make_supporter, make_user

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")
WAITING, APPLIED = ImportRow.State.WAITING, ImportRow.State.APPLIED


def test_committing_writes_people_gifts_pledges_and_refunds(funds):
    batch = bring()

    done = commit(batch)

    assert Movement.objects.raised().total() == Decimal("950")
    assert done.gift_count == 4
    assert Pledge.objects.get().amount == Decimal("1200")
    refund = Refund.objects.get()
    assert (refund.amount, refund.gift.supporter.full_name) == (Decimal("25"), "Amina Testperson")
    assert {gift.history for gift in Gift.objects.all()} == {True}
    assert {gift.origin for gift in Gift.objects.all()} == {Gift.Origin.IMPORT}
    assert Message.objects.count() == 0


def test_a_foreign_gift_is_recorded_at_the_rate_of_its_day(funds):
    batch = bring()
    commit(batch)

    services.give_rates(
        batch=batch, rates={"GBP 2024-03-09": Decimal("1.28555")}, source="H.10", by=batch.created_by, today=TODAY
    )

    gift = Gift.objects.get(supporter__full_name="Omar Faraway")
    assert gift.amount == Decimal("128.56")  # 128.555 rounds half up
    assert (gift.foreign.text, gift.foreign.rate_source) == ("GBP 100.00", "H.10")
    assert row(batch, "Omar Faraway").state == APPLIED


def test_a_failure_in_the_middle_writes_nothing(funds, monkeypatch):
    batch = bring()

    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("donations.ledger.refunds.write_refund", fail)
    with pytest.raises(OSError, match="disk"):
        commit(batch)

    assert not connection.needs_rollback
    assert (Gift.objects.count(), Supporter.objects.count(), Pledge.objects.count()) == (0, 0, 0)
    assert ImportBatch.objects.get().state == ImportBatch.State.PLANNED


def test_a_row_recorded_before_and_reversed_since_waits_and_the_others_go_on(funds):
    batch = bring()
    told = next(item for item in batch.rows.all() if item.kind == "gift" and item.decision == "accept")
    fingerprint = f"{batch.sha256[:32]} {told.sheet} {told.row} {told.part}"
    known = make_gift(Decimal("5"), references=(Reference("import", "row", fingerprint),))
    correct_gift(gift=known, draft=None, by=None, today=TODAY, reason="A test")

    services.replan(batch=batch)
    done = commit(ImportBatch.objects.get(pk=batch.pk))

    told = batch.rows.get(sheet=told.sheet, row=told.row, part=told.part)
    assert (told.state, told.gift, told.waits_for) == (WAITING, None, TAKEN_BACK)
    assert done.gift_count == 3
    assert not Gift.objects.active().filter(pk=known.pk).exists()


def test_a_refund_dated_before_its_gift_counts_from_the_gifts_own_days_on(funds):
    """A settlement may be dated before the gift, and a gift may be posted long after the day the file tells of."""
    batch = bring(small_log(extra=[["2024-01-02", "Amina Testperson", "-10.00", "Check", "General", "Refund"]]))
    commit(batch)
    told, gift = batch.rows.get(date=date(2024, 1, 2)), make_gift(gift_on=date(2024, 1, 5), posted_on=date(2024, 1, 9))

    services.answer(row=told, record=True, values={"gift": f"gift:{gift.pk}"}, by=batch.created_by, today=TODAY)

    told.refresh_from_db()
    assert (told.state, told.date, told.gift) == (APPLIED, date(2024, 1, 2), gift)
    assert (told.refund.refunded_on, told.refund.posted_on) == (gift.gift_on, gift.posted_on)


def payments(*amounts: str) -> ImportBatch:
    """A file of payments on the one pledge of Zubaida Promiser, $1,200."""
    donor = make_supporter("Zubaida Promiser", emails=("zubaida@example.org",))
    make_pledge(supporter=donor, amount=Decimal("1200"), promised_on=date(2024, 1, 1))
    days = (f"2024-0{month}-05" for month in range(2, 9))
    rows = [
        [day, "Zubaida Promiser", amount, "Check", "General", "Pledge payment"]
        for day, amount in zip(days, amounts, strict=False)
    ]
    content = xlsx({"Gifts": [["Date", "Name", "Amount", "How paid", "For", "Type"], *rows]})
    batch = services.upload(name="payments.xlsx", content=content, by=make_user("development"))
    commit(batch)
    return batch


def test_more_than_is_unpaid_on_a_pledge_waits_for_a_person(funds):
    batch = payments("1000", "900", "200")

    first, over, last = batch.rows.order_by("row")

    assert [first.state, over.state, last.state] == [APPLIED, WAITING, APPLIED]
    assert over.waits_for == "$900.00 is more than the $200.00 unpaid on the pledge"
    assert Pledge.objects.get().open_amount == 0


def test_a_person_may_say_that_a_pledge_is_overpaid(funds):
    batch = payments("5000")

    services.answer(row=batch.rows.get(), record=True, values={}, by=batch.created_by, today=TODAY)

    assert batch.rows.get().state == APPLIED
    assert Gift.objects.get().amount == Decimal("5000")


HEAD = b"Date,Name,Amount,Method,Fund,Notes\n"
MEANS = [
    ("Stock", "50 shares of Example Corp.", "publicly_traded_securities", "stock", "50 shares of Example Corp."),
    ("Stock", "", "publicly_traded_securities", "stock", "Stock"),
    ("shares", "", "publicly_traded_securities", "stock", "Stock"),
    ("In-kind", "Two office desks", "in_kind", "in-kind", "Two office desks"),
    ("In-kind", "", "in_kind", "in-kind", "In-kind gift"),
    ("Bitcoin", "", "digital_asset", "other", "Digital asset"),
    ("Check", "", "cash", "check", ""),
    ("Wire", "", "cash", "wire", ""),
]


@pytest.mark.parametrize(("means", "notes", "kind", "method", "description"), MEANS)
def test_what_is_no_money_is_never_a_gift_of_cash(funds, means, notes, kind, method, description):
    rows = (
        f"2014-03-02,Amina Testperson,700.00,{means},General,{notes}\n2014-03-03,Omar Testperson,20.00,Check,General,\n"
    )
    batch = bring(HEAD + rows.encode(), "list.csv")
    commit(batch)

    gift = Gift.objects.filter(amount=Decimal("700")).first()
    assert gift is not None, row(batch, "Amina Testperson").waits_for or row(batch, "Amina Testperson").plan
    assert (gift.kind, gift.method, gift.description) == (kind, method, description)


def test_a_payment_method_that_no_gift_has_is_kept_with_the_gift(funds):
    head = ["Name", "Date", "Amount", "Method", "Fund", "Notes"]
    sent = ["Ana Pinto", "2024-01-05", 50, "Western Union", "General", "for Eid"]
    order = ["Tom Vance", "2024-01-06", 75, "Money order 5521", "General", ""]
    batch = bring(xlsx({"Gifts": [head, sent, order]}))

    commit(batch)

    gifts = {gift.supporter.full_name: (gift.method, gift.check_number, gift.note) for gift in Gift.objects.all()}
    assert gifts == {
        "Ana Pinto": ("other", "", "for Eid; Payment method in the file: Western Union"),
        "Tom Vance": ("check", "5521", "Payment method in the file: Money order 5521"),
    }
