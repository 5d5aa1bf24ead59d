"""The list of supporters: finding somebody from any scrap, order, files, and a constant number of queries."""

import pytest

from crm.models import Supporter
from tests.support.builders import make_household, make_organization, make_supporter
from tests.support.markup import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_as):
    make_organization()
    return client_as("development")


def names(answer):
    return [row.record.shown_name for row in answer.context["table"].paginated_rows]


def found(staff, text):
    return names(staff.get("/supporters/", {"q": text}))


@pytest.fixture
def muhammad(database):
    return make_supporter(
        "Muhammad Iqbal Misali",
        native_name="محمد اقبال مثالی",
        emails=("Iqbal.M@Example.org",),
        phones=("+44 7700 900123", "(317) 555-0142"),
    )


@pytest.mark.parametrize(
    "scrap",
    ["misal", "IQBAL", "mohd misali", "Mohammed", "misali, muhammad", "اقبال", "محمد", "iqbal.m@example", "S-{number}",
     "s-{number}", "{number}", "(317) 555-0142", "317 555 0142", "3175550142", "07700 900123", "+44 7700 900 123"],
)  # fmt: skip
def test_a_supporter_is_found_by_any_scrap(staff, muhammad, scrap):
    make_supporter("Zainab Farzi", emails=("zainab@example.org",), phones=("+1 212 555 0199",))

    assert found(staff, scrap.format(number=muhammad.number)) == ["Muhammad Iqbal Misali"]


@pytest.mark.parametrize(
    "scrap", ["nobody", "%", "_", "' OR 1=1 --", "S-99999999999999999999", "S-", "misali zainab", "555 0143"]
)
def test_scraps_that_fit_nobody_find_nobody(staff, muhammad, scrap):
    assert found(staff, scrap) == []


def test_somebody_with_many_matching_contact_points_stands_in_the_list_once(staff):
    make_supporter("Zainab Farzi", emails=("z1@example.org", "z2@example.org"), phones=("+1 212 555 0199",) * 1)

    assert found(staff, "example.org") == ["Zainab Farzi"]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 5_000},
        {"q": " ".join("abcdefgh" * 60)},
        {"q": "\x01\x02"},
        {"q": "<script>"},
        {"sort": "__class__"},
        {"sort": "password"},
        {"sort": "-native"},
        {"page": "10**9"},
        {"page": "999999999999999999999"},
        {"kind": "'"},
        {"protected": "maybe"},
        {"kind": ["person", "organization"]},
    ],
)
def test_a_hostile_address_gives_a_page_all_the_same(staff, muhammad, query):
    assert staff.get("/supporters/", query).status_code == 200


def test_the_list_narrows_by_kind_language_and_protection(staff):
    make_supporter("Amina Misali")
    make_supporter("Orchard Clinic of Examples", kind="organization", donor_type="business")
    make_supporter("Zainab Farzi", language="ur")
    hidden = make_supporter("Rabia Farzi", protected=True)

    assert names(staff.get("/supporters/", {"kind": "organization"})) == ["Orchard Clinic of Examples"]
    assert names(staff.get("/supporters/", {"language": "ur"})) == ["Zainab Farzi"]
    assert names(staff.get("/supporters/", {"protected": "yes"})) == [hidden.code]
    assert hidden.code not in names(staff.get("/supporters/", {"protected": "no"}))


def test_records_merged_into_another_are_not_listed(staff, muhammad):
    twin = make_supporter("M. Iqbal Misali")
    Supporter.objects.filter(pk=twin.pk).update(merged_into=muhammad)

    assert names(staff.get("/supporters/")) == ["Muhammad Iqbal Misali"]


def test_a_household_is_found_by_its_name_or_a_member(staff):
    make_household(make_supporter("Amina Misali"), name="The Misalis")
    make_household(make_supporter("Zainab Farzi"), name="The Farzis")

    by_name = staff.get("/households/", {"q": "farzis"}).context["table"]
    by_member = staff.get("/households/", {"q": "amina"}).context["table"]

    assert [row.record.name for row in by_name.rows] == ["The Farzis"]
    assert [row.record.name for row in by_member.rows] == ["The Misalis"]


def test_an_empty_list_leads_to_the_first_supporter(staff):
    page = one_line(staff.get("/supporters/").text)

    assert "No supporters yet" in page
    assert '<a class="btn pri" href="/supporters/new/">New supporter</a>' in page


def test_the_search_box_of_every_page_finds_supporters(staff, muhammad):
    assert "Muhammad Iqbal Misali" in staff.get("/search/", {"q": "mohd"}).text
