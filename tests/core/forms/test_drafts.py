"""Forms that are kept while they are typed: offered back to their owner alone, gone when sent and after a week."""

import inspect
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from config.roles import ROLES
from core import extend
from core.forms import drafts
from core.models import Draft
from core.views.actions import ActionView
from events.models import Invitation
from tests.events.builders import guests, make_event, make_paid_order, make_ticket
from tests.support.browser import type_text
from tests.support.builders import make_gift, make_supporter
from tests.test_access import routes

pytestmark = pytest.mark.usefixtures("organization")
TYPED = {"draft": "1", "draft_form": "/supporters/new/", "full_name": "Amina Testperson", "note": "Half a note"}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_what_was_typed_is_offered_back_to_its_owner_alone(client_as):
    owner, other = client_as("development"), client_as("development")

    kept = owner.post("/drafts/", {**TYPED, "password": "secret"})

    assert kept.status_code == 204
    assert Draft.objects.get().values == {"full_name": ["Amina Testperson"], "note": ["Half a note"]}
    assert "You have an unsaved draft from" in owner.get("/supporters/new/").text
    assert "Half a note" in owner.get("/supporters/new/").text
    assert "Half a note" not in other.get("/supporters/new/").text


def test_it_is_gone_once_the_form_is_sent(client_as):
    client = client_as("development")
    client.post("/drafts/", TYPED)

    refused = client.post("/supporters/new/", {"draft": "1", "full_name": ""})
    after_refusal = Draft.objects.count()
    whole = {"full_name": "Amina Testperson", "kind": "person", "donor_type": "individual", "language": "en"}
    sent = client.post("/supporters/new/", {"draft": "1", "country": "US", **whole})

    assert (refused.status_code, after_refusal) == (422, 1)
    assert "unsaved draft" not in refused.text
    assert (sent.status_code, Draft.objects.count()) == (302, 0)


def test_what_arrives_after_its_form_was_sent_is_not_kept(client_as):
    client, key = client_as("development"), {"form_key": "7" * 32}
    whole = {"full_name": "Amina Testperson", "kind": "person", "donor_type": "individual", "language": "en"}
    client.post("/drafts/", {**TYPED, **key})
    before = Draft.objects.count()
    client.post("/supporters/new/", {"draft": "1", "country": "US", **whole, **key})

    late = client.post("/drafts/", {**TYPED, **key})

    assert (before, late.status_code, Draft.objects.count()) == (1, 204, 0)


def test_it_is_gone_when_discarded_and_after_a_week(client_as):
    client = client_as("development")
    client.post("/drafts/", TYPED)
    answer = client.post("/drafts/discard/", {"draft_form": "/supporters/new/"})
    discarded = Draft.objects.count()
    client.post("/drafts/", TYPED)
    Draft.objects.update(kept_at=timezone.now() - timedelta(days=7))

    offered = "You have an unsaved draft from" in client.get("/supporters/new/").text

    assert (answer.url, discarded, offered) == ("/supporters/new/", 0, False)
    assert (drafts.sweep(timezone.now()), Draft.objects.count()) == (1, 0)


def test_what_is_about_a_protected_person_is_never_kept(client_as):
    client = client_as("development")
    client.post("/drafts/", TYPED)

    answer = client.post("/drafts/", {**TYPED, "protected": "on"})

    assert (answer.status_code, Draft.objects.count()) == (204, 0)


@pytest.fixture
def hidden():
    return make_supporter(
        "Parveen Zanzeer", emails=("parveen@example.org",), phones=("+1 317 555 0111",), protected=True
    )


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("full_name", "Parveen Zanzeer"),
        ("donor", "zanzeer, parveen"),
        ("guest_3-name", "Parveen Zanzeer"),
        ("email", "Parveen@example.org"),
        ("phone", "(317) 555-0111"),
        ("note", "Write to parveen@example.org, or call 317.555.0111."),
        ("supporter", "S-{hidden.number}"),
        ("supporter", "{hidden.pk}"),
        ("donor", "{hidden.code}"),
        ("note", "This is s-{hidden.number} again."),
    ],
)
def test_the_records_say_whether_a_form_names_somebody_protected(client_as, hidden, field, text):
    client = client_as("development")
    client.post("/drafts/", TYPED)

    answer = client.post("/drafts/", {**TYPED, field: text.format(hidden=hidden)})

    assert (answer.status_code, Draft.objects.count()) == (204, 0)


