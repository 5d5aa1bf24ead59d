"""Frozen rows: refused to everybody by every way, on both engines, except through the one door."""

import ast
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, models, transaction
from django.utils import timezone

from core import audit
from core.db import frozen
from core.models import AuditEntry, Change, StoredFile
from core.money import MoneyField
from crm.services.consent import record_consent
from donations.ledger.drafts import BenefitDraft, ForeignDraft, LineDraft, Reference
from donations.ledger.refunds import fail_refund, refund_gift
from donations.ledger.rollups import followed
from donations.ledger.services import correct_gift
from donations.models import (
    BalanceTransaction,
    Benefit,
    ForeignAmount,
    FundRestriction,
    GatewayEvent,
    Gift,
    GiftLine,
    GiftReference,
    Payout,
    Refund,
    RefundLine,
    Reversal,
    UnmatchedPayment,
    UnmatchedRefund,
)
from receipts.issuing import services as receipts
from receipts.models import Receipt, ReceiptLine, ReceiptVoid
from tests.support.builders import TODAY, general_fund, make_gift, make_supporter
from tests.support.doors import opened
from tests.test_architecture import modules, named

pytestmark = pytest.mark.usefixtures("organization")
ROOT = Path(__file__).resolve().parents[3]
#: Who may open frozen rows (DESIGN, section 4), by the module that does it. Those yet to be written stand here too.
CALLERS = {
    "imports/undoing/undo.py": "undo of an import",
    "crm/merging.py": "merge and unmerge",
    "core/db/purging.py": "retention purge",
    "config/demo/reset.py": "reset of the demonstration",
    "tests/support/doors.py": "tests",
}
#: Tables that hold money and are not frozen, each with the reason.
NOT_FROZEN = {
    "donations.DayCount": "Counted from frozen rows; `check_ledger` compares.",
    "donations.DayTotal": "Counted from frozen rows; `check_ledger` compares.",
    "donations.MonthTotal": "Counted from totals by day; `check_ledger` compares.",
    "donations.GiftTotal": "Counted from frozen rows; `check_ledger` compares.",
    "donations.GiftIntent": "What is asked for; its lines become a gift's, which is frozen.",
    "donations.GivingPage": "Amounts a page suggests.",
    "donations.IntentLine": "What is asked for, before any money.",
    "donations.Movement": "A view over frozen rows.",
    "donations.MovementTotal": "Counted from frozen rows; `check_ledger` compares.",
    "donations.Pledge": "A promise: it counts nowhere as money.",
    "donations.RefundRequest": "A wish; the refund that follows is frozen.",
    "donations.SoftCredit": "Recognition, never income; free to change (DESIGN, section 4).",
    "donations.SupporterGiving": "Counted from frozen rows; `check_ledger` compares.",
    "donations.SupporterYear": "Counted from frozen rows; `check_ledger` compares.",
    "events.Event": "A goal to reach.",
    "events.EventExpense": "Told by coordinators, corrected by them; not in the ledger.",
    "events.Order": "What is owed; what was paid is a gift.",
    "events.OrderLine": "What was asked for; what was paid is a gift's line.",
    "events.TicketType": "A price on offer; what was sold is a gift's line.",
}


