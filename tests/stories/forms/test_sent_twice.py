"""Every form there is, sent twice and then changed: done once, answered alike, and told of what was done."""

import io
from contextlib import contextmanager
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from core import mail, outcomes
from core.clock import organization_today
from core.forms import drafts
from core.forms import sent as sent_forms
from core.forms.sent import Repeats
from core.http import undo
from core.middleware.sent_forms import repeats_of
from core.models import AuditEntry, Message, SavedView
from crm.models import Supporter
from donations.models import BalanceTransaction, UnmatchedRefund
from events.check_in import services
from events.models import Event, Guest, Order, Table, TicketType
from imports import services as imports
from imports.models import ImportBatch
from tests.events.builders import make_paid_order, make_ticket
from tests.imports.books import small_log
from tests.stories.forms.writing_routes import APART, FORMS, WHY, address_of, taking_forms, why_apart
from tests.support import databases
from tests.support.builders import make_gift
from tests.support.signing_in import sign_in

#: What is no act of anybody: the answers themselves, sessions, counts of tries.
NOT_COUNTED = {"core_sentform", "django_session", "core_cache", "usersessions_usersession"}


def test_every_route_that_takes_a_form_is_sent_twice_or_says_why_not():
    names = set(taking_forms())
    assert sorted(name for name in names if name not in FORMS and not why_apart(name)) == []
    assert sorted((set(FORMS) | set(APART)) - names) == []


@pytest.fixture(scope="module")
def charity(kept, django_db_blocker):
    """One furnished database for the module; every test's writing is taken back."""
    name, given = kept
    with django_db_blocker.unblock(), databases.own_copy(of=name):
        yield given


def another_row(name: str) -> list[str]:
    """A row that makes a file another one: two of the same second and the same rows are the same bytes."""
    return ["2024-07-02", f"Zainab {name}", "31.00", "Cash", "General", ""]


def more(user, rows) -> dict[str, object]:
    """What forms need beside what pages show."""
    mine = make_gift(by=user, today=organization_today(), gift_on=organization_today())
    paid = Order.objects.get(state=Order.State.PAID)
    event, scanned = Event.objects.get(slug="tonight"), paid.guests.last()
    (let_in,) = services.check_in(event=event, guests=[scanned.pk], by=user, at=timezone.now())
    ready = imports.upload(name="second.xlsx", content=small_log(extra=[another_row("Second")]), by=user)
    drafts.Draft.objects.create(user=user, form="/supporters/new/", values={"full_name": ["Zubaida"]})
    outside = make_paid_order(TicketType.objects.get(event=event, name__startswith="A seat"), at=timezone.now())
    sent = mail.enqueue(identity="sent", purpose="test", to="somebody@example.org", subject="Sent", text="Sent")
    Message.objects.filter(pk=sent.pk).update(state=Message.State.SENT, sent_at=timezone.now())
    Authenticator.objects.create(user_id=rows["user"], type="totp", data={"secret": "x"})
    money = {"livemode": False, "currency": "usd"}
    refund = UnmatchedRefund.objects.create(
        external_id="re_again", minor_units=500, refunded_at=timezone.now(), reason="Nobody knows", gift=mine, **money
    )
    row = BalanceTransaction.objects.filter(gift__isnull=False).earliest("pk")
    row.pk, row.external_id, row.gift = None, "txn_again", None
    row.save()
    Order.objects.filter(number=rows["unpaid"]).update(lapses_at=timezone.now() + timedelta(days=3))
    return {
        "unsold": make_ticket(event).pk,
        "outside": outside.number,
        "sent": sent.pk,
        "unmatched_refund": refund.pk,
        "row_in_payout": row.pk,
        "mine": mine.pk,
        "check_in": let_in.pk,
        "other_key": Supporter.objects.filter(household=None, protected=False).first().pk,
        "unpaid_guest": Guest.objects.filter(order__state=Order.State.AWAITING_CHECK).first().pk,
        "table": Table.objects.last().pk,
        "table_name": Table.objects.last().name,
        "ready": ready.pk,
        "step": "mail",
    }


