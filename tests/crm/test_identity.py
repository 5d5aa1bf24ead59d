"""People who are not safe if their names leak: their name, contact points and notes stay out of everything."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from openpyxl import load_workbook

from core.models import AuditEntry
from crm import identity
from crm.models import Supporter
from crm.services import supporters
from tests.support.builders import make_gift, make_household, make_organization, make_supporter

pytestmark = pytest.mark.django_db

CANARIES = ("Zanzeer", "زنجیر", "canarymail", "5550111", "Canary Lane", "Canaryville", "canary note", "canaryref")
NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def staff(client_as):
    make_organization()
    return client_as("development")


@pytest.fixture
def hidden(database):
    supporter = make_supporter(
        "Parveen Zanzeer",
        given_name="Parveen",
        family_name="Zanzeer",
        native_name="پروین زنجیر",
        salutation="Ms. Zanzeer",
        note="A canary note.",
        emails=("parveen@canarymail.example.org",),
        phones=("+1 317 5550111",),
        addresses=({"street": "1 Canary Lane", "city": "Canaryville", "region": "IN"},),
        references=(("namekey", "canaryref zanzeer"),),
        protected=True,
    )
    make_gift(supporter=supporter)
    return supporter


def leaks(text):
    return [canary for canary in CANARIES if canary.casefold() in text.casefold()]


def test_no_page_shows_a_protected_name(staff, hidden):
    household = make_household(
        hidden, make_supporter("Omar Farzi"), name="The Zanzeers", salutation="Mr. and Ms. Zanzeer"
    )
    supporters.update_supporter(supporter=hidden, values={"language": "ur"}, version=1, by=staff.user)
    paths = [
        "/supporters/", "/supporters/?protected=yes", f"/supporters/{hidden.pk}/", f"/supporters/{hidden.pk}/edit/",
        f"/supporters/{hidden.pk}/reveal/", f"/supporters/{hidden.pk}/household/",
        f"/supporters/{hidden.pk}/household/leave/", f"/supporters/{hidden.pk}/?show=record",
        "/households/", f"/households/{household.pk}/",
        f"/households/{household.pk}/edit/", f"/households/{household.pk}/?q={hidden.code}", "/gifts/", "/",
    ]  # fmt: skip

    answers = {path: staff.get(path) for path in paths}

    assert {path: (answer.status_code, leaks(answer.text)) for path, answer in answers.items()} == dict.fromkeys(
        paths, (200, [])
    )
    assert all(hidden.code in answers[path].text for path in paths[:8])


@pytest.mark.parametrize("scrap", ["Zanzeer", "parveen", "زنجیر", "canarymail", "5550111", "(317) 555-0111", "zanjeer"])
@pytest.mark.parametrize("path", ["/supporters/", "/households/", "/search/", "/gifts/"])
def test_no_search_finds_a_protected_name(staff, hidden, path, scrap):
    make_household(hidden, name="The Zanzeers")

    answer = staff.get(path, {"q": scrap})

    assert hidden.code not in answer.text
    assert f"/supporters/{hidden.pk}/" not in answer.text


def test_a_protected_supporter_is_found_by_code_and_number(staff, hidden):
    found = [staff.get("/supporters/", {"q": scrap}).text for scrap in (hidden.code, hidden.spoken_number)]

    assert [hidden.code in page for page in found] == [True, True]


@pytest.mark.parametrize("path", ["/supporters/", "/households/", "/gifts/"])
def test_no_file_holds_a_protected_name(staff, hidden, path):
    make_household(hidden, name="The Zanzeers", salutation="Ms. Zanzeer")

    text = staff.post(f"{path}?export=csv", {"reason": "Test"}).getvalue().decode("utf-8-sig")
    book = load_workbook(io.BytesIO(staff.post(f"{path}?export=xlsx", {"reason": "Test"}).getvalue()))
    cells = " ".join(str(cell.value) for row in book.worksheets[0] for cell in row)

    assert (leaks(text), leaks(cells)) == ([], [])
    assert hidden.code in text
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 2


def test_a_protected_supporter_is_never_given_as_similar(staff, hidden):
    typed = {"full_name": "Parveen Zanzeer", "email": "parveen@canarymail.example.org", "phone": "+1 317 5550111"}

    assert staff.post("/supporters/similar/", typed).context["similar"] == []


def test_the_audit_log_holds_no_name(staff, hidden):
    staff.post(f"/supporters/{hidden.pk}/reveal/", {"reason": "A call"})
    staff.post(f"/supporters/{hidden.pk}/phone/add/", {"number": "+1 317 5550111 1"})

    entries = AuditEntry.objects.values_list("act", "reason", "data")

    assert leaks(" ".join(map(str, entries))) == []


def test_the_edit_page_hides_what_gives_a_person_away_until_it_is_revealed(staff, hidden):
    before = staff.get(f"/supporters/{hidden.pk}/edit/")
    staff.post(f"/supporters/{hidden.pk}/reveal/", {"reason": "She asked for a call"})
    after = staff.get(f"/supporters/{hidden.pk}/edit/")
    entry = AuditEntry.objects.get(act="supporter.revealed")

    assert sorted(before.context["form"].fields) == ["anonymous", "donor_type", "kind", "language"]
    assert (leaks(before.text), after.context["form"]["full_name"].value()) == ([], "Parveen Zanzeer")
    assert "parveen@canarymail.example.org" in after.text
    assert "no-store" in after.headers["Cache-Control"]
    assert (entry.actor, entry.object_id, entry.reason) == (staff.user, hidden.pk, "She asked for a call")


def test_the_title_of_a_revealed_page_still_says_the_code(staff, hidden):
    staff.post(f"/supporters/{hidden.pk}/reveal/", {"reason": "She asked for a call"})

    page = staff.get(f"/supporters/{hidden.pk}/edit/").text
    title = page[page.index("<title>") : page.index("</title>")]

    assert (hidden.code in title, leaks(title)) == (True, [])


def test_what_is_hidden_cannot_be_changed_by_a_post(staff, hidden):
    form = {
        "kind": "person",
        "donor_type": "individual",
        "language": "ur",
        "version": "1",
        "full_name": "X",
        "note": "X",
    }

    staff.post(f"/supporters/{hidden.pk}/edit/", form)
    hidden.refresh_from_db()

    assert (hidden.language, hidden.full_name, hidden.note, hidden.protected) == (
        "ur",
        "Parveen Zanzeer",
        "A canary note.",
        True,
    )


def test_a_name_is_not_revealed_without_a_reason(staff, hidden):
    answer = staff.post(f"/supporters/{hidden.pk}/reveal/", {"reason": " \u200b "})

    assert answer.status_code == 422
    assert leaks(staff.get(f"/supporters/{hidden.pk}/edit/").text) == []
    assert list(AuditEntry.objects.filter(act="supporter.revealed")) == []


@pytest.mark.parametrize("minutes", [9, 10, 11])
def test_a_revealed_name_is_hidden_again_after_ten_minutes(staff, hidden, minutes):
    with time_machine.travel(NOW, tick=False):
        staff.post(f"/supporters/{hidden.pk}/reveal/", {"reason": "She asked for a call"})
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        page = staff.get(f"/supporters/{hidden.pk}/edit/").text

    assert ("Parveen Zanzeer" in page) == (minutes < 10)


def test_a_name_is_revealed_to_one_person_only(staff, hidden, client_as):
    staff.post(f"/supporters/{hidden.pk}/reveal/", {"reason": "She asked for a call"})

    assert leaks(client_as("development").get(f"/supporters/{hidden.pk}/edit/").text) == []


def test_one_revealed_name_reveals_no_other(staff, hidden):
    other = make_supporter("Rabia Farzi", protected=True)
    staff.post(f"/supporters/{other.pk}/reveal/", {"reason": "She asked for a call"})

    assert leaks(staff.get(f"/supporters/{hidden.pk}/edit/").text) == []


def test_contact_points_of_a_protected_person_are_revealed_first(staff, hidden):
    email = hidden.emails.get()
    paths = [f"/supporters/{hidden.pk}/email/{email.pk}/", f"/supporters/{hidden.pk}/email/{email.pk}/remove/"]

    asked = [staff.get(path).url for path in paths] + [staff.post(paths[1]).url]
    answer = staff.post(asked[0], {"reason": "Wrong address"})

    assert asked == [f"/supporters/{hidden.pk}/reveal/?next={path.replace('/', '%2F')}" for path in (*paths, paths[1])]
    assert answer.url == paths[0]
    assert (hidden.emails.count(), staff.get(paths[0]).status_code) == (1, 200)


@pytest.mark.parametrize("wanted", ["https://example.com/", "//example.com/", "javascript:alert(1)", "/\\example.com"])
def test_revealing_leads_nowhere_else(staff, hidden, wanted):
    answer = staff.post(f"/supporters/{hidden.pk}/reveal/?next={wanted}", {"reason": "She asked for a call"})

    assert answer.url == f"/supporters/{hidden.pk}/edit/"


def test_a_household_is_shown_by_code_from_the_day_a_member_is_protected(staff):
    member = make_supporter("Parveen Zanzeer")
    household = make_household(member, make_supporter("Omar Farzi"), name="The Zanzeers", salutation="Ms. Zanzeer")

    def shown():
        household.refresh_from_db()
        return str(household), identity.household_salutation(household)

    before = shown()
    supporters.update_supporter(supporter=member, values={"protected": True}, version=1, by=None)
    during = shown()
    supporters.leave_household(supporter=Supporter.objects.get(pk=member.pk), by=None)

    assert (before, during, shown()) == (
        ("The Zanzeers", "Ms. Zanzeer"),
        (household.code, ""),
        ("The Zanzeers", "Ms. Zanzeer"),
    )


def test_a_supporter_who_becomes_protected_loses_shown_name_and_spelling_keys(staff):
    member = make_supporter("Parveen Zanzeer")

    changed = supporters.update_supporter(supporter=member, values={"protected": True}, version=1, by=None)
    changed.refresh_from_db()

    assert (changed.shown_name, changed.sort_name, changed.name_keys) == (member.code, member.code, "")
    assert changed.full_name == "Parveen Zanzeer"