def test_a_form_of_a_protected_record_is_never_kept_whatever_stands_in_it(client_as, hidden, monkeypatch):
    event = make_event(slug="dinner")
    gift = make_gift(supporter=hidden)
    order = make_paid_order(make_ticket(event), supporter=hidden, guests=guests("Anybody"))
    invitation = Invitation.objects.create(event=event, supporter=hidden)
    forms = [
        f"/supporters/{hidden.pk}/edit/", f"/gifts/{gift.pk}/correct/", f"/events/dinner/orders/{order.number}/paid/",
        f"/events/dinner/guests/{order.guests.get().pk}/", f"/events/dinner/invitations/{invitation.pk}/link/",
    ]  # fmt: skip
    monkeypatch.setattr("config.roles.ROLES", {"finance": frozenset().union(*ROLES.values())})
    client = client_as("finance")

    answers = [client.post("/drafts/", {"draft_form": form, "note": "Half a note"}).status_code for form in forms]
    while_hidden = Draft.objects.count()
    hidden.protected = False
    hidden.save()
    open_ones = [client.post("/drafts/", {"draft_form": form, "note": "Half a note"}).status_code for form in forms]

    assert (answers, open_ones) == ([204] * 5, [204] * 5)
    assert (while_hidden, Draft.objects.count()) == (0, 5)


def test_the_answer_does_not_tell_whether_somebody_is_protected(client_as, hidden):
    """Whoever may open a form could else ask of any address whether it is a protected person's."""
    client = client_as("development")

    answers = [client.post("/drafts/", {**TYPED, "email": at}) for at in ("parveen@example.org", "nobody@example.org")]

    said = [(answer.status_code, answer.content, sorted(answer.headers)) for answer in answers]
    assert said[0] == said[1]


def test_what_was_kept_is_gone_once_the_person_is_protected(client_as):
    client, person = client_as("development"), make_supporter("Parveen Zanzeer")
    client.post("/drafts/", {**TYPED, "full_name": "Parveen Zanzeer"})
    client.post("/drafts/", {"draft_form": f"/supporters/{person.pk}/edit/", "note": "Half a note"})
    kept = Draft.objects.count()
    person.protected = True
    person.save()

    page = client.get("/supporters/new/").text
    left = Draft.objects.count()
    swept = drafts.sweep(timezone.now())

    assert (kept, left, swept, Draft.objects.count()) == (2, 1, 1, 0)
    assert "Half a note" not in page


#: Forms that are kept, of records that are about nobody.
OF_NOBODY = {
    "events:expense-edit",
    "events:table-edit",
    "events:table-remove",
    "events:ticket-edit",
    "events:ticket-remove",
}


def test_every_kept_form_of_a_record_says_which():
    kept = {name for name, pattern in routes() if _takes_part(pattern) and _numbered(pattern)}

    assert kept - OF_NOBODY == {about.url_name for about in extend.entries(extend.DraftAbout)}


def _takes_part(pattern) -> bool:
    """Whether a page's form is kept: an action with such a template, or a view whose code draws one."""
    view = getattr(pattern.callback, "view_class", None)
    if view is None or not ({"get", "post"} <= set(view.http_method_names)):
        return False
    if issubclass(view, ActionView):
        return view.template_name in KEPT_TEMPLATES and view.perform is not ActionView.perform
    drawn = inspect.getsource(view)
    return any(template in drawn for template in KEPT_TEMPLATES)


def _numbered(pattern) -> bool:
    return any(type(kind).__name__ == "IntConverter" for kind in pattern.pattern.converters.values())


KEPT_TEMPLATES = {
    str(path.relative_to("templates"))
    for path in Path("templates").rglob("*.html")
    if "{% draft %}" in path.read_text()
}


@pytest.mark.parametrize(
    "form", ["", "https://example.org/", "/no-such-page/", "/settings/users/new/", "/" + "x" * 300]
)
def test_a_page_that_is_not_ones_own_keeps_nothing(client_as, form):
    answer = client_as("development").post("/drafts/", {**TYPED, "draft_form": form})

    assert (answer.status_code, Draft.objects.count()) == (400, 0)


@pytest.mark.parametrize("form", ["//example.org/", "https://example.org/", ""])
def test_discarding_leads_nowhere_else(client_as, form):
    assert client_as("development").post("/drafts/discard/", {"draft_form": form}).url == "/"