@pytest.fixture
def client(charity):
    """Somebody with every role, whose writing is taken back."""
    user, rows = charity
    with transaction.atomic():
        client = Client()
        sign_in(client, user)
        client.rows = {**rows, "undo": kept_undo(client, user)}
        yield client
        transaction.set_rollback(True)


def kept_undo(client: Client, user) -> str:
    """A way to take back a view that was saved, waiting in the session."""
    view = SavedView.objects.create(of="donations:gift-list", owner=user, name="To be taken back", query="")
    session = client.session
    key = undo.store(session=session, undo=outcomes.Undo("view-saved", {"pk": view.pk}), now=timezone.now())
    session.save()
    return key


class Forms(HTMLParser):
    """The forms of a page: where each is sent, and what stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self.form = self.choice = self.area = None
        self.waits = False  # in a template, which is no part of the page

    def handle_starttag(self, tag: str, attrs: list) -> None:
        at = dict(attrs)
        if tag == "template" or self.waits:
            self.waits = True
        elif tag == "form" and at.get("method") == "post":
            self.form = {}
            self.found.append((at.get("action", ""), self.form))
        elif self.form is None or "disabled" in at:
            return
        elif tag == "input" and at.get("name") and at.get("type") not in ("submit", "button", "file"):
            if at.get("type") not in ("checkbox", "radio") or "checked" in at:
                self._put(at["name"], at.get("value", "on" if at.get("type") == "checkbox" else ""))
        elif tag == "select":
            self.choice, self.first = at.get("name"), None
        elif tag == "option" and self.choice:
            self.first = at.get("value", "") if self.first is None else self.first
            if "selected" in at:
                self._put(self.choice, at.get("value", ""))
        elif tag == "textarea":
            self.area = at.get("name")
            self._put(self.area, "")

    def handle_endtag(self, tag: str) -> None:
        if self.waits:
            self.waits = tag != "template"
        elif tag == "form":
            self.form = None
        elif tag == "select" and self.form is not None and self.choice:
            self.form.setdefault(self.choice, [self.first or ""])
            self.choice = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, text: str) -> None:
        if self.area and self.form is not None:
            self.form[self.area][-1] += text

    def _put(self, name: str, value: str) -> None:
        self.form.setdefault(name, []).append(value)


def filled(client: Client, name: str) -> tuple[str, dict]:
    """Where a route's form is sent, and the form as its page shows it with what is typed."""
    form, rows = FORMS[name], client.rows
    address = address_of(name).format(**rows)
    typed = {key.format(**rows): str(value).format(**rows) for key, value in form.typed.items()}
    if form.after:
        client.post(address_of(form.after).format(**rows), WHY)
    if form.bare:
        return address, {"form_key": [sent_forms.new_key()], **{key: [value] for key, value in typed.items()}}
    page = Forms()
    shown = (form.on or address).format(**rows)
    answer = client.get(shown)
    assert answer.status_code == 200, (shown, answer.status_code, answer.headers.get("Location"))
    page.feed(answer.content.decode())
    path = address.partition("?")[0]
    fits = [each for action, each in page.found if action.partition("?")[0] in ("", path)]
    assert fits, (address, [action for action, _ in page.found])
    return address, {**fits[0], **{key: [value] for key, value in typed.items()}}


def everything() -> dict[str, list]:
    """Every row of every table."""
    connection.check_constraints()
    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(tables) - NOT_COUNTED):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def send(client: Client, address: str, form: dict) -> tuple[int, str, list[str]]:
    answer = client.post(address, form)
    said = [str(message) for message in answer.wsgi_request._messages._queued_messages]
    return answer.status_code, answer.headers.get("Location", ""), said


def differing(before: dict, after: dict) -> set[str]:
    return {table for table in before if before[table] != after[table]}


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_sent_twice_is_done_once_and_a_changed_one_is_told_of_it(client, name):
    address, form = filled(client, name)
    before = everything()

    first = send(client, address, form)
    done = everything()
    second = send(client, address, form)

    assert first[0] == 302, (first, client.post(address, form).context and forms_errors(client, address, form))
    assert differing(before, done), "it did nothing, so sending it twice says nothing"
    assert second == first
    assert differing(done, everything()) == set()
    for field in sorted(form):
        if field not in ("form_key", "csrfmiddlewaretoken"):
            with taken_back():
                changed(client, name, address, {**form, field: [f"{form[field][0]}1"]}, done)


