"""A plan that has gone stale is planned again: whoever touches people or money between the plan and the import."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

import crm
import donations
from core import audit
from core.extend import Act, entries
from core.mail import suppressions
from core.models import AuditEntry
from crm import agreements, bulk, leaving, revealing, reviews
from crm import services as people
from crm.agreements import Word
from crm.models import EmailAddress, NameReview, Supporter
from crm.services import SupporterDraft
from donations import bulk as gift_bulk
from donations import inbox, restrictions, unmatched
from donations import services as ledger
from donations.models import BalanceTransaction, GatewayEvent, Gift, UnmatchedPayment, UnmatchedRefund
from donations.services import PledgeDraft
from events import buyers
from imports import books, services, undo
from imports.applying import TAKEN_BACK
from imports.models import ImportRow
from tests.builders import (
    TODAY,
    draft_gift,
    make_campaign,
    make_fund,
    make_gift,
    make_household,
    make_supporter,
    make_user,
)

pytestmark = pytest.mark.usefixtures("organization")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
FIVE = Decimal("5.00")
FILE = b"Date,Name,Amount,Check #,Fund\n2024-03-05,Gul Orakzai,50,4711,GEN\n"

#: Verbs that ask others first: what they write goes through the service named beside them.
THROUGH = {
    "crm.reviews.release": people.update_supporter,
    "donations.refunding.refund_online": ledger.refund_gift,
}
#: Verbs that touch neither people on record nor money.
NEITHER = {"crm.revealing.reveal", "crm.reviews.reveal_typed"}


class Books:
    """Rows that were there before the plan, for a service to touch."""

    def __init__(self) -> None:
        self.by = make_user("finance", "development")
        self.fund = make_fund("GEN", name="General")
        self.campaign = make_campaign()
        self.person, self.other = make_supporter(emails=("first@example.org",)), make_supporter()
        self.household = make_household(self.other)
        self.gift = make_gift(supporter=self.person, amount=Decimal("50.00"), check_number="4711")
        self.refunded = make_gift(supporter=self.person, amount=Decimal("70.00"))
        self.refund = self.refund_of(self.refunded)
        common = {"livemode": False, "currency": "usd"}
        self.payment = UnmatchedPayment.objects.create(
            external_id="pi_1", charge_id="ch_1", minor_units=500, paid_at=NOW, reason="nobody known", **common
        )
        self.back = UnmatchedRefund.objects.create(
            external_id="re_1", minor_units=500, refunded_at=NOW, reason="by hand", gift=self.gift, **common
        )
        self.line = BalanceTransaction.objects.create(
            external_id="txn_1", type="adjustment", livemode=False, currency="usd", amount=FIVE, fee=0, net=FIVE,
            created_at=NOW, available_on=TODAY,
        )  # fmt: skip
        self.notice = GatewayEvent.objects.create(
            event_id="evt_1", livemode=False, type="charge.updated", sha256="a" * 64, status=GatewayEvent.Status.FAILED
        )

    def refund_of(self, gift: Gift) -> Any:
        return ledger.refund_gift(
            gift=gift, amount=FIVE, refunded_on=TODAY, posted_on=TODAY, by=self.by, reason="asked for it"
        )

    def review(self) -> NameReview:
        """A question whether somebody is a protected person."""
        Supporter.objects.filter(pk=self.other.pk).update(protected=True, shown_name=self.other.code,
                                                          sort_name=self.other.code, name_keys="")  # fmt: skip
        kind = "crm.supporter"
        return NameReview.objects.create(object_type=kind, object_id=self.person.pk, candidate=self.other, sure=False)

    def point(self) -> EmailAddress:
        return EmailAddress.objects.get(supporter=self.person)


def _draft(has: Books) -> Any:
    return draft_gift(supporter=has.person, amount=FIVE)


def _archived_and_back(has: Books) -> None:
    leaving.archive_supporter(supporter=has.person, reason="Moved away", by=has.by, at=NOW)
    leaving.restore_supporter(supporter=has.person, by=has.by)


CALLS: dict[str, Callable[[Books], Any]] = {
    "crm.agreements.record_consent": lambda has: agreements.record_consent(
        supporter=has.person, channel="email", purpose="any", given=False, source="a letter", at=NOW, by=has.by
    ),
    "crm.agreements.take_over": lambda has: agreements.take_over(
        words=[Word(has.person.pk, "email", False)], source="a list", at=NOW, by=has.by
    ),
    "crm.bulk.restore": lambda has: bulk.restore(name="language", now="en", was=[("ur", [has.person.pk])], by=has.by),
    "crm.bulk.set_anonymity": lambda has: bulk.set_anonymity(keys=[has.person.pk], anonymous=True, by=has.by),
    "crm.bulk.set_language": lambda has: bulk.set_language(keys=[has.person.pk], language="ur", by=has.by),
    "crm.leaving.archive_supporter": lambda has: leaving.archive_supporter(
        supporter=has.person, reason="Moved away", by=has.by, at=NOW
    ),
    "crm.leaving.delete_supporter": lambda has: leaving.delete_supporter(
        supporter=people.create_supporter(draft=SupporterDraft("Gul Bymistake"), by=has.by), reason="Twice", by=has.by
    ),
    "crm.leaving.restore_supporter": _archived_and_back,
    "crm.reviews.answer_review": lambda has: reviews.answer_review(
        review=has.review(), answer="other", by=has.by, at=NOW
    ),
    "crm.services.create_household": lambda has: people.create_household(
        name="The Orakzais", salutation="", members=[has.person], by=has.by
    ),
    "crm.services.create_supporter": lambda has: people.create_supporter(draft=SupporterDraft("Gul New"), by=has.by),
    "crm.services.create_supporters": lambda has: people.create_supporters(drafts=[SupporterDraft("Gul")], by=has.by),
    "crm.services.join_household": lambda has: people.join_household(
        supporter=has.person, household=has.household, by=has.by
    ),
    "crm.services.leave_household": lambda has: people.leave_household(supporter=has.other, by=has.by),
    "crm.services.remove_contact_point": lambda has: people.remove_contact_point(point=has.point(), by=has.by),
    "crm.services.save_contact_point": lambda has: people.save_contact_point(
        point=EmailAddress(supporter=has.person, address="more@example.org"), by=has.by
    ),
    "crm.services.update_household": lambda has: people.update_household(
        household=has.household, values={"name": "The Others"}, by=has.by
    ),
    "crm.services.update_supporter": lambda has: people.update_supporter(
        supporter=has.person, values={"full_name": "Gul Orakzai"}, version=has.person.version, by=has.by
    ),
    "donations.bulk.restore": lambda has: gift_bulk.restore(
        name="anonymous", now=False, was=[(True, [has.gift.pk])], by=has.by
    ),
    "donations.bulk.set_anonymity": lambda has: gift_bulk.set_anonymity(keys=[has.gift.pk], anonymous=True, by=has.by),
    "donations.bulk.set_campaign": lambda has: gift_bulk.set_campaign(
        keys=[has.gift.pk], campaign=has.campaign, by=has.by
    ),
    "donations.inbox.set_aside": lambda has: inbox.set_aside(event=has.notice, by=has.by, at=NOW, reason="not ours"),
    "donations.restrictions.change_restriction": lambda has: restrictions.change_restriction(
        fund=has.fund, restricted=True, starts_on=TODAY, reason="for wells alone", by=has.by, today=TODAY
    ),
    "donations.services.annotate_gift": lambda has: ledger.annotate_gift(
        gift=has.gift, values={"note": "for the wells"}, version=has.gift.version, by=has.by
    ),
    "donations.services.correct_gift": lambda has: ledger.correct_gift(
        gift=has.gift, draft=None, by=has.by, today=TODAY, reason="entered twice"
    ),
    "donations.services.fail_refund": lambda has: ledger.fail_refund(
        refund=has.refund, failed_on=TODAY, posted_on=TODAY, by=has.by, reason="account closed"
    ),
    "donations.services.record_gift": lambda has: ledger.record_gift(draft=_draft(has), by=has.by, today=TODAY),
    "donations.services.record_gifts": lambda has: ledger.record_gifts(drafts=[_draft(has)], by=has.by, today=TODAY),
    "donations.services.record_pledge": lambda has: ledger.record_pledge(
        supporter_id=has.person.pk, amount=FIVE, fund_id=has.fund.pk, promised_on=TODAY, by=has.by
    ),
    "donations.services.record_pledges": lambda has: ledger.record_pledges(
        drafts=[PledgeDraft(has.person.pk, FIVE, has.fund.pk, TODAY)], by=has.by
    ),
    "donations.services.refund_gift": lambda has: has.refund_of(has.gift),
    "donations.services.tell_refunds": lambda has: ledger.tell_refunds(refunds=[has.refund], by=has.by),
    "donations.services.undo_entry": lambda has: ledger.undo_entry(
        gift=ledger.record_gift(draft=_draft(has), by=has.by, today=TODAY), by=has.by, now=timezone.now(), today=TODAY
    ),
    "donations.unmatched.close_payment": lambda has: unmatched.close_payment(
        payment=has.payment, by=has.by, at=NOW, reason="not ours"
    ),
    "donations.unmatched.close_refund": lambda has: unmatched.close_refund(
        refund=has.back, by=has.by, at=NOW, reason="not ours"
    ),
    "donations.unmatched.explain_row": lambda has: unmatched.explain_row(
        row=has.line, by=has.by, at=NOW, text="a correction of a fee"
    ),
    "donations.unmatched.settle_payment": lambda has: unmatched.settle_payment(
        payment=has.payment, supporter=has.person, fund=has.fund, by=has.by, today=TODAY, at=NOW
    ),
    "donations.unmatched.settle_refund": lambda has: unmatched.settle_refund(
        refund=has.back, same=[], by=has.by, at=NOW
    ),
    # Of other places, what writes people and money there.
    "core.mail.suppressions.suppress": lambda has: suppressions.suppress(
        "first@example.org", kind="unsubscribed", source="a letter", by=has.by
    ),
    "events.buyers.invitee": lambda has: buyers.invitee(name="Gul New", email="new@example.org", by=has.by),
    "imports.services.commit": lambda has: _other_import(has),
    "imports.undo.undo": lambda has: undo.undo(batch=_other_import(has), by=has.by, at=NOW),
}


def _other_import(has: Books) -> Any:
    batch = services.upload(name="other.csv", content=FILE.replace(b"Gul Orakzai", b"Tom Vance"), by=has.by)
    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)
    return batch


def walked() -> set[str]:
    """Every service of the two places where people and money are kept: what takes who does it."""
    found = set()
    for place in (crm, donations):
        for module in pkgutil.iter_modules(place.__path__, f"{place.__name__}."):
            if module.name.endswith((".migrations", ".views", ".management", "_views", ".forms", ".inverses")):
                continue
            loaded = importlib.import_module(module.name)
            for name, function in inspect.getmembers(loaded, inspect.isfunction):
                takes = inspect.signature(function).parameters
                if function.__module__ == module.name and not name.startswith("_") and "by" in takes:
                    found.add(f"{module.name}.{name}")
    return found


def test_every_service_is_called_here() -> None:
    assert walked() - CALLS.keys() - THROUGH.keys() == NEITHER


@pytest.mark.parametrize("service", CALLS)
def test_whatever_touches_people_or_money_makes_a_plan_stale(service: str) -> None:
    has = Books()
    batch = services.upload(name="log.csv", content=FILE, by=has.by)

    CALLS[service](has)

    with pytest.raises(services.BooksChanged):
        services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)
    batch.refresh_from_db()
    assert batch.state == "planned"
    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)


def test_what_touches_neither_leaves_the_plan_as_it_is(client) -> None:
    has = Books()
    batch = services.upload(name="log.csv", content=FILE, by=has.by)

    client.force_login(has.by)
    revealing.reveal(supporter=has.person, session=client.session, by=has.by, reason="to call them", now=NOW)
    services.upload(name="other.csv", content=FILE + b"\n", by=has.by)
    services.map_funds(batch=batch, funds={"General": has.fund}, by=has.by)

    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)


def test_acts_that_count_for_nothing_are_acts_that_exist() -> None:
    known = {act.name for act in entries(Act)}

    assert set(books.QUIET_ACTS) <= known
    assert set(books.QUIET_FAMILIES) <= {name.split(".")[0] for name in known}


def test_an_entry_that_comes_to_light_late_is_seen() -> None:
    """On PostgreSQL a longer transaction commits an entry with a lower number after one with a higher."""
    last = audit.record(None, "gift.recorded").pk
    AuditEntry.objects.create(pk=last + 2, act="gift.recorded")
    before = books.books_stamp()

    AuditEntry.objects.create(pk=last + 1, act="gift.recorded")

    assert books.books_stamp() != before


# --- the applier asks again ------------------------------------------------------------------------------------------


def _told_again(has: Books) -> Any:
    """A file that tells of the gift on record again, by its check."""
    name = has.person.full_name.encode()
    return services.upload(name="log.csv", content=FILE.replace(b"Gul Orakzai", name).replace(
        b"2024-03-05", has.gift.gift_on.isoformat().encode()), by=has.by)  # fmt: skip


def test_a_gift_taken_back_since_the_plan_is_recorded_and_no_money_goes_missing() -> None:
    has = Books()
    batch = _told_again(has)
    ledger.correct_gift(gift=has.gift, draft=None, by=has.by, today=TODAY, reason="entered twice")

    with pytest.raises(services.BooksChanged):
        services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)
    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)

    row = batch.rows.get()
    assert (row.state, row.gift.amount) == (ImportRow.State.APPLIED, Decimal("50.00"))


def test_a_row_that_waited_asks_whether_the_gift_it_found_still_counts() -> None:
    """The applier itself, past every check of staleness."""
    has = Books()
    batch = _told_again(has)
    ledger.correct_gift(gift=has.gift, draft=None, by=has.by, today=TODAY, reason="entered twice")
    batch.books = books.books_stamp()
    batch.save()

    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)

    row = batch.rows.get()
    assert (row.state, row.waits_for) == (ImportRow.State.WAITING, TAKEN_BACK)
    services.answer(row=row, record=True, values={}, by=has.by, today=TODAY)
    row.refresh_from_db()
    assert row.state == ImportRow.State.APPLIED
    assert Gift.objects.standing().filter(amount=Decimal("50.00")).count() == 1


def test_a_gift_corrected_since_is_found_as_what_replaced_it() -> None:
    has = Books()
    batch = _told_again(has)
    draft = draft_gift(supporter=has.person, amount=Decimal("55.00"))
    new = ledger.correct_gift(gift=has.gift, draft=draft, by=has.by, today=TODAY, reason="it was five more")
    batch.books = books.books_stamp()
    batch.save()

    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)

    row = batch.rows.get()
    assert (row.state, row.gift) == (ImportRow.State.KNOWN, new)


def test_a_known_number_of_a_reversed_gift_is_a_question_and_its_answer_counts() -> None:
    has = Books()
    first = services.upload(name="log.csv", content=FILE, by=has.by)
    services.commit(batch=first, by=has.by, today=TODAY, at=NOW)
    gift = first.rows.get().gift
    ledger.correct_gift(gift=gift, draft=None, by=has.by, today=TODAY, reason="bounced")
    type(first).objects.filter(pk=first.pk).update(state="undone")  # so that the very file may come again
    again = services.upload(name="log.csv", content=FILE, by=has.by)
    services.commit(batch=again, by=has.by, today=TODAY, at=NOW)
    row = again.rows.get()
    assert (row.state, row.waits_for, row.gift) == (ImportRow.State.WAITING, TAKEN_BACK, None)

    services.answer(row=row, record=True, values={}, by=has.by, today=TODAY)

    row.refresh_from_db()
    assert row.state == ImportRow.State.APPLIED
    assert row.gift != gift
    assert Supporter.objects.filter(full_name="Gul Orakzai").count() == 1
