"""Keeping, committing and answering a file: in one transaction, once, with nothing guessed and nothing lost."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.models import StoredFile
from crm.models import Supporter
from donations.models import Gift, Movement, Pledge, Refund
from imports import services
from imports.models import ImportBatch, ImportRow
from tests.imports.applying.hand_kept import NOW, bring, commit, funds, row
from tests.imports.books import small_log
from tests.support.builders import make_fund, make_gift, make_supporter

__all__ = ["funds"]

pytestmark = pytest.mark.usefixtures("organization")
WAITING, APPLIED = ImportRow.State.WAITING, ImportRow.State.APPLIED


def test_a_plan_writes_nothing_to_the_books(funds):
    batch = bring()

    assert batch.totals["cash_net_by_currency"] == {"GBP": "100.00", "USD": "950.00"}
    assert (Supporter.objects.count(), Gift.objects.count(), Pledge.objects.count()) == (0, 0, 0)


def test_what_cannot_be_read_waits_or_is_left_out_with_its_reason(funds):
    batch = bring()

    commit(batch)

    assert row(batch, "Tariq Monthly").state == WAITING
    assert row(batch, "Omar Faraway").waits_for == "The exchange rate for GBP on Mar 9, 2024"
    assert row(batch, "Sana Undecided").state == ImportRow.State.LEFT_OUT
    assert not Supporter.objects.filter(full_name__in=["Omar Faraway", "Tariq Monthly", "Sana Undecided"]).exists()


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
    assert row(batch, "Kashif Otherperson").state == ImportRow.State.KNOWN  # the line stands as it stood
    assert row(batch, "Exampleville Dental, LLC").state == ImportRow.State.KNOWN
    assert Refund.objects.count() == 1


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
