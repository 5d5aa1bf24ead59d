"""A supporter's page, and putting somebody new on file."""

import pytest
from django.utils import timezone

from core import extend
from core.models import AuditEntry
from crm.models import NameReview, Supporter
from crm.services import supporters
from crm.services.name_reviews import answer_review
from events.models import Order
from tests.events.builders import make_event, make_order, make_ticket
from tests.support.builders import make_household, make_supporter

pytestmark = pytest.mark.django_db

NEW = {"full_name": "Amina Misali", "kind": "person", "donor_type": "individual", "language": "en", "country": "US"}


@pytest.fixture
def staff(client_as):
    return client_as("development")


def test_a_new_supporter_is_written_with_the_ways_to_reach_them(staff):
    answer = staff.post(
        "/supporters/new/",
        {
            **NEW,
            "native_name": "آمنہ مثالی",
            "note": "Met at the dinner.\r\n\r\nCalls back.",
            "email": "amina@example.org",
            "phone": "(317) 555-0142",
            "street": "1 Fable Road\r\nUnit 2",
            "city": "Carmel",
            "region": "IN",
            "postal_code": "46032",
        },
        follow=True,
    )
    supporter = Supporter.objects.get()

    assert answer.redirect_chain == [(f"/supporters/{supporter.pk}/", 302)]
    assert (supporter.full_name, supporter.native_name, supporter.created_by) == (
        "Amina Misali",
        "آمنہ مثالی",
        staff.user,
    )
    assert supporter.note == "Met at the dinner.\n\nCalls back."
    assert list(supporter.emails.values_list("address", "primary")) == [("amina@example.org", True)]
    assert list(supporter.phones.values_list("normalized", "primary")) == [("+13175550142", True)]
    assert supporter.addresses.get().lines() == ["1 Fable Road", "Unit 2", "Carmel, IN 46032"]
    assert f"Amina Misali added as S-{supporter.number}." in answer.text


def test_one_name_is_enough(staff):
    staff.post("/supporters/new/", {**NEW, "full_name": "  Zeb\u202eun\u200bnisa \x07 "})

    assert Supporter.objects.get().full_name == "Zebunnisa"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"full_name": " \u200b "}, "Enter a name. One name is enough."),
        ({"full_name": "x" * 5_000}, "Use at most 250 characters. You entered 5000."),
        ({"email": "nobody"}, "Enter an email address, like name@example.org."),
        ({"phone": "call me"}, "Enter a phone number, like (317) 555-0142 or +92 300 5550142."),
        ({"kind": "organization"}, "Choose a donor type for an organization. “Person” and “Couple” are for people."),
        ({"kind": "robot"}, "Choose an option from the list."),
        ({"postal_code": "46032"}, "Enter a street or a city."),
        ({"country": "XX"}, "Choose an option from the list."),
        ({"note": "x" * 10_001}, "Use at most 10000 characters. You entered 10001."),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_typed_is_lost(staff, values, said):
    answer = staff.post("/supporters/new/", {**NEW, "city": "", "salutation": "Miss Misali", **values})
    errors = {**answer.context["form"].errors, **answer.context["details"].errors}

    assert (answer.status_code, Supporter.objects.count()) == (422, 0)
    assert said in [text for texts in errors.values() for text in texts]
    assert 'value="Miss Misali"' in answer.text


def test_a_name_that_looks_like_markup_is_only_a_name(staff):
    staff.post("/supporters/new/", {**NEW, "full_name": "<script>alert(1)</script>"})
    supporter = Supporter.objects.get()

    pages = [
        staff.get(url).text
        for url in ("/supporters/", f"/supporters/{supporter.pk}/", f"/supporters/{supporter.pk}/edit/")
    ]

    assert supporter.full_name == "<script>alert(1)</script>"
    assert ["<script>alert" in page for page in pages] == [False, False, False]


def similar(staff, **typed):
    answer = staff.post("/supporters/similar/", typed)
    return [(one.supporter.shown_name, one.reasons, one.strong) for one in answer.context["similar"]]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"full_name": "Mohd Misali"}, "Same name, spelled differently"),
        ({"full_name": "misali, mohammed"}, "Same name, spelled differently"),
        ({"full_name": "Muhammad Misali"}, "Same name"),
        ({"native_name": "محمد مثالی"}, "Same name, spelled differently"),
        ({"full_name": "Somebody Else", "email": "M@example.ORG"}, "Same email"),
        ({"phone": "317-555-0142"}, "Same phone"),
    ],
)
def test_who_may_be_the_same_is_shown_while_typing(staff, typed, reason):
    make_supporter(
        "Muhammad Misali", native_name="محمد مثالی", emails=("m@example.org",), phones=("+1 (317) 555 0142",)
    )
    make_supporter("Zainab Farzi", emails=("z@example.org",), phones=("+1 317 555 0199",))

    assert similar(staff, **typed) == [("Muhammad Misali", (reason,), True)]


