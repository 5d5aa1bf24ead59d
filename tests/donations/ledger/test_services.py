"""The doors to the ledger: gifts recorded, corrected and taken back; pledges. Races commit to their own database."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from core.models import AuditEntry, Sequence
from donations.ledger import services
from donations.ledger.drafts import BadDraft, BenefitDraft, ForeignDraft, LineDraft, Reference, SoftCreditDraft
from donations.ledger.rollups.rebuilding import rebuild
from donations.models import (
    Benefit,
    Gift,
    GiftLine,
    GiftReference,
    Movement,
    Pledge,
    Reversal,
    SoftCredit,
)
from tests.donations.books import refund, total
from tests.support.builders import (
    TODAY,
    draft_gift,
    general_fund,
    make_campaign,
    make_fund,
    make_gift,
    make_pledge,
    make_supporter,
    make_user,
)
from tests.support.databases import race
from tests.support.doors import opened

pytestmark = pytest.mark.django_db
CHARGE = Reference("stripe", "charge", "ch_1")


# Recording


def test_a_gift_is_written_with_everything_its_draft_says():
    donor, friend = make_supporter(), make_supporter()
    legal_aid, campaign, treasurer = make_fund(restricted=True), make_campaign(), make_user("finance")
    dinner = BenefitDraft("Dinner", value_each=Decimal("45"), quantity=2)
    draft = draft_gift(
        supporter=donor,
        lines=(
            LineDraft(general_fund().pk, Decimal("200"), kind="ticket", benefits=(dinner,)),
            LineDraft(legal_aid.pk, Decimal("50.50")),
        ),
        campaign_id=campaign.pk,
        references=(CHARGE, Reference("stripe", "intent", "pi_1")),
        foreign=ForeignDraft(70_000_00, "PKR", Decimal("0.00357857"), "Treasury", date(2026, 3, 2)),
        soft_credits=(SoftCreditDraft(friend.pk, Decimal("250.50"), "introduced"),),
        received_on=date(2026, 3, 4),
    )

    gift = services.record_gift(draft=draft, by=treasurer, today=TODAY)

    assert (gift.amount, gift.gift_on, gift.posted_on, gift.campaign) == (
        Decimal("250.50"),  # 200 + 50.50
        date(2026, 3, 2),
        TODAY,
        campaign,
    )
    assert list(gift.lines.values_list("fund", "kind", "amount")) == [
        (general_fund().pk, "ticket", Decimal("200")),
        (legal_aid.pk, "contribution", Decimal("50.50")),
    ]
    assert Benefit.objects.values_list("line__amount", "quantity", "value_each").get() == (
        Decimal("200"),
        2,
        Decimal("45"),
    )
    assert set(gift.references.values_list("value", flat=True)) == {"ch_1", "pi_1"}
    assert gift.foreign.currency == "PKR"
    assert SoftCredit.objects.get().supporter == friend
    assert total() == Decimal("250.50")


def test_gifts_are_numbered_without_gaps_and_audited_once_a_batch():
    drafts = [draft_gift(Decimal(amount)) for amount in ("10", "20", "30.50")]
    before = AuditEntry.objects.count()

    recorded = services.record_gifts(drafts=drafts, by=None, today=TODAY)

    assert [gift.number for gift in recorded.gifts] == [1, 2, 3]
    assert recorded.new == [True, True, True]
    assert list(AuditEntry.objects.order_by("pk").values_list("act", "data")[before:]) == [
        ("gift.recorded", {"count": 3, "total": "60.50"})  # 10 + 20 + 30.50
    ]


def test_a_known_reference_finds_the_gift_and_changes_nothing():
    first = make_gift(Decimal("50"), references=(CHARGE,))

    again = services.record_gifts(
        drafts=[draft_gift(Decimal("50"), references=(CHARGE,)), draft_gift(Decimal("7"))], by=None, today=TODAY
    )

    assert [gift.pk == first.pk for gift in again.gifts] == [True, False]
    assert again.new == [False, True]
    assert again.created == [again.gifts[1]]
    assert total() == Decimal("57")


def test_twins_in_one_batch_become_one_gift():
    draft = draft_gift(references=(CHARGE,))

    recorded = services.record_gifts(drafts=[draft, draft_gift(), draft], by=None, today=TODAY)

    assert recorded.new == [True, True, False]
    assert recorded.gifts[2] == recorded.gifts[0]
    assert Gift.objects.count() == 2


def test_the_same_value_in_another_system_is_another_reference():
    make_gift(references=(CHARGE,))
    make_gift(references=(Reference("donorbox", "charge", "ch_1"),))
    make_gift(references=(Reference("stripe", "refund", "ch_1"),))

    assert Gift.objects.count() == 3


def test_one_bad_draft_keeps_the_whole_batch_out():
    good, bad = draft_gift(), draft_gift(Decimal("0"))

    with pytest.raises(BadDraft) as refused:
        services.record_gifts(drafts=[good, good, bad], by=None, today=TODAY)

    assert (refused.value.field, refused.value.index) == ("amount", 2)
    assert (Gift.objects.count(), Sequence.objects.filter(series="gift").count()) == (0, 0)


def test_one_by_one_and_all_at_once_write_the_same_tables():
    donor, fund, pledge = make_supporter(), make_fund(), make_pledge(Decimal("5000"))
    dinner = BenefitDraft("Dinner", value_each=Decimal("45"))
    drafts = [
        draft_gift(
            supporter=donor,
            lines=(
                LineDraft(fund.pk, Decimal(number) / 4, benefits=(dinner,) if number % 5 == 0 else ()),
                LineDraft(general_fund().pk, Decimal("1.10")),
            ),
            references=(Reference("file", "row", str(number % 90)),),
            pledge_id=pledge.pk if number % 7 == 0 else None,
            soft_credits=(SoftCreditDraft(donor.pk, Decimal("1"), "spouse"),) if number % 3 == 0 else (),
        )
        for number in range(1, 101)
    ]

    services.record_gifts(drafts=drafts, by=None, today=TODAY)
    at_once = tables(pledge)
    with opened():
        for table in (SoftCredit, GiftReference, Benefit, GiftLine, Gift, Sequence):
            table.objects.all().delete()
    Pledge.objects.update(paid=Decimal("0"))
    rebuild()
    for draft in drafts:
        services.record_gift(draft=draft, by=None, today=TODAY)

    assert tables(pledge) == at_once
    assert len(at_once["gifts"]) == 90


def tables(pledge: Pledge) -> dict[str, list]:
    return {
        "gifts": list(Gift.objects.order_by("number").values_list("number", "amount", "pledge")),
        "lines": sorted(Movement.objects.values_list("gift__number", "fund", "amount", "gift_on")),
        "benefits": sorted(Benefit.objects.values_list("line__gift__number", "description", "value_each")),
        "references": sorted(GiftReference.objects.values_list("gift__number", "system", "kind", "value")),
        "credits": sorted(SoftCredit.objects.values_list("gift__number", "supporter", "amount")),
        "paid": [Pledge.objects.get(pk=pledge.pk).paid],
    }


def test_racing_deliveries_of_one_charge_make_one_gift(own_database):
    draft = draft_gift(references=(CHARGE,))

    results = race(16, lambda _: services.record_gift(draft=draft, by=None, today=TODAY).pk)

    # The database refuses the second of two that looked at the same instant; its sender delivers again.
    assert {type(result) for result in results} <= {int, IntegrityError}
    assert {result for result in results if isinstance(result, int)} == {Gift.objects.get().pk}
    assert services.record_gift(draft=draft, by=None, today=TODAY) == Gift.objects.get()


def test_racing_gifts_are_numbered_without_gaps(own_database):
    draft = draft_gift()

    numbers = race(32, lambda _: services.record_gift(draft=draft, by=None, today=TODAY).number)

    assert sorted(numbers) == list(range(1, 33))


# Pledges


def test_payments_and_refunds_move_what_is_paid_of_a_pledge():
    pledge = make_pledge(Decimal("500"))
    first = make_gift(Decimal("120"), pledge_id=pledge.pk)
    second = make_gift(Decimal("80"), pledge_id=pledge.pk)

    refund(first, "20")
    services.correct_gift(gift=second, draft=None, by=None, today=TODAY, reason="Entered twice")

    pledge.refresh_from_db()
    assert (pledge.paid, pledge.open_amount) == (Decimal("100"), Decimal("400"))  # 120 - 20 + 80 - 80


def test_a_pledge_is_no_money_and_may_be_overpaid():
    pledge = make_pledge(Decimal("50"))
    assert total() == 0

    make_gift(Decimal("70"), pledge_id=pledge.pk)

    pledge.refresh_from_db()
    assert (pledge.paid, pledge.open_amount, total()) == (Decimal("70"), Decimal("0"), Decimal("70"))


def test_a_pledge_of_nothing_is_refused():
    with pytest.raises(ValidationError):
        make_pledge(Decimal("0"))


# Corrections


def test_a_correction_reverses_the_gift_and_links_the_one_that_stands():
    wrong = make_gift(Decimal("500"), references=(CHARGE,), gift_on=date(2026, 3, 2))

    right = services.correct_gift(
        gift=wrong, draft=draft_gift(Decimal("50")), by=None, today=TODAY, reason="A zero too many"
    )

    assert Reversal.objects.values_list("gift", "replacement", "posted_on").get() == (wrong.pk, right.pk, TODAY)
    assert list(Gift.objects.active()) == [right]
    assert GiftReference.objects.get().gift == right
    assert [
        *Movement.objects.order_by("id").values_list("kind", "amount", "gift_on", "posted_on"),
    ] == [
        ("gift", Decimal("500"), date(2026, 3, 2), TODAY),
        ("gift", Decimal("50"), date(2026, 3, 2), TODAY),
        ("reversal", Decimal("-500"), date(2026, 3, 2), TODAY),
    ]


def test_a_correction_may_be_corrected_again():
    first = make_gift(Decimal("500"))
    second = services.correct_gift(gift=first, draft=draft_gift(Decimal("55")), by=None, today=TODAY, reason="Wrong")
    third = services.correct_gift(gift=second, draft=draft_gift(Decimal("50")), by=None, today=TODAY, reason="Again")

    assert list(Gift.objects.active()) == [third]
    assert total() == Decimal("50")


def test_a_gift_is_reversed_once():
    gift = make_gift()
    services.correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Entered twice")

    with pytest.raises(services.AlreadyReversed):
        services.correct_gift(gift=gift, draft=draft_gift(), by=None, today=TODAY, reason="Entered twice")

    assert (Gift.objects.count(), total()) == (1, 0)


def test_a_gift_with_refunds_is_not_corrected_as_a_whole():
    gift = make_gift(Decimal("50"))
    refund(gift, "10")

    with pytest.raises(services.HasRefunds):
        services.correct_gift(gift=gift, draft=None, by=None, today=TODAY, reason="Wrong donor")

    assert total() == Decimal("40")


def test_a_bad_correction_leaves_the_gift_as_it_was():
    gift = make_gift(Decimal("50"))

    with pytest.raises(BadDraft):
        services.correct_gift(gift=gift, draft=draft_gift(Decimal("-1")), by=None, today=TODAY, reason="Wrong")

    assert (Reversal.objects.count(), total()) == (0, Decimal("50"))


def test_a_correction_that_repeats_the_references_takes_them_over():
    draft = draft_gift(Decimal("500"), references=(CHARGE,))
    wrong = services.record_gift(draft=draft, by=None, today=TODAY)
    fixed = replace(draft, lines=(LineDraft(general_fund().pk, Decimal("50")),))

    right = services.correct_gift(gift=wrong, draft=fixed, by=None, today=TODAY, reason="A zero too many")

    assert (right.amount, GiftReference.objects.get().gift, total()) == (Decimal("50"), right, Decimal("50"))


def test_racing_corrections_reverse_a_gift_once(own_database):
    gift, draft = make_gift(Decimal("500")), draft_gift(Decimal("50"))

    results = race(
        8, lambda _: services.correct_gift(gift=gift, draft=draft, by=None, today=TODAY, reason="A zero too many")
    )

    assert sorted(type(result).__name__ for result in results) == ["AlreadyReversed"] * 7 + ["Gift"]
    assert total() == Decimal("50")


# Entries taken back, and what is free to change


def test_an_entry_just_made_is_taken_back_by_the_person_who_made_it():
    clerk, other = make_user("development"), make_user("development")
    gift = make_gift(by=clerk)
    later = gift.created_at + services.UNDO_WITHIN

    with pytest.raises(services.NotUndoable):
        services.undo_entry(gift=gift, by=other, now=later, today=TODAY)
    with pytest.raises(services.NotUndoable):
        services.undo_entry(gift=gift, by=clerk, now=later + timedelta(seconds=1), today=TODAY)
    services.undo_entry(gift=gift, by=clerk, now=later, today=TODAY)

    assert (Gift.objects.active().count(), total()) == (0, 0)


def test_what_came_by_a_file_is_not_taken_back_as_an_entry():
    clerk = make_user("development")
    gift = make_gift(by=clerk, origin=Gift.Origin.IMPORT)

    with pytest.raises(services.NotUndoable):
        services.undo_entry(gift=gift, by=clerk, now=timezone.now(), today=TODAY)


def test_a_note_changes_and_frozen_fields_do_not():
    gift = make_gift()

    services.annotate_gift(gift=gift, values={"note": "Called to thank"}, version=1, by=None)
    with pytest.raises(services.EditConflict):
        services.annotate_gift(gift=gift, values={"note": "Other words"}, version=1, by=None)
    with pytest.raises(ValueError):
        services.annotate_gift(gift=gift, values={"amount": Decimal("1")}, version=2, by=None)

    assert Gift.objects.values_list("note", "version", "amount").get() == ("Called to thank", 2, Decimal("50"))


def test_a_correction_is_posted_no_earlier_than_its_gift():
    """The clock of the organization may go back: its time zone is a setting."""
    gift = make_gift(posted_on=TODAY + timedelta(days=1))
    fixed = draft_gift(Decimal("5"), posted_on=TODAY - timedelta(days=9))

    right = services.correct_gift(gift=gift, draft=fixed, by=None, today=TODAY, reason="A zero too many")

    assert (Reversal.objects.get().posted_on, right.posted_on) == (gift.posted_on, gift.posted_on)