def test_a_lost_tab_loses_nothing(site, organization):
    site.sign_in("development")
    site.open("/supporters/new/")
    with site.page.expect_response("**/drafts/"):
        site.page.get_by_label("Name", exact=False).first.fill("Amina Testperson")

    site.open("/")
    site.open("/supporters/new/")
    site.page.get_by_role("button", name="Restore").click()

    expect(site.page.get_by_label("Name", exact=False).first).to_have_value("Amina Testperson")
    assert site.accessibility_problems() == []


def test_what_was_saved_is_no_draft(site, organization):
    make_event(slug="dinner")
    kept = keepings(site)
    site.sign_in("events")
    site.page.clock.install(time=NOON)
    site.open("/events/dinner/edit/")
    site.page.clock.pause_at(NOON + timedelta(hours=1))

    site.page.get_by_label("Venue").first.select_text()
    type_text(site.page, "East Hall")
    with site.page.expect_navigation():
        site.page.keyboard.press("Enter")
    site.open("/events/dinner/edit/")

    expect(site.page.get_by_label("Venue").first).to_have_value("East Hall")
    expect(site.page.get_by_text("You have an unsaved draft")).to_have_count(0)
    assert kept == []


def keepings(site) -> list[str]:
    """What a window sends from here on to be kept."""
    sent: list[str] = []
    site.page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/drafts/") else None)
    return sent


def test_what_was_left_is_not_written_over_before_it_is_restored(site, organization):
    site.sign_in("development")
    site.page.clock.install()
    site.open("/supporters/new/")
    with site.page.expect_response("**/drafts/"):
        site.page.get_by_role("textbox", name="Note").first.fill("Half a note")
    site.open("/supporters/new/")
    restore, note = site.page.get_by_role("button", name="Restore"), site.page.get_by_role("textbox", name="Note").first
    restore.wait_for()

    kept = keepings(site)
    note.fill("Another note")
    site.page.clock.run_for(5_000)
    site.open("/supporters/new/")
    restore.click()
    expect(note).to_have_value("Half a note")
    assert kept == []
    with site.page.expect_response("**/drafts/"):
        note.fill("A whole note")

    assert Draft.objects.get().values["note"] == ["A whole note"]


def test_the_notice_says_when_the_draft_was_last_kept(client_as):
    client = client_as("development")
    client.post("/drafts/", TYPED)
    Draft.objects.update(begun_at=NOON)

    notice = client.get("/supporters/new/").text.partition("You have an unsaved draft from")[2]

    assert f'datetime="{NOON:%Y-%m-%d}' not in notice


#: Above everything in the form, and as wide as the form or wider.
ABOVE = """() => {
  const [notice, form] = ["form.alert", "form:has([data-draft])"]
    .map(each => document.querySelector(`main ${each}`)?.getBoundingClientRect());
  return notice && notice.bottom <= form.top && notice.width >= form.width;
}"""


@pytest.mark.parametrize("address", ["/gifts/new/", "/supporters/new/"])
def test_the_notice_stands_above_the_form(site, organization, address):
    site.sign_in("finance", "development")
    site.open(address)
    with site.page.expect_response("**/drafts/"):
        site.page.get_by_role("textbox", name="Note").first.fill("Half a note")

    site.open(address)

    site.page.get_by_role("button", name="Restore").wait_for()
    site.page.wait_for_function(ABOVE)


def test_enter_in_a_form_never_discards_what_was_kept_of_it(site, organization):
    site.ears.forgiven.append("422")
    site.sign_in("development")
    site.open("/supporters/new/")
    with site.page.expect_response("**/drafts/"):
        site.page.get_by_role("textbox", name="Note").first.fill("Twenty-seven of twenty-eight")
    site.open("/supporters/new/")
    site.page.get_by_role("button", name="Discard").wait_for()

    site.page.get_by_label("Name", exact=False).first.press("Enter")
    site.page.locator("[data-focus]").wait_for()

    assert Draft.objects.get().values["note"] == ["Twenty-seven of twenty-eight"]


def test_discard_discards(site, organization):
    site.sign_in("development")
    site.open("/supporters/new/")
    with site.page.expect_response("**/drafts/"):
        site.page.get_by_role("textbox", name="Note").first.fill("Half a note")
    site.open("/supporters/new/")

    site.page.get_by_role("button", name="Discard").click()
    site.page.get_by_text("Draft discarded.").wait_for()

    assert not Draft.objects.exists()
