"""Keeping, committing and answering a file: in one transaction, once, with nothing guessed and nothing lost."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection

from core.models import Change, Message, StoredFile
from crm.models import Household, Supporter
from donations.ledger.drafts import Reference
from donations.ledger.services import correct_gift
from donations.models import Gift, Movement, Pledge, Refund
from imports import services
from imports.applying.apply_rows import TAKEN_BACK
from imports.models import ImportBatch, ImportRow
from tests.imports.books import small_log
from tests.support.builders import TODAY, make_fund, make_gift, make_supporter, make_user

pytestmark = pytest.mark.usefixtures("organization")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
WAITING, APPLIED = ImportRow.State.WAITING, ImportRow.State.APPLIED


@pytest.fixture
def funds(organization):
    return {"General": make_fund("GEN", name="General"), "Wells": make_fund("WELL", name="Wells")}


def bring(content=None, name="log.xlsx"):
    return services.upload(name=name, content=small_log() if content is None else content, by=make_user("finance"))


def commit(batch):
    return services.commit(batch=batch, by=batch.created_by, today=TODAY, at=NOW)


def row(batch, name):
    return next(item for item in batch.rows.all() if item.plan["name"] == name)


def test_a_plan_writes_nothing_to_the_books(funds):
    batch = bring()

    assert batch.totals["cash_net_by_currency"] == {"GBP": "100.00", "USD": "950.00"}
    assert (Supporter.objects.count(), Gift.objects.count(), Pledge.objects.count()) == (0, 0, 0)


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


def test_a_couple_gives_jointly_and_shares_a_household(funds):
    commit(bring())

    gift = Gift.objects.get(amount=Decimal("250"))
    assert {gift.supporter.given_name, gift.joint_with.given_name} == {"Bilal", "Hina"}
    assert gift.supporter.household == gift.joint_with.household == Household.objects.get()


def test_an_organization_is_the_legal_donor(funds):
    commit(bring())

    donor = Gift.objects.get(amount=Decimal("600")).supporter
    assert (donor.kind, donor.full_name) == (Supporter.Kind.ORGANIZATION, "Exampleville Dental, LLC")


def test_what_cannot_be_read_waits_or_is_left_out_with_its_reason(funds):
    batch = bring()

    commit(batch)

    assert row(batch, "Tariq Monthly").state == WAITING
    assert row(batch, "Omar Faraway").waits_for == "The exchange rate for GBP on Mar 9, 2024"
    assert row(batch, "Sana Undecided").state == ImportRow.State.LEFT_OUT
    assert not Supporter.objects.filter(full_name__in=["Omar Faraway", "Tariq Monthly", "Sana Undecided"]).exists()


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


def test_an_answer_completes_a_waiting_row(funds):
    batch = bring()
    commit(batch)
    waiting = row(batch, "Tariq Monthly")
    values = {"date": "2024-03-15", "amount": "40.00", "kind": "gift", "currency": "USD", "fund": "GEN"}

    services.answer(row=waiting, record=True, values=values, by=batch.created_by, today=TODAY)

    gift = Gift.objects.get(supporter__full_name="Tariq Monthly")
    assert (str(gift.gift_on), gift.amount) == ("2024-03-15", Decimal("40"))
    with pytest.raises(services.AlreadyCommitted):
        services.answer(row=waiting, record=True, values=values, by=batch.created_by, today=TODAY)


def test_the_same_file_is_committed_once(funds):
    content = small_log()  # written once: a workbook holds the second it was saved in
    commit(bring(content))
    again = bring(content)

    with pytest.raises((services.AlreadyCommitted, services.BooksChanged)):
        commit(again)

    assert Movement.objects.raised().total() == Decimal("950")


def test_the_same_rows_in_another_file_add_nothing_by_themselves(funds):
    commit(bring())
    batch = bring(small_log(extra=[["2024-07-01", "Zainab Newcomer", "30.00", "Cash", "General", ""]]), "again.xlsx")

    commit(batch)

    assert Movement.objects.raised().total() == Decimal("980")
    assert row(batch, "Kashif Otherperson").state == WAITING  # no evidence, so a person is asked
    assert row(batch, "Exampleville Dental, LLC").state == ImportRow.State.KNOWN
    assert Refund.objects.count() == 1


def test_people_on_record_are_met_and_never_overwritten(funds):
    known = make_supporter("Amina Testperson", salutation="Apa Amina")
    batch = bring()

    commit(batch)

    assert Gift.objects.get(amount=Decimal("50")).supporter == known
    known.refresh_from_db()
    assert known.salutation == "Apa Amina"


def test_books_that_changed_since_the_plan_are_looked_at_again(funds):
    batch = bring()
    make_gift(supporter=make_supporter("Amina Testperson"), amount=Decimal("50"))

    with pytest.raises(services.BooksChanged):
        commit(batch)

    assert Gift.objects.count() == 1
    commit(ImportBatch.objects.get(pk=batch.pk))
    assert Supporter.objects.filter(full_name="Amina Testperson").count() == 1


def test_unmapped_funds_stop_the_commit_and_are_remembered(organization):
    general = make_fund("GEN", name="General")
    batch = bring()

    with pytest.raises(services.FundsUnknown) as error:
        commit(batch)
    services.map_funds(batch=batch, funds={"Wells": general}, by=batch.created_by)
    commit(ImportBatch.objects.get(pk=batch.pk))

    assert error.value.names == ["Wells"]
    assert Gift.objects.get(supporter__full_name="Kashif Otherperson").lines.get().fund == general


def test_a_plan_that_is_set_aside_leaves_no_rows(funds):
    batch = bring()

    services.discard(batch=batch, by=batch.created_by, at=NOW)

    assert ImportRow.objects.count() == 0
    assert StoredFile.objects.get().expires_at == datetime(2026, 7, 15, 12, tzinfo=UTC)
    with pytest.raises(services.AlreadyCommitted):
        commit(ImportBatch.objects.get(pk=batch.pk))


def test_an_upload_stays_until_thirty_days_after_its_batch_was_decided(funds):
    batch = bring()
    before = StoredFile.objects.get().expires_at

    commit(batch)

    assert (before, StoredFile.objects.get().expires_at) == (None, datetime(2026, 7, 15, 12, tzinfo=UTC))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\x89PNG\r\n\x1a\n" + bytes(50), b"a,b\x00c\n1,2\n"])
def test_a_file_that_must_not_be_read_leaves_nothing(funds, content):
    with pytest.raises(services.RefusedFile) as refusal:
        bring(content)

    assert str(refusal.value).endswith(".")
    assert (ImportBatch.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_an_answer_keeps_what_the_file_had_said_and_people_by_their_numbers(funds):
    batch = bring()
    commit(batch)
    waiting, donor = row(batch, "Tariq Monthly"), make_supporter("Tariq Example")
    values = {"date": "2024-03-15", "amount": "40.00", "supporter": f"supporter:{donor.pk}"}
    Change.objects.all().erase(NOW)

    services.answer(row=waiting, record=True, values=values, by=batch.created_by, today=TODAY)

    kept = Change.objects.filter(erased_at=None).values_list("entry__act", "object_type", "object_id")
    assert set(kept) == {("import.row_answered", "imports.importrow", waiting.pk)}
    assert list(Change.objects.filter(erased_at=None).values_list("field", "before", "after")) == [
        ("date", "", "2024-03-15"),
        ("supporter", "", donor.spoken_number),
    ]


def test_a_row_left_out_keeps_nothing(funds):
    batch = bring()
    commit(batch)
    before = Change.objects.count()

    services.answer(row=row(batch, "Tariq Monthly"), record=False, values={}, by=batch.created_by, today=TODAY)

    assert Change.objects.count() == before


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
