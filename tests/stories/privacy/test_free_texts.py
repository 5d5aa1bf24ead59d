"""Free texts about others that name a protected person: on pages, in lists, files and searches, until revealed."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from core.privacy.visibility import is_redacted
from crm.models import Mention, Supporter
from crm.services.consent import record_consent
from crm.services.supporters import update_supporter
from donations.ledger.benefits import Marking, describe_benefit, mark_benefits
from donations.ledger.drafts import BenefitDraft, LineDraft
from donations.ledger.refunds import fail_refund, refund_gift
from donations.ledger.services import annotate_gift, correct_gift, record_pledge
from donations.models import BalanceTransaction, Benefit, GatewayEvent, Gift, Payout, Pledge
from donations.processor.unmatched_payments import explain_row
from events.models import EventExpense
from events.planning.services import record_expense
from receipts.issuing import services
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import (
    TODAY,
    draft_gift,
    general_fund,
    make_gift,
    make_soft_credit,
    make_supporter,
    make_user,
)

pytestmark = pytest.mark.usefixtures("organization")
EMAIL, PHONE = "parveen@zanzeermail.example.org", "+1 317 5550111"
WORDS = [
    "Friend of Parveen Zanzeer",
    "As Zanzeer, Parveen asked",
    "Zanzeer brought it",
    "خط پروین زنجیر کے نام",
    f"Wrote to {EMAIL}",
    f"Called {PHONE}",
]
HARMLESS = "Friend of the house"


@pytest.fixture
def person() -> Supporter:
    return make_supporter("Parveen Zanzeer", native_name="پروین زنجیر", emails=(EMAIL,), phones=(PHONE,))


@pytest.fixture
def event():
    return make_event(slug="later", starts_at=timezone.now() + timedelta(days=30))


def protect(person: Supporter, *, protected: bool = True) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": protected}, version=fresh.version, by=None)


def noted(text: str) -> Gift:
    return make_gift(note=text)


def noted_later(text: str) -> Gift:
    gift = make_gift(note=HARMLESS)
    annotate_gift(gift=gift, values={"note": text}, version=gift.version, by=None)
    return gift


def described(text: str) -> Gift:
    return make_gift(kind=Gift.Kind.SERVICES, description=text)


def refunded(text: str) -> Gift:
    gift = make_gift()
    refund_gift(gift=gift, amount=Decimal("1"), refunded_on=TODAY, posted_on=TODAY, by=None, reason=text)
    return gift


def refund_failed(text: str) -> Gift:
    gift = make_gift()
    refund = refund_gift(gift=gift, amount=Decimal("1"), refunded_on=TODAY, posted_on=TODAY, by=None, reason=HARMLESS)
    fail_refund(refund=refund, failed_on=TODAY, posted_on=TODAY, by=None, reason=text)
    return gift


def corrected(text: str) -> Gift:
    gift = make_gift()
    correct_gift(gift=gift, draft=draft_gift(supporter=gift.supporter), by=None, today=TODAY, reason=text)
    return gift


def without_receipt(text: str) -> Gift:
    gift = make_gift()
    services.choose(gifts=[gift], wanted=False, by=None, reason=text)
    return gift


def promised(text: str) -> Pledge:
    return record_pledge(
        supporter_id=make_supporter().pk, amount=Decimal("5"), fund_id=general_fund().pk, promised_on=TODAY,
        by=None, note=text,
    )  # fmt: skip


def explained(text: str) -> BalanceTransaction:
    money = {"amount": Decimal("-5"), "fee": Decimal(0), "net": Decimal("-5"), "currency": "usd"}
    row = BalanceTransaction.objects.create(
        external_id="txn_1", livemode=False, type="adjustment", created_at=timezone.now(), available_on=TODAY, **money
    )
    explain_row(row=row, text=text, by=make_user("finance"), at=timezone.now())
    return row


def moved(text: str) -> BalanceTransaction:
    """A movement of money as staff described it at the processor."""
    money = {"amount": Decimal("-5"), "fee": Decimal(0), "net": Decimal("-5"), "currency": "usd"}
    return BalanceTransaction.objects.create(
        external_id="txn_2", livemode=False, type="adjustment", created_at=timezone.now(), available_on=TODAY,
        description=text, **money,
    )  # fmt: skip


def sponsored(*benefits: BenefitDraft, text: str = "") -> Gift:
    line = LineDraft(general_fund().pk, Decimal("500"), kind="sponsorship", description=text, benefits=benefits)
    return make_gift(Decimal("500"), lines=(line,))


def lined(text: str) -> Gift:
    return sponsored(BenefitDraft("dinner", Decimal("20")), text=text)


def received(text: str) -> Gift:
    gift = sponsored()
    describe_benefit(line=gift.lines.get(), benefit=BenefitDraft(text, Decimal("20")), by=None)
    return gift


def declined(text: str) -> Gift:
    gift = sponsored(BenefitDraft("dinner", Decimal("20"), quantity=2))
    mark_benefits(markings=[Marking(gift.lines.get(), 1, Benefit.Status.DECLINED, TODAY, text)])
    return gift


def discarded(text: str) -> GatewayEvent:
    notice = GatewayEvent.objects.create(event_id="evt_1", livemode=False, type="charge.updated")
    GatewayEvent.objects.filter(pk=notice.pk).update(closed_reason=text)
    return notice


def spent(text: str) -> EventExpense:
    expense = EventExpense(event=make_event(), description=text, amount=Decimal("5"), spent_on=TODAY)
    return record_expense(expense=expense, by=None)


def ordered(text: str) -> Any:
    return make_order(make_ticket(make_event()), name="Omar Khalil", note=text)


def known(text: str) -> Supporter:
    return make_supporter("Omar Khalil", note=text)


def agreed(text: str) -> Supporter:
    """Consent, as somebody heard of it."""
    friend = make_supporter("Omar Khalil")
    record_consent(
        supporter=friend, channel="email", purpose="any", given=True, source=text, at=timezone.now(), by=None
    )  # fmt: skip
    return friend


TYPED: list[Callable[[str], Any]] = [
    noted, noted_later, described, refunded, refund_failed, corrected, without_receipt, promised, explained, moved,
    lined, received, declined, discarded, spent, ordered, known, agreed,
]  # fmt: skip


#: Those that stand on the page of a gift.
GIFTS = (noted, described, refunded, refund_failed, corrected, without_receipt, lined, received, declined)


def hidden(row: Any) -> bool:
    request = RequestFactory().get("/")
    request.user, request.session = SimpleNamespace(has_perm=lambda name: False), {}  # type: ignore[assignment]
    return is_redacted(type(row)._base_manager.get(pk=row.pk), request)


@pytest.mark.parametrize("write", TYPED, ids=lambda write: write.__name__)
@pytest.mark.parametrize("when", ["before", "after"])
def test_whatever_it_is_typed_into(write, when, person):
    if when == "before":
        protect(person)
    row = write(WORDS[0])
    if when == "after":
        protect(person)

    private = hidden(row)
    protect(person, protected=False)

    assert (private, hidden(row)) == (True, False)


@pytest.mark.parametrize("text", WORDS)
def test_by_whatever_words_they_are_named(text, person):
    protect(person)

    assert hidden(noted(text))
    assert hidden(spent(text))


@pytest.mark.parametrize("write", TYPED, ids=lambda write: write.__name__)
def test_other_words_hide_nothing(write, person):
    protect(person)

    row = write("Friend of Amina, to parveen")

    assert not hidden(row)
    assert Mention.objects.count() == 0


def test_a_note_that_names_them_no_more_shows(person):
    protect(person)
    gift = noted(WORDS[0])

    annotate_gift(gift=gift, values={"note": HARMLESS}, version=gift.version, by=None)

    assert not hidden(gift)


def paid_out(row: BalanceTransaction) -> Payout:
    payout = Payout.objects.create(
        external_id="po_1", livemode=False, amount=row.net, currency="usd", status=Payout.Status.PAID,
        arrival_on=TODAY, created_at=row.created_at, fetched_at=row.created_at,
    )  # fmt: skip
    BalanceTransaction.objects.filter(pk=row.pk).update(payout=payout)
    return payout


@pytest.fixture
def pages(person, event) -> list[str]:
    """Pages on which such texts stand, about others than the person, who is protected."""
    protect(person)
    gifts = [write(WORDS[0]) for write in GIFTS]
    promised(WORDS[0])
    explained(WORDS[0])
    payout = paid_out(moved(WORDS[0]))
    notice = discarded(WORDS[0])
    record_expense(
        expense=EventExpense(event=event, description=WORDS[0], amount=Decimal("5"), spent_on=TODAY), by=None
    )
    order = make_order(make_ticket(event), name="Omar Khalil", note=WORDS[0], at=timezone.now())
    friend, willing = known(WORDS[0]), agreed(WORDS[0])
    return [
        *(f"/gifts/{gift.pk}/" for gift in gifts),
        f"/payouts/{payout.pk}/", f"/payouts/rows/{payout.transactions.get().pk}/explain/",
        "/gifts/", "/gifts/?q=Zanzeer", "/pledges/", "/pledges/?q=Zanzeer", "/acknowledgments/set-aside/",
        "/acknowledgments/set-aside/?q=Zanzeer", f"/supporters/{gifts[0].supporter_id}/", "/audit/",
        "/audit/?q=friend", f"/payouts/notices/{notice.pk}/again/", "/events/later/", "/events/later/result/",
        f"/supporters/{willing.pk}/", f"/supporters/{friend.pk}/", f"/supporters/{friend.pk}/edit/",
        f"/events/later/orders/{order.number}/", "/events/later/orders/", "/",
    ]  # fmt: skip


def test_no_page_and_no_file_tells_them_before_the_name_is_revealed(pages, client_as):
    """One world for all roles: it takes longer to write than to read."""
    for role in ("admin", "development", "finance", "events"):
        client = client_as(role)
        answers = {page: client.get(page) for page in pages}
        assert [page for page, answer in answers.items() if "Friend of Parveen" in answer.text] == [], role
        assert len([page for page, answer in answers.items() if answer.status_code == 200]) >= 4, role

    finance = client_as("finance")
    for list_page in ("/gifts/", "/pledges/", "/acknowledgments/set-aside/"):
        answer = finance.post(f"{list_page}?export=csv", {"reason": "A test"})
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200, list_page
        assert b"Zanzeer" not in said, list_page


def test_a_form_that_would_show_the_note_asks_for_the_name_first(person, client_as):
    protect(person)
    gift, client = noted(WORDS[0]), client_as("finance")

    asked = client.get(f"/gifts/{gift.pk}/edit/")
    client.post(f"/supporters/{person.pk}/reveal/", {"reason": "She called"})
    page, form = (client.get(f"/gifts/{gift.pk}/{verb}") for verb in ("", "edit/"))

    assert asked.url.startswith(f"/supporters/{person.pk}/reveal/")
    assert [WORDS[0] in answer.text for answer in (page, form)] == [True, True]


def test_the_form_of_an_expense_leaves_the_words_as_they_are(person, event, client_as):
    protect(person)
    expense = EventExpense(event=event, description=WORDS[0], amount=Decimal("5"), spent_on=TODAY)
    record_expense(expense=expense, by=None)
    client, to = client_as("events"), f"/events/later/expenses/{expense.pk}/"

    form = client.get(to)
    saved = client.post(to, {"kind": "venue", "amount": "7", "spent_on": "2026-06-15"}, follow=True)

    expense.refresh_from_db()
    assert "Zanzeer" not in form.text + saved.text
    assert (expense.description, expense.amount) == (WORDS[0], 7)


def test_a_gift_that_is_about_somebody_else_protected_keeps_its_reason_back(person, client_as):
    protect(person)
    gift = without_receipt("She is Zanzeer")
    make_soft_credit(gift, supporter=person, amount=gift.amount, role="advisor")

    assert "She is Zanzeer" not in client_as("finance").get("/acknowledgments/set-aside/").text


def test_the_form_of_a_record_leaves_the_note_as_it_is(person, client_as):
    protect(person)
    friend, client = known(WORDS[0]), client_as("development")

    form = client.get(f"/supporters/{friend.pk}/edit/")
    values = {name: form.context["form"][name].value() or "" for name in form.context["form"].fields}
    kept = {"version": friend.version, "began": form.context["began"], "language": "ur"}
    client.post(f"/supporters/{friend.pk}/edit/", {**{key: value for key, value in values.items() if value}, **kept})

    friend.refresh_from_db()
    assert (form.status_code, "note" in values, friend.note, friend.language) == (200, False, WORDS[0], "ur")
