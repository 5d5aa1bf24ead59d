"""Rows that never change: triggers and constraints refuse, whichever way one comes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.models import StoredFile
from receipts.issuing import services
from receipts.models import Receipt, ReceiptLine, ReceiptVoid, digest
from tests.support.builders import TODAY, make_gift, make_supporter
from tests.support.doors import opened

pytestmark = pytest.mark.usefixtures("organization")

CHANGES = {
    "number": "2026-9999",
    "series": "receipt-2027",
    "year": 2027,
    "seq": 9,
    "kind": "thank_you_no_tax",
    "amount": Decimal("1"),
    "gift_on": date(2020, 1, 1),
    "snapshot": {"letter": {}},
    "snapshot_sha256": "0" * 64,
    "template_version": 2,
    "issued_on": date(2020, 1, 1),
    "pdf": None,
}


@pytest.fixture
def receipt() -> Receipt:
    return services.issue_receipts(gifts=[make_gift()], by=None, issued_on=TODAY).new[0]


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("field", CHANGES)
def test_no_column_of_a_receipt_changes(receipt, field):
    before = Receipt.objects.filter(pk=receipt.pk).values().get()

    assert refused(lambda: Receipt.objects.filter(pk=receipt.pk).update(**{field: CHANGES[field]}))
    assert Receipt.objects.filter(pk=receipt.pk).values().get() == before


def test_the_donor_of_a_receipt_does_not_change(receipt):
    other = make_supporter()

    assert refused(lambda: Receipt.objects.filter(pk=receipt.pk).update(supporter=other))


def test_nothing_of_a_receipt_is_deleted(receipt):
    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Misprint")

    for table in ("receipts_receiptvoid", "receipts_receiptline", "receipts_receipt"):
        assert refused(lambda table=table: connection.cursor().execute(f"DELETE FROM {table}"))  # noqa: S608

    assert (Receipt.objects.count(), ReceiptLine.objects.count(), ReceiptVoid.objects.count()) == (1, 1, 1)


def test_another_pdf_cannot_take_the_place_of_the_first(receipt):
    other = StoredFile.store(content=b"%PDF-other", name="x.pdf", purpose="receipt", media_type="application/pdf")

    assert refused(lambda: Receipt.objects.filter(pk=receipt.pk).update(pdf=other))
    assert refused(lambda: StoredFile.objects.filter(pk=receipt.pdf_id).update(content=b"%PDF-other"))
    assert refused(lambda: StoredFile.objects.filter(pk=receipt.pdf_id).update(sha256="0" * 64))
    assert refused(lambda: connection.cursor().execute("DELETE FROM core_storedfile"))


def test_files_that_are_no_receipts_may_change(receipt):
    other = StoredFile.store(content=b"a", name="list.csv", purpose="export", media_type="text/csv")

    StoredFile.objects.filter(pk=other.pk).update(name="other.csv")

    assert StoredFile.objects.get(pk=other.pk).name == "other.csv"


def test_a_line_ends_with_a_void_and_never_begins_again(receipt):
    line = receipt.lines.get()
    assert refused(lambda: ReceiptLine.objects.filter(pk=line.pk).update(active=False))

    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Misprint")

    assert ReceiptLine.objects.get(pk=line.pk).active is False
    assert refused(lambda: ReceiptLine.objects.filter(pk=line.pk).update(active=True))
    assert refused(lambda: ReceiptLine.objects.filter(pk=line.pk).update(amount=Decimal("1")))


def test_a_void_is_never_reworded(receipt):
    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Misprint")

    assert refused(lambda: ReceiptVoid.objects.update(reason="Something else"))


def test_a_gift_has_one_active_line_a_role_whoever_writes_it(receipt):
    gift = receipt.lines.get().gift
    twin = services.issue_receipts(gifts=[make_gift()], by=None, issued_on=TODAY).new[0]

    with pytest.raises(IntegrityError), opened():
        ReceiptLine.objects.create(receipt=twin, gift=gift, role="acknowledgment", amount=Decimal("0"))

    assert ReceiptLine.objects.filter(gift=gift, active=True).count() == 1


def test_equal_snapshots_have_one_digest_in_any_order_of_keys():
    assert digest({"a": 1, "b": "آ"}) == digest({"b": "آ", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})


@pytest.mark.breaks_ledger
def test_no_number_of_a_series_is_left_out(receipt):
    values = {field.attname: getattr(receipt, field.attname) for field in Receipt._meta.concrete_fields[1:]}

    def issue(seq: int) -> Receipt:
        return Receipt.objects.create(**{**values, "seq": seq, "number": f"2026-{seq:04}", "pdf_id": None})

    assert refused(lambda: issue(receipt.seq + 2))
    assert issue(receipt.seq + 1).seq == receipt.seq + 1


def line_of(receipt: Receipt, **override) -> None:
    """A further line of a receipt, for a gift that has none."""
    values = {"role": "notice", "amount": Decimal("0"), **override}
    ReceiptLine.objects.create(receipt=receipt, gift=make_gift(), **values)


@pytest.mark.parametrize("amount", ["0", "0.01", "50", "9999"])
@pytest.mark.parametrize("role", ReceiptLine.Role.values)
def test_no_line_is_added_to_an_issued_receipt(receipt, role, amount):
    assert refused(lambda: line_of(receipt, role=role, amount=Decimal(amount)))


@pytest.mark.parametrize("active", [True, False])
def test_no_line_is_added_to_a_void_receipt(receipt, active):
    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Misprint")

    assert refused(lambda: line_of(receipt, active=active))


def test_no_line_is_added_to_a_receipt_that_waits_for_its_pdf(receipt):
    """One that is numbered is issued, though it is not drawn yet."""
    with opened():
        Receipt.objects.filter(pk=receipt.pk).update(pdf=None)

    assert refused(lambda: line_of(receipt))


def next_after(receipt: Receipt, **override) -> Receipt:
    """A receipt like this one with the next number, written without lines as no service would."""
    values = {field.attname: getattr(receipt, field.attname) for field in Receipt._meta.concrete_fields[1:]}
    fresh = {"seq": receipt.seq + 1, "number": f"2026-{receipt.seq + 1:04}", "pdf_id": None}
    return Receipt.objects.create(**{**values, **fresh, **override})


@pytest.mark.breaks_ledger
@pytest.mark.parametrize(("override", "is_refused"), [({}, False), ({"amount": 51}, True), ({"active": False}, True)])
def test_a_line_is_written_active_and_for_no_more_than_its_receipt_says(receipt, override, is_refused):
    bare = next_after(receipt)

    assert refused(lambda: line_of(bare, role="acknowledgment", **{"amount": Decimal("50"), **override})) is is_refused


@pytest.mark.breaks_ledger
def test_a_receipt_that_counts_is_not_replaced(receipt):
    assert refused(lambda: next_after(receipt, replaces_id=receipt.pk))

    services.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Misprint")

    assert next_after(receipt, replaces_id=receipt.pk).replaces == receipt