def changed(client: Client, name: str, address: str, form: dict, done: dict) -> None:
    """Other content under the key that did something."""
    answer = client.post(address, form)

    match = resolve(address.partition("?")[0])
    repeats = repeats_of(match.func, match.url_name)
    assert repeats == (Repeats.ANEW if FORMS[name].anew else Repeats.TOLD)
    if repeats == Repeats.ANEW:
        assert answer.status_code < 500
        return
    assert answer.status_code == 409
    assert "You already" in answer.content.decode()
    assert differing(done, everything()) == set()


def forms_errors(client: Client, address: str, form: dict):
    return client.post(address, form).context.get("form").errors


def test_a_file_sent_twice_is_one_import(client):
    address, key, content = "/imports/new/", sent_forms.new_key(), small_log(extra=[another_row("Third")])

    def upload():
        file = io.BytesIO(content)
        file.name = "third.xlsx"
        return client.post(address, {"form_key": key, "file": file})

    before = ImportBatch.objects.count()
    first, second = upload(), upload()

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert ImportBatch.objects.count() == before + 1


#: Sent sixteen times at once: money, people, promises, seats, letters. The others share their one way of doing it.
AT_ONCE = (
    "crm:consent-new",
    "crm:contact-add",
    "crm:household-new",
    "crm:supporter-new",
    "donations:fund-new",
    "donations:gift-correct",
    "donations:gift-new",
    "donations:gift-refund",
    "donations:pledge-new",
    "events:expense-new",
    "events:invitation-new",
    "events:order-guests",
    "events:order-new-staff",
    "events:order-paid",
    "events:rsvp",
    "give:unmatched-settle",
    "imports:commit",
    "message-resend",
    "receipts:acknowledgment-issue",
    "receipts:receipt-replace",
    "settings-user-new",
)


@pytest.fixture(scope="module")
def kept(furnished, django_db_blocker):
    """A furnished database for copies: its name, and somebody with every role and the rows."""
    name, user, rows = furnished

    def all_rows() -> tuple:
        return user, {**rows, **more(user, rows)}

    with django_db_blocker.unblock(), databases.filled(all_rows, of=name) as found:
        yield found


@pytest.fixture
def own_database(kept, django_db_blocker):
    """A copy of the furnished database instead of the prepared one."""
    with django_db_blocker.unblock(), databases.own_copy(of=kept[0]) as own:
        yield own


def at_once(name: str, user, rows: dict[str, object]) -> None:
    """Send a route's form sixteen times at once, and count what was done."""
    client = Client()
    sign_in(client, user)
    client.rows = {**rows, "undo": kept_undo(client, user)}
    address, form = filled(client, name)
    before = everything()

    def once(_: int) -> tuple[int, str]:
        own = Client()
        own.cookies = client.cookies
        answer = own.post(address, form)
        return answer.status_code, answer.headers.get("Location", "")

    answers = databases.race(16, once)
    done = everything()

    assert len(set(answers)) == 1, set(answers)
    assert answers[0][0] == 302
    assert differing(before, done)
    assert send(client, address, form)[:2] == answers[0]
    assert differing(done, everything()) == set()
    acts = AuditEntry.objects.filter(actor=user, pk__gt=max(before_acts(before), default=0))
    assert len({(entry.act, entry.object_type, entry.object_id) for entry in acts}) == acts.count()


def before_acts(before: dict) -> list[int]:
    return [int(row[1:].partition(",")[0]) for row in before["core_auditentry"]]


@pytest.mark.parametrize("name", AT_ONCE)
def test_a_form_sent_sixteen_times_at_once_is_done_once_and_answered_sixteen_times_alike(own_database, kept, name):
    at_once(name, *kept[1])


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(set(FORMS) - set(AT_ONCE)))
def test_any_form_sent_sixteen_times_at_once_is_done_once(own_database, kept, name):
    at_once(name, *kept[1])