def everything() -> dict[type[models.Model], models.Model]:
    """A row of every frozen table."""
    benefit = BenefitDraft("Dinner", value_each=Decimal("45"))
    gift = make_gift(
        lines=(LineDraft(general_fund().pk, Decimal("100"), benefits=(benefit,)),),
        references=(Reference("file", "row", "1"),),
        foreign=ForeignDraft(10_000, "PKR", Decimal("0.01"), "A bank", TODAY),
    )
    refund = refund_gift(
        gift=gift, amount=Decimal("10"), refunded_on=TODAY, posted_on=TODAY, by=None, reason="Asked for it back"
    )
    wrong = make_gift()
    correct_gift(gift=wrong, draft=None, by=None, today=TODAY, reason="Entered twice")
    receipt = receipts.issue_receipts(gifts=[make_gift()], by=None, issued_on=TODAY).new[0]
    receipts.void_receipt(receipt=receipt, by=None, on=TODAY, reason="Misprint")
    restriction = FundRestriction.objects.create(
        fund=general_fund(), restricted=True, was=False, starts_on=TODAY, reason="The appeal changed"
    )
    now = timezone.now()
    their = {"livemode": False, "currency": "usd", "created_at": now}
    payout = Payout.objects.create(
        external_id="po_1", amount=Decimal("9"), status="paid", arrival_on=TODAY, fetched_at=now, **their
    )
    journal = {"type": "charge", "amount": Decimal("10"), "fee": Decimal("1"), "net": Decimal("9")}
    entry = audit.record(None, "test.changed")
    changed = {"object_type": "crm.supporter", "object_id": 1, "field": "note", "before": "Old", "after": "New"}
    rows = [
        restriction,
        Change.objects.create(entry=entry, **changed),
        gift,
        *(table.objects.first() for table in (GiftLine, Benefit, ForeignAmount, GiftReference, Reversal, RefundLine)),
        refund,
        payout,
        BalanceTransaction.objects.create(external_id="txn_1", available_on=TODAY, payout=payout, **journal, **their),
        GatewayEvent.objects.create(event_id="evt_1", livemode=False, type="charge.updated", sha256="a" * 64),
        UnmatchedPayment.objects.create(
            external_id="pi_1", livemode=False, amount=Decimal("5"), currency="usd", paid_at=now, reason="Unknown"
        ),
        UnmatchedRefund.objects.create(
            external_id="re_1", livemode=False, minor_units=500, currency="usd", refunded_at=now, reason="Too much"
        ),
        fail_refund(refund=refund, failed_on=TODAY, posted_on=TODAY, by=None, reason="The card was closed")[0],
        receipt,
        receipt.lines.get(),
        receipt.void,
        StoredFile.objects.get(pk=receipt.pdf_id),
        AuditEntry.objects.first(),
        record_consent(
            supporter=gift.supporter, channel="email", purpose="any", given=True, source="By phone", at=now, by=None
        ),
    ]
    return {type(row): row for row in rows}


