"""People in the search: by any scrap, protected ones by their code alone, quickly however many there are."""

import pytest
from django.urls import reverse

from core.views import search
from tests.support.builders import make_household, make_organization, make_supporter, make_user

pytestmark = pytest.mark.django_db


def titles(user, words):
    return [hit.title for group in search.groups(user, words) if group.slug for hit in group.hits]


@pytest.fixture
def known(organization):
    return make_supporter(
        "Muhammad Iqbal Namoona",
        native_name="محمد اقبال نمونہ",
        emails=("iqbal@mail.example.org",),
        phones=("+1 317 5550142",),
    )


@pytest.mark.parametrize("words", ["iqb nam", "Mohammed Iqbal", "اقبال", "iqbal@mail", "(317) 555-0142", "S-{number}"])
def test_a_person_is_found_by_any_scrap(known, words):
    assert titles(make_user("development"), words.format(number=known.number)) == ["Muhammad Iqbal Namoona"]


def test_a_protected_person_is_found_by_code_alone(organization):
    hidden = make_supporter(
        "Parveen Zanzeer",
        native_name="پروین زنجیر",
        emails=("parveen@canarymail.example.org",),
        phones=("+1 317 5550111",),
        protected=True,
    )
    make_household(hidden, name="The Zanzeers")
    user = make_user("development")

    for words in ("Parveen", "Zanzeer", "پروین", "canarymail", "3175550111"):
        assert titles(user, words) == []
    assert titles(user, hidden.code) == [hidden.code]
    assert [group.hits[0].title for group in search.recent(user, f"supporters:{hidden.pk}")] == [hidden.code]


def test_what_was_opened_last_is_named_anew_and_only_for_those_who_see_it(known):
    keys = f"supporters:{known.pk},supporters:999999,nonsense,supporters:x,other:{known.pk}"

    groups = search.recent(make_user("development"), keys)

    assert [(group.label, group.hits[0].url) for group in groups] == [
        ("Recently opened", reverse("crm:supporter-detail", args=[known.pk]))
    ]
    assert search.recent(make_user("board"), keys) == []


def test_the_first_person_found_comes_with_things_to_do(known):
    to_do = {group.label: group.hits for group in search.groups(make_user("development"), "iqbal")}["Actions"]

    assert [hit.title for hit in to_do] == [
        "Edit: Muhammad Iqbal Namoona",
        "Record pledge: Muhammad Iqbal Namoona",
        "Record gift: Muhammad Iqbal Namoona",
    ]
    assert [hit.title for hit in {g.label: g.hits for g in search.groups(make_user("admin"), "iqbal")}["Actions"]] == [
        "Edit: Muhammad Iqbal Namoona"
    ]


def test_a_search_asks_the_same_however_many_fit(client_as, django_assert_max_num_queries):
    make_organization()
    client = client_as("development", "finance", "events")
    counts = []
    for _ in range(2):
        for _ in range(3):
            make_supporter(addresses=({"street": "1 Example Street", "city": "Carmel", "region": "IN"},))
        with django_assert_max_num_queries(40) as queries:
            client.get("/search/", {"q": "testperson", "part": "palette"})
        counts.append(len(queries))

    assert counts[0] == counts[1]