def test_a_name_that_only_resembles_is_a_hint_and_holds_nothing_up(staff):
    make_supporter("Bilal Iqbal Misali")

    hint = similar(staff, full_name="Bilal Misali")
    saved = staff.post("/supporters/new/", {**NEW, "full_name": "Bilal Misali"})

    assert hint == [("Bilal Iqbal Misali", ("Similar name",), False)]
    assert (saved.status_code, Supporter.objects.count()) == (302, 2)


def test_another_name_of_the_same_family_is_no_hint(staff):
    make_supporter("Muhammad Iqbal Misali")

    assert similar(staff, full_name="Zara Iqbal Misali") == []


@pytest.mark.parametrize(
    "typed",
    [{}, {"full_name": "Mu"}, {"full_name": "Muhammad"}, {"full_name": "\x01"}, {"email": "@"}, {"phone": "555"}],
)
def test_too_little_to_tell_gives_no_hint(staff, typed):
    make_supporter("Muhammad Misali", emails=("m@example.org",), phones=("+1 317 555 0142",))

    assert similar(staff, **typed) == []


def test_without_a_script_the_question_is_asked_before_saving(staff):
    there = make_supporter("Muhammad Misali")

    held = staff.post("/supporters/new/", {**NEW, "full_name": "Mohd Misali"})
    count = Supporter.objects.count()
    made = staff.post("/supporters/new/", {**NEW, "full_name": "Mohd Misali", "anyway": held.context["anyway"]})

    assert (held.status_code, count, held.context["anyway"]) == (422, 1, str(there.pk))
    assert "Is it one of these supporters? Nothing is saved yet." in held.text
    assert (made.status_code, Supporter.objects.count()) == (302, 2)


def test_accepting_one_likeness_does_not_accept_another(staff):
    accepted = make_supporter("Muhammad Misali")
    make_supporter("Zainab Farzi")

    answer = staff.post("/supporters/new/", {**NEW, "full_name": "Zaynab Farzi", "anyway": f"{accepted.pk},x"})

    assert answer.status_code == 422


def test_the_page_of_a_supporter_shows_who_and_how(staff):
    supporter = make_supporter(
        "Amina Misali",
        native_name="آمنہ مثالی",
        emails=("amina@example.org",),
        phones=("(317) 555-0142",),
        addresses=({"street": "1 Fable Road", "city": "Leeds", "country": "GB"},),
        note="Prefers letters.",
        language="ur",
        anonymous=True,
    )
    make_household(supporter, make_supporter("Omar Misali"), name="The Misalis", salutation="Amina and Omar")

    page = staff.get(f"/supporters/{supporter.pk}/").text

    for text in (
        f"S-{supporter.number}",
        "آمنہ مثالی",
        'href="mailto:amina@example.org"',
        'href="tel:+13175550142"',
        "Leeds, United Kingdom",
        "Prefers letters.",
        "Prefers Urdu",
        "Anonymous in public",
        "The Misalis",
        "“Dear Amina and Omar”",
        "Omar Misali",
        f'href="/supporters/{supporter.pk}/edit/"',
    ):
        assert text in page


@pytest.mark.parametrize("key", [0, 999_999, 2**63, 10**30])
@pytest.mark.parametrize("part", ["", "edit/", "reveal/", "household/", "email/add/"])
def test_nobody_is_not_found(staff, key, part):
    assert staff.get(f"/supporters/{key}/{part}").status_code == 404


def test_an_address_that_is_no_number_is_not_found(staff):
    assert [staff.get(f"/supporters/{key}/").status_code for key in ("-1", "1.5", "x")] == [404] * 3


def test_a_merged_record_leads_to_the_one_that_stands(staff):
    kept, gone = make_supporter(), make_supporter()
    Supporter.objects.filter(pk=gone.pk).update(merged_into=kept)

    answer = staff.get(f"/supporters/{gone.pk}/", follow=True)

    assert answer.redirect_chain == [(f"/supporters/{kept.pk}/", 302)]
    assert f"S-{gone.number} was merged into S-{kept.number}." in answer.text
    assert staff.get(f"/supporters/{gone.pk}/edit/").status_code == 404