def refused(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


def sql(text: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def another(row: models.Model, column: str) -> object:
    """A value the column does not hold, as SQL takes it."""
    field = next(field for field in row._meta.local_fields if field.column == column)
    value = getattr(row, field.attname)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return date(1999, 1, 1)
    if isinstance(field, models.JSONField):
        return '{"other": 1}'
    if isinstance(field, models.BinaryField):
        return b"other"
    if isinstance(field, models.UUIDField):
        return "00000000000000000000000000000001"
    numbers = (models.IntegerField, models.AutoField, models.ForeignKey, models.DecimalField, MoneyField)
    return 987_654 if isinstance(field, numbers) else "other"


def test_every_frozen_table_has_a_row_here():
    assert set(everything()) == {table.model for table in frozen.tables()}


def test_no_frozen_column_changes_by_raw_sql():
    rows = everything()
    changed = [
        f"{table.table}.{column}"
        for table in frozen.tables()
        for column in table.columns
        if not refused(
            lambda table=table, column=column: sql(
                f"UPDATE {table.table} SET {column} = %s WHERE id = %s",
                another(rows[table.model], column),
                rows[table.model].pk,
            )
        )
    ]

    assert changed == []


def test_what_is_filled_once_stays():
    rows = everything()

    for model, column in ((Receipt, "pdf"), (Reversal, "replacement")):
        row = model.objects.get(pk=rows[model].pk)
        if getattr(row, column) is None:
            model.objects.filter(pk=row.pk).update(**{column: rows[Gift]})
        assert refused(
            lambda model=model, column=column, row=row: model.objects.filter(pk=row.pk).update(**{column: None})
        )


def written(table: frozen.Frozen) -> str:
    """The columns a program writes, all but those the database works out."""
    return ", ".join(f'"{field.column}"' for field in table.model._meta.local_concrete_fields if not field.generated)


def test_no_frozen_row_is_deleted_by_raw_sql_or_replaced():
    rows = everything()
    let = []
    for table in frozen.tables():
        row = rows[table.model]
        if not refused(lambda name=table.table, pk=row.pk: sql(f"DELETE FROM {name} WHERE id = %s", pk)):
            let.append(f"delete {table.table}")
        if connection.vendor == "sqlite":
            columns = written(table)
            copy = f"INSERT OR REPLACE INTO {table.table} ({columns}) SELECT {columns} FROM {table.table} WHERE id = %s"
            if not refused(lambda copy=copy, pk=row.pk: sql(copy, pk)):
                let.append(f"replace {table.table}")
        elif not refused(lambda name=table.table: sql(f"TRUNCATE {name} CASCADE")):
            let.append(f"truncate {table.table}")

    assert let == []


@pytest.mark.sqlite
def test_another_program_changes_nothing_that_is_frozen(own_database):
    """SQLite asks no trigger of deletions about `INSERT OR REPLACE` in a connection that did not ask for it."""
    rows = everything()
    connection.close()
    other = sqlite3.connect(connection.settings_dict["NAME"])
    for table in frozen.tables():
        name, pk = table.table, rows[table.model].pk
        again = f"INSERT OR REPLACE INTO {name} ({written(table)}) SELECT {written(table)} FROM {name} WHERE id = {pk}"
        for act in (again, f"DELETE FROM {name} WHERE id = {pk}"):
            with pytest.raises(sqlite3.OperationalError, match="no such function: solidarity_door"):
                other.execute(act)
    other.close()


@pytest.mark.sqlite
def test_a_connection_that_asks_no_trigger_of_deletions_replaces_nothing(database):
    rows = everything()
    sql("PRAGMA recursive_triggers = 0")
    try:
        let = []
        for table in frozen.tables():
            pk, columns = rows[table.model].pk, written(table)
            copy = f"INSERT OR REPLACE INTO {table.table} ({columns}) SELECT {columns} FROM {table.table} WHERE id = %s"
            if not refused(lambda copy=copy, pk=pk: sql(copy, pk)):
                let.append(table.table)
    finally:
        sql("PRAGMA recursive_triggers = 1")

    assert let == []


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda gift: Gift.objects.filter(pk=gift.pk).update(supporter=make_supporter()), id="update"),
        pytest.param(lambda gift: Gift.objects.bulk_update([_moved(gift)], ["gift_on"]), id="bulk_update"),
        pytest.param(lambda gift: _moved(gift).save(), id="save"),
        pytest.param(
            lambda gift: Gift.objects.bulk_create(
                [_moved(gift)], update_conflicts=True, update_fields=["gift_on"], unique_fields=["number"]
            ),
            id="upsert",
        ),
        pytest.param(lambda gift: GiftLine.objects.filter(gift=gift).delete(), id="delete"),
        pytest.param(lambda gift: GiftReference.objects.filter(gift=gift)._raw_delete("default"), id="raw delete"),
        pytest.param(lambda gift: sql("UPDATE donations_gift SET amount = amount + 1"), id="every row"),
    ],
)
def test_no_way_of_the_orm_changes_a_posted_gift(act):
    gift = make_gift(references=(Reference("file", "row", "1"),))
    before = Gift.objects.filter(pk=gift.pk).values().get()

    assert refused(lambda: act(gift))
    assert Gift.objects.filter(pk=gift.pk).values().get() == before
    assert (GiftLine.objects.count(), GiftReference.objects.count()) == (1, 1)


def _moved(gift: Gift) -> Gift:
    gift.gift_on = date(1999, 1, 1)
    return gift


