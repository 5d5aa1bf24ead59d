"""What a donor gets in return stays as it was printed: while a receipt is active, only what became of it changes."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction
from django.db.models import F, Sum

from donations.ledger.benefits import Marking, mark_benefits
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.models import Benefit
from receipts.issuing.services import issue_receipts, replace_receipt, void_receipt
from receipts.models import Receipt
from tests.support.builders import TODAY, general_fund, make_gift

pytestmark = pytest.mark.usefixtures("organization")
#: What became of a benefit, which may be told at any time: a receipt that says otherwise is then out of date.
ANSWERS = {"status", "status_on", "status_source"}
COLUMNS = {field.attname: field for field in Benefit._meta.local_fields}
PRINTED = sorted(COLUMNS.keys() - ANSWERS)
#: What the part of a benefit has in common with the benefit it is split from.
ALIKE = sorted(COLUMNS.keys() - ANSWERS - {"id", "split_from_id", "quantity", "rest"})


def benefit(description: str = "dinner") -> Benefit:
    """Four benefits of $60 for $600."""
    draft = BenefitDraft(description, Decimal("60"), quantity=4, cost_each=Decimal("38.50"))
    gift = make_gift(lines=(LineDraft(general_fund().pk, Decimal("600"), kind="ticket", benefits=(draft,)),))
    return Benefit.objects.get(line__gift=gift)


@pytest.fixture
def other(organization) -> Benefit:
    return benefit("concert")


@pytest.fixture
def dinner(other) -> Benefit:
    return benefit()


@pytest.fixture
def receipt(dinner) -> Receipt:
    return issue_receipts(gifts=[dinner.line.gift], by=None, issued_on=TODAY).new[0]


def another(row: Benefit, column: str, other: Benefit) -> Any:
    """A value that a column of this row doesn't hold."""
    field, value = COLUMNS[column], getattr(row, column)
    if isinstance(field, models.ForeignKey):
        return other.line_id if column == "line_id" else other.pk
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateField):
        return TODAY
    if field.choices:
        return next(choice for choice, _ in field.choices if choice != value)
    return "other" if isinstance(field, models.CharField) else (value or 0) + 1


def values(row: Benefit, **override: Any) -> dict[str, Any]:
    """Of a further row like this one."""
    return {name: getattr(row, name) for name in COLUMNS if name != "id"} | override


def refused(act) -> str:
    """What the database answers, or an empty text; an act leaves nothing behind either way."""
    try:
        with transaction.atomic():
            act()
            raise InterruptedError
    except InterruptedError:
        return ""
    except DatabaseError as error:
        return str(error)


def promised() -> list[int]:
    return list(Benefit.objects.order_by("pk").values_list("quantity", flat=True))


@pytest.mark.parametrize("column", PRINTED)
def test_nothing_of_a_benefit_that_a_receipt_says_changes(dinner, other, receipt, column):
    mine = Benefit.objects.filter(pk=dinner.pk)

    assert refused(lambda: mine.update(**{column: another(dinner, column, other)}))


@pytest.mark.parametrize("column", sorted(ANSWERS))
def test_what_became_of_a_benefit_is_told_at_any_time(dinner, other, receipt, column):
    mine = Benefit.objects.filter(pk=dinner.pk)

    assert not refused(lambda: mine.update(**{column: another(dinner, column, other)}))


@pytest.mark.parametrize("quantity", [1, 3, 5, 80])
def test_a_quantity_changes_under_no_receipt_and_before_none(dinner, quantity):
    mine = Benefit.objects.filter(pk=dinner.pk)
    before = refused(lambda: mine.update(quantity=quantity))
    issue_receipts(gifts=[dinner.line.gift], by=None, issued_on=TODAY)

    assert before
    assert refused(lambda: mine.update(quantity=quantity)) == before


@pytest.mark.parametrize("override", [{}, {"quantity": 50}, *({column: None} for column in ALIKE)], ids=str)
def test_no_benefit_is_added_under_a_receipt_however_alike(dinner, other, receipt, override):
    changed = {name: value or another(dinner, name, other) for name, value in override.items() if name != "line_id"}

    said = refused(lambda: Benefit.objects.bulk_create([Benefit(**values(dinner, **changed))]))

    assert "Void the receipt before adding a benefit" in said


@pytest.mark.parametrize("column", ALIKE)
def test_a_part_is_like_the_benefit_it_is_split_from(dinner, other, receipt, column):
    part = values(dinner, split_from_id=dinner.pk, quantity=1, rest=3)
    changed = {**part, column: another(dinner, column, other)}

    assert "must be like" in refused(lambda: Benefit.objects.create(**changed))
    assert not refused(lambda: Benefit.objects.create(**part))


@pytest.mark.parametrize(("quantity", "rest"), [(1, 4), (1, 2), (4, 0), (4, 4), (50, 3), (1, None)])
def test_a_part_and_the_rest_are_the_whole(dinner, receipt, quantity, rest):
    part = values(dinner, split_from_id=dinner.pk, quantity=quantity, rest=rest)

    assert refused(lambda: Benefit.objects.create(**part))
    assert promised() == [4, 4]


def test_no_benefit_under_a_receipt_is_deleted(dinner, receipt):
    assert refused(lambda: Benefit.objects.filter(pk=dinner.pk).delete())


def test_a_quantity_is_not_put_back_after_a_split(dinner, receipt):
    mark(dinner, 1, Benefit.Status.RETURNED)
    mark(dinner, 1, Benefit.Status.DECLINED)
    mine = Benefit.objects.filter(pk=dinner.pk)

    for quantity in (1, 3, 4):
        assert refused(lambda quantity=quantity: mine.update(quantity=quantity))
    assert promised() == [4, 2, 1, 1]


def mark(row: Benefit, quantity: int, status: str, was: str = Benefit.Status.ACCEPTED) -> None:
    mark_benefits(markings=[Marking(row.line, quantity, status, TODAY, "a call", was=was)])


def test_what_became_of_parts_and_parts_of_parts_is_told_under_a_receipt(dinner, receipt):
    mark(dinner, 3, Benefit.Status.RETURNED)
    mark(dinner, 2, Benefit.Status.ACCEPTED, was=Benefit.Status.RETURNED)
    mark(dinner, 2, Benefit.Status.DECLINED)

    rows = dinner.line.benefits.order_by("pk").values_list("quantity", "status", "split_from", "rest")
    first, part = dinner.pk, dinner.line.benefits.order_by("pk")[1].pk
    # 4 is 1 and 3; the 3 are 1 and 2; the 1 and 1 of the 2 are declined
    assert list(rows) == [
        (1, Benefit.Status.DECLINED, None, None),
        (1, Benefit.Status.RETURNED, first, 1),
        (1, Benefit.Status.ACCEPTED, part, 1),
        (1, Benefit.Status.DECLINED, part + 1, 1),
    ]
    assert dinner.line.benefits.aggregate(worth=Sum(F("quantity") * F("value_each")))["worth"] == Decimal("240")


@pytest.mark.parametrize("end", ["void", "replace"])
def test_a_receipt_is_voided_and_replaced_after_a_part_was_given_back(dinner, receipt, end):
    mark(dinner, 1, Benefit.Status.RETURNED)

    if end == "void":
        void_receipt(receipt=receipt, by=None, on=TODAY, reason="Fewer came")
        assert Benefit.objects.create(**values(dinner, description="Book", quantity=1))
    else:
        new = replace_receipt(receipt=receipt, by=None, issued_on=TODAY, reason="Fewer came")
        assert (receipt.lines.get().provided, new.lines.get().provided) == (Decimal("240"), Decimal("180"))
