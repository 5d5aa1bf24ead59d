"""A plan that has gone stale is planned again: whoever touches people or money between the plan and the import."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

import crm
import donations
from core import audit
from core.extend import AuditAct, entries
from core.mail import suppressions
from core.models import AuditEntry
from crm.contributes import bulk_actions
from crm.models import EmailAddress
from crm.reveal import sessions
from crm.services import archiving, consent, name_reviews
from crm.services import supporters as people
from crm.services.consent import ConsentStatement
from crm.services.supporters import SupporterDraft
from donations.contributes import bulk_actions as gift_bulk
from donations.ledger import benefits, fund_restrictions, refunds
from donations.ledger import services as ledger
from donations.ledger.drafts import BenefitDraft
from donations.ledger.services import PledgeDraft
from donations.processor import unmatched_payments, webhook_inbox
from events.orders import buyer_matching
from imports import services
from imports.planning import existing_records
from imports.undoing import undo
from tests.imports.planning.touched import FILE, FIVE, NOW, Books
from tests.support.builders import (
    TODAY,
    draft_gift,
)

pytestmark = pytest.mark.usefixtures("organization")
#: Verbs that ask others first: what they write goes through the service named beside them.
THROUGH = {
    "crm.services.name_reviews.release": people.update_supporter,
    "donations.processor.refunds.refund_online": refunds.refund_gift,
}
#: Verbs that touch neither people on record nor money.
NEITHER = {"crm.reveal.sessions.reveal", "crm.services.name_reviews.reveal_typed"}
#: Parts of an app that hold no services.
NO_SERVICES = frozenset({"migrations", "views", "management", "forms", "undo_actions"})


def _draft(has: Books) -> Any:
    return draft_gift(supporter=has.person, amount=FIVE)


def _archived_and_back(has: Books) -> None:
    archiving.archive_supporter(supporter=has.person, reason="Moved away", by=has.by, at=NOW)
    archiving.restore_supporter(supporter=has.person, by=has.by)


CALLS: dict[str, Callable[[Books], Any]] = {
    "crm.services.consent.record_consent": lambda has: consent.record_consent(
        supporter=has.person, channel="email", purpose="any", given=False, source="a letter", at=NOW, by=has.by
    ),
    "crm.services.consent.record_statements": lambda has: consent.record_statements(
        statements=[ConsentStatement(has.person.pk, "email", False)], source="a list", at=NOW, by=has.by
    ),
    "crm.contributes.bulk_actions.restore": lambda has: bulk_actions.restore(
        name="language", now="en", was=[("ur", [has.person.pk])], by=has.by
    ),
    "crm.contributes.bulk_actions.set_anonymity": lambda has: bulk_actions.set_anonymity(
        keys=[has.person.pk], anonymous=True, by=has.by
    ),
    "crm.contributes.bulk_actions.set_language": lambda has: bulk_actions.set_language(
        keys=[has.person.pk], language="ur", by=has.by
    ),
    "crm.services.archiving.archive_supporter": lambda has: archiving.archive_supporter(
        supporter=has.person, reason="Moved away", by=has.by, at=NOW
    ),
    "crm.services.archiving.delete_supporter": lambda has: archiving.delete_supporter(
        supporter=people.create_supporter(draft=SupporterDraft("Gul Bymistake"), by=has.by), reason="Twice", by=has.by
    ),
    "crm.services.archiving.restore_supporter": _archived_and_back,
    "crm.services.name_reviews.answer_review": lambda has: name_reviews.answer_review(
        review=has.review(), answer="other", by=has.by, at=NOW
    ),
    "crm.services.supporters.create_household": lambda has: people.create_household(
        name="The Orakzais", salutation="", members=[has.person], by=has.by
    ),
    "crm.services.supporters.create_supporter": lambda has: people.create_supporter(
        draft=SupporterDraft("Gul New"), by=has.by
    ),
    "crm.services.supporters.create_supporters": lambda has: people.create_supporters(
        drafts=[SupporterDraft("Gul")], by=has.by
    ),
    "crm.services.supporters.join_household": lambda has: people.join_household(
        supporter=has.person, household=has.household, by=has.by
    ),
    "crm.services.supporters.leave_household": lambda has: people.leave_household(supporter=has.other, by=has.by),
    "crm.services.supporters.remove_contact_point": lambda has: people.remove_contact_point(
        point=has.point(), by=has.by
    ),
    "crm.services.supporters.save_contact_point": lambda has: people.save_contact_point(
        point=EmailAddress(supporter=has.person, address="more@example.org"), by=has.by
    ),
    "crm.services.supporters.update_household": lambda has: people.update_household(
        household=has.household, values={"name": "The Others"}, by=has.by
    ),
    "crm.services.supporters.update_supporter": lambda has: people.update_supporter(
        supporter=has.person, values={"full_name": "Gul Orakzai"}, version=has.person.version, by=has.by
    ),
    "donations.contributes.bulk_actions.restore": lambda has: gift_bulk.restore(
        name="anonymous", now=False, was=[(True, [has.gift.pk])], by=has.by
    ),
    "donations.contributes.bulk_actions.set_anonymity": lambda has: gift_bulk.set_anonymity(
        keys=[has.gift.pk], anonymous=True, by=has.by
    ),
    "donations.contributes.bulk_actions.set_campaign": lambda has: gift_bulk.set_campaign(
        keys=[has.gift.pk], campaign=has.campaign, by=has.by
    ),
    "donations.processor.webhook_inbox.discard": lambda has: webhook_inbox.discard(
        event=has.notice, by=has.by, at=NOW, reason="not ours"
    ),
    "donations.ledger.fund_restrictions.change_restriction": lambda has: fund_restrictions.change_restriction(
        fund=has.fund, restricted=True, starts_on=TODAY, reason="for wells alone", by=has.by, today=TODAY
    ),
    "donations.ledger.services.annotate_gift": lambda has: ledger.annotate_gift(
        gift=has.gift, values={"note": "for the wells"}, version=has.gift.version, by=has.by
    ),
    "donations.ledger.benefits.describe_benefit": lambda has: benefits.describe_benefit(
        line=has.gift.lines.get(), benefit=BenefitDraft("dinner", Decimal("5")), by=has.by
    ),
    "donations.ledger.services.correct_gift": lambda has: ledger.correct_gift(
        gift=has.gift, draft=None, by=has.by, today=TODAY, reason="entered twice"
    ),
    "donations.ledger.refunds.fail_refund": lambda has: refunds.fail_refund(
        refund=has.refund, failed_on=TODAY, posted_on=TODAY, by=has.by, reason="account closed"
    ),
    "donations.ledger.services.record_gift": lambda has: ledger.record_gift(draft=_draft(has), by=has.by, today=TODAY),
    "donations.ledger.services.record_gifts": lambda has: ledger.record_gifts(
        drafts=[_draft(has)], by=has.by, today=TODAY
    ),
    "donations.ledger.services.record_pledge": lambda has: ledger.record_pledge(
        supporter_id=has.person.pk, amount=FIVE, fund_id=has.fund.pk, promised_on=TODAY, by=has.by
    ),
    "donations.ledger.services.record_pledges": lambda has: ledger.record_pledges(
        drafts=[PledgeDraft(has.person.pk, FIVE, has.fund.pk, TODAY)], by=has.by
    ),
    "donations.ledger.refunds.refund_gift": lambda has: has.refund_of(has.gift),
    "donations.ledger.refunds.tell_refunds": lambda has: refunds.tell_refunds(refunds=[has.refund], by=has.by),
    "donations.ledger.services.undo_entry": lambda has: ledger.undo_entry(
        gift=ledger.record_gift(draft=_draft(has), by=has.by, today=TODAY), by=has.by, now=timezone.now(), today=TODAY
    ),
    "donations.processor.unmatched_payments.close_payment": lambda has: unmatched_payments.close_payment(
        payment=has.payment, by=has.by, at=NOW, reason="not ours"
    ),
    "donations.processor.unmatched_payments.close_refund": lambda has: unmatched_payments.close_refund(
        refund=has.back, by=has.by, at=NOW, reason="not ours"
    ),
    "donations.processor.unmatched_payments.explain_row": lambda has: unmatched_payments.explain_row(
        row=has.line, by=has.by, at=NOW, text="a correction of a fee"
    ),
    "donations.processor.unmatched_payments.resolve_payment": lambda has: unmatched_payments.resolve_payment(
        payment=has.payment, supporter=has.person, fund=has.fund, by=has.by, today=TODAY, at=NOW
    ),
    "donations.processor.unmatched_payments.resolve_refund": lambda has: unmatched_payments.resolve_refund(
        refund=has.back, same=[], by=has.by, at=NOW
    ),
    # Of other places, what writes people and money there.
    "core.mail.suppressions.suppress": lambda has: suppressions.suppress(
        "first@example.org", kind="unsubscribed", source="a letter", by=has.by
    ),
    "events.orders.buyer_matching.invitee": lambda has: buyer_matching.invitee(
        name="Gul New", email="new@example.org", by=has.by
    ),
    "imports.services.commit": lambda has: _other_import(has),
    "imports.undoing.undo.undo": lambda has: undo.undo(batch=_other_import(has), by=has.by, at=NOW),
}


def _other_import(has: Books) -> Any:
    batch = services.upload(name="other.csv", content=FILE.replace(b"Gul Orakzai", b"Tom Vance"), by=has.by)
    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)
    return batch


def walked() -> set[str]:
    """Every service of the two places where people and money are kept: what takes who does it."""
    found = set()
    for place in (crm, donations):
        for module in pkgutil.walk_packages(place.__path__, f"{place.__name__}."):
            if NO_SERVICES & {*module.name.split(".")}:
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
    sessions.reveal(supporter=has.person, session=client.session, by=has.by, reason="to call them", now=NOW)
    services.upload(name="other.csv", content=FILE + b"\n", by=has.by)
    services.map_funds(batch=batch, funds={"General": has.fund}, by=has.by)

    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)


def test_columns_that_are_left_aside_leave_the_plan_as_it_is() -> None:
    has = Books()
    asked = b"Name,Email,Contact permission\nAna Pinto,ana@example.com,perhaps\n"
    batch = services.upload(name="members.csv", content=asked, by=has.by)

    count = services.leave_columns(batch=batch, by=has.by)
    batch.refresh_from_db()

    services.commit(batch=batch, by=has.by, today=TODAY, at=NOW)
    assert count == 1


def test_acts_that_count_for_nothing_are_acts_that_exist() -> None:
    known = {act.name for act in entries(AuditAct)}

    assert set(existing_records.QUIET_ACTS) <= known
    assert set(existing_records.QUIET_FAMILIES) <= {name.split(".")[0] for name in known}


def test_an_entry_that_comes_to_light_late_is_seen() -> None:
    """On PostgreSQL a longer transaction commits an entry with a lower number after one with a higher."""
    last = audit.record(None, "gift.recorded").pk
    AuditEntry.objects.create(pk=last + 2, act="gift.recorded")
    before = existing_records.state_fingerprint()

    AuditEntry.objects.create(pk=last + 1, act="gift.recorded")

    assert existing_records.state_fingerprint() != before


# --- the applier asks again ------------------------------------------------------------------------------------------