def test_those_who_may_only_look_are_offered_nothing_to_change(client_as, monkeypatch):
    supporter = make_supporter(emails=("amina@example.org",))
    reader = client_as("board")
    monkeypatch.setattr(type(reader.user), "get_permissions", lambda user: frozenset({"supporters.view", "signed in"}))

    page = reader.get(f"/supporters/{supporter.pk}/").text
    answers = [
        reader.post(f"/supporters/{supporter.pk}/{path}").status_code for path in ("edit/", "reveal/", "email/add/")
    ]

    assert "amina@example.org" in page
    assert f"/supporters/{supporter.pk}/edit/" not in page
    assert "Giving" not in page
    assert answers == [403, 403, 403]


def test_the_timeline_tells_what_happened_newest_first(staff):
    supporter = make_supporter("Amina Misali", references=(("stripe", "cus_42"),), by=staff.user)
    staff.post(f"/supporters/{supporter.pk}/phone/add/", {"number": "(317) 555-0142"})

    timeline = staff.get(f"/supporters/{supporter.pk}/").context["timeline"]
    lines = [(line.entry.title, line.entry.detail) for _, month in timeline.months for line in month]

    assert lines == [
        ("Contact detail added", f"phone · by {staff.user}"),
        ("Linked to stripe", "cus_42"),
        ("Added", f"by {staff.user}"),
    ]


def test_the_timeline_shows_one_source_when_asked(staff, monkeypatch):
    supporter = make_supporter()
    sources = [
        extend.TimelineSource(
            slug="record",
            label="Record",
            permission="supporters.view",
            entries=lambda *_: [_entry(supporter, "Record")],
        ),
        extend.TimelineSource(
            slug="calls", label="Calls", permission="supporters.view", entries=lambda *_: [_entry(supporter, "Called")]
        ),
        extend.TimelineSource(
            slug="gifts", label="Gifts", permission="settings.manage", entries=lambda *_: [_entry(supporter, "Gave")]
        ),
    ]
    monkeypatch.setitem(extend.registry._entries, extend.TimelineSource, sources)

    def titles(query):
        timeline = staff.get(f"/supporters/{supporter.pk}/", query).context["timeline"]
        return sorted(line.entry.title for _, month in timeline.months for line in month)

    assert titles({}) == ["Called", "Record"]
    assert titles({"show": "calls"}) == ["Called"]
    assert titles({"show": "gifts"}) == ["Called", "Record"]
    assert titles({"show": "\x01"}) == ["Called", "Record"]


def _entry(supporter, title):
    return extend.TimelineEntry(at=supporter.created_at, icon="gift", title=title)


def test_a_long_story_is_shown_step_by_step(staff):
    supporter = make_supporter()
    AuditEntry.objects.bulk_create(
        [AuditEntry(act="supporter.changed", object_type="crm.supporter", object_id=supporter.pk) for _ in range(30)]
    )

    first = staff.get(f"/supporters/{supporter.pk}/").context["timeline"]
    more = staff.get(f"/supporters/{supporter.pk}/", {"last": "40"}).context["timeline"]
    nonsense = staff.get(f"/supporters/{supporter.pk}/", {"last": "99999999"}).context["timeline"]

    assert [(line.shown, line.more) for line in (first, more, nonsense)] == [(20, True), (31, False), (31, False)]


def test_another_app_adds_panels_and_buttons(staff, monkeypatch):
    supporter = make_supporter()
    panel = extend.Panel(
        on="supporter",
        slug="x",
        template="crm/_note.html",
        permission="supporters.view",
        order=1,
        context=lambda *_: {"note": "From afar"},
    )
    left_out = extend.Panel(
        on="supporter",
        slug="y",
        template="crm/_note.html",
        permission="supporters.view",
        order=2,
        context=lambda *_: None,
    )
    refused = extend.Panel(
        on="supporter",
        slug="z",
        template="crm/_note.html",
        permission="settings.manage",
        order=3,
        context=lambda *_: {"note": "Secret"},
    )
    button = extend.Action(
        on="supporter",
        slug="b",
        label="Wave",
        icon="plus",
        permission="supporters.view",
        order=1,
        url=lambda obj: f"/wave/{obj.pk}/",
    )
    monkeypatch.setitem(extend.registry._entries, extend.Panel, [panel, left_out, refused])
    monkeypatch.setitem(extend.registry._entries, extend.Action, [button])

    answer = staff.get(f"/supporters/{supporter.pk}/")

    assert ("From afar" in answer.text, "Secret" in answer.text) == (True, False)
    assert f'href="/wave/{supporter.pk}/"' in answer.text
    assert (len(answer.context["main"]), len(answer.context["side"])) == (1, 0)