def test_what_is_free_changes_and_counters_count():
    gift = make_gift()

    Gift.objects.filter(pk=gift.pk).update(note="Called to thank", anonymous=True, refunded=Decimal("0"))

    assert Gift.objects.get(pk=gift.pk).note == "Called to thank"


def test_the_door_opens_for_one_block_and_is_in_the_audit_log():
    gift = make_gift()

    with opened(), followed([gift.pk]):
        Gift.objects.filter(pk=gift.pk).update(method="cash")

    assert Gift.objects.get(pk=gift.pk).method == "cash"
    assert refused(lambda: Gift.objects.filter(pk=gift.pk).update(method="check"))
    assert not frozen.is_open()
    entry = AuditEntry.objects.get(act="ledger.opened")
    assert entry.reason == "A test needs it"


def test_an_error_shuts_the_door_and_undoes_the_block():
    gift = make_gift()

    def stumble() -> None:
        with opened():
            Gift.objects.filter(pk=gift.pk).update(method="cash")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()

    assert Gift.objects.get(pk=gift.pk).method == "check"
    assert refused(lambda: Gift.objects.filter(pk=gift.pk).update(method="cash"))
    assert not AuditEntry.objects.filter(act="ledger.opened").exists()


def test_a_door_inside_a_door_leaves_the_outer_one_open():
    gift = make_gift()

    with opened():
        with opened():
            pass
        with followed([gift.pk]):
            Gift.objects.filter(pk=gift.pk).update(method="cash")

    assert Gift.objects.get(pk=gift.pk).method == "cash"
    assert refused(lambda: Gift.objects.filter(pk=gift.pk).update(method="check"))


def test_nobody_else_comes_through_an_open_door(own_database):
    """Another session's writes are refused, or wait until the door is shut, while this one stands open."""
    gift = make_gift()

    def beside() -> bool:
        try:
            sql("PRAGMA busy_timeout = 200" if connection.vendor == "sqlite" else "SELECT 1")
            return refused(lambda: Gift.objects.filter(pk=gift.pk).update(method="zelle"))
        finally:
            connections.close_all()

    with opened(), ThreadPoolExecutor(1) as pool:
        AuditEntry.objects.exists()
        assert pool.submit(beside).result()

    assert Gift.objects.get(pk=gift.pk).method == "check"


def test_only_those_who_may_open_the_door_do():
    paths = [*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    found, imported = set(), set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "frozen.opened":
                found.add(named(path))
            if isinstance(node, ast.ImportFrom) and node.module == "core.db.frozen":
                imported |= {named(path) for name in node.names if name.name == "opened"}

    assert found <= set(CALLERS), "Frozen rows open for these alone; a sixth needs the design's word first."
    assert imported == set(), "Call it as frozen.opened(…), so that this list sees it."
    assert len(CALLERS) == 5


def test_every_table_of_money_is_frozen_or_says_why_not():
    frozen_models = {table.model._meta.label for table in frozen.tables()}
    with_money = {
        model._meta.label
        for model in apps.get_models()
        if any(isinstance(field, MoneyField) for field in model._meta.local_fields)
    }

    assert with_money - frozen_models - set(NOT_FROZEN) == set()
    assert set(NOT_FROZEN) <= with_money


def test_a_wrong_column_is_refused_when_the_product_starts():
    with pytest.raises(ValueError, match="has no column nowhere"):
        frozen.freeze(frozen.Frozen(Refund, "No", "No", free=("nowhere",)))


def test_the_audit_log_is_appended_to_and_nothing_else():
    entry = audit.record(None, "organization.changed", reason="First words")

    assert refused(lambda: AuditEntry.objects.filter(pk=entry.pk).update(reason="Other words"))
    assert refused(lambda: AuditEntry.objects.all().delete())
    assert AuditEntry.objects.get(pk=entry.pk).reason == "First words"
    assert {ReceiptLine, ReceiptVoid} <= {table.model for table in frozen.tables()}
