"""A supporter's page, and putting somebody new on file."""

import pytest

from core import extend
from crm.models import Supporter
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


def test_without_a_script_the_question_is_asked_before_saving(staff):
    there = make_supporter("Muhammad Misali")

    held = staff.post("/supporters/new/", {**NEW, "full_name": "Mohd Misali"})
    count = Supporter.objects.count()
    made = staff.post("/supporters/new/", {**NEW, "full_name": "Mohd Misali", "anyway": held.context["anyway"]})

    assert (held.status_code, count, held.context["anyway"]) == (422, 1, str(there.pk))
    assert "Is it one of these supporters? Nothing is saved yet." in held.text
    assert (made.status_code, Supporter.objects.count()) == (302, 2)


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