def test_a_new_record_that_may_be_a_protected_person_is_asked_about_before_it_is_saved(client_as):
    hidden = make_supporter("Parveen Zanzeer", emails=("p@zanzeermail.example.org",), protected=True)
    client = client_as("development")

    def post(**more):
        values = {"full_name": "Perveen Zanzeer", "kind": "person", "donor_type": "individual", "language": "en"}
        return client.post("/supporters/new/", {**values, "email": "new@example.org", **more})

    asked = post()
    there = Supporter.objects.count()
    held, named = post(twin="hold"), post(twin="other", email="other@example.org")

    assert (asked.status_code, there) == (422, 1)
    page = asked.content.decode()
    assert "Nothing is saved yet" in page
    assert "zanzeermail" not in page
    assert (held.status_code, named.status_code) == (302, 302)
    first, second = Supporter.objects.exclude(pk=hidden.pk).order_by("pk")
    assert (first.pending_name_review, first.shown_name, second.pending_name_review, second.shown_name) == (
        True,
        first.code,
        False,
        "Perveen Zanzeer",
    )
    assert list(NameReview.objects.order_by("object_id").values_list("object_id", "answer", "answered_by")) == [
        (first.pk, "", None),
        (second.pk, "other", client.user.pk),
    ]


def test_a_record_renamed_like_a_protected_person_is_held_and_asked_about():
    hidden = make_supporter("Parveen Zanzeer", protected=True)
    person = make_supporter("Parveen Khalil")

    supporters.update_supporter(supporter=person, values={"full_name": "Parveen Zanzeer"}, version=1, by=None)

    assert list(NameReview.objects.values_list("object_id", "candidate", "sure")) == [(person.pk, hidden.pk, True)]
    person.refresh_from_db()
    assert (person.protected, person.pending_name_review, person.shown_name) == (True, True, person.code)


@pytest.mark.parametrize(
    "values",
    [
        {"full_name": "Zanzeer, Perveen"},
        {"given_name": "Parveen", "family_name": "Zanzeer"},
        {"native_name": "پروین زنزیر"},
        {"full_name": "Parveen Zanzeer", "note": "Renamed", "anonymous": True},
    ],
    ids=["full", "parts", "native", "with others"],
)
def test_no_name_form_added_later_makes_an_unprotected_twin(client_as, values):
    hidden = make_supporter("Parveen Zanzeer", native_name="پروین زنزیر", protected=True)
    person = make_supporter("Omar Khalil", household_id=make_household(name="The Khalils").pk)
    order = make_order(make_ticket(make_event()), name="Omar Khalil")
    Order.objects.update(supporter=person)

    fresh = supporters.update_supporter(supporter=person, values=values, version=1, by=None)

    review = NameReview.objects.get(object_id=person.pk)
    assert (fresh.pending_name_review, fresh.shown_name, fresh.name_keys) == (True, fresh.code, "")
    assert (review.candidate, review.sure, review.answer) == (hidden, True, "")
    order.refresh_from_db()
    assert (order.hidden, order.shown_name) == (True, fresh.code)

    client = client_as("development")
    answer_review(review=review, answer="other", by=client.user, at=timezone.now())
    fresh.refresh_from_db()
    assert (fresh.protected, fresh.pending_name_review, fresh.shown_name) == (False, False, fresh.full_name)
    again = {"full_name": "Parveen Q Zanzeer"}
    fresh = supporters.update_supporter(supporter=fresh, values=again, version=fresh.version, by=None)
    assert not fresh.protected


def test_whoever_renames_is_told_why_a_code_shows(client_as):
    make_supporter("Parveen Zanzeer", protected=True)
    client, person = client_as("development"), make_supporter("Parveen Khalil")
    typed = {"full_name": "Parveen Zanzeer", "kind": "person", "donor_type": "individual", "language": "en"}

    page = client.post(f"/supporters/{person.pk}/edit/", {**typed, "version": "1"}, follow=True)

    person.refresh_from_db()
    assert person.pending_name_review
    assert f"{person.code} saved. The name may be a protected person" in page.text
    assert "Zanzeer" not in page.text
