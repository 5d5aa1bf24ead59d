"""Tables of supporters and households: files, order, and a constant number of queries."""

import csv
import io

import pytest

from crm.models import Household
from tests.support.builders import make_gift, make_household, make_organization, make_supporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client_as):
    make_organization()
    return client_as("development")


def names(answer):
    return [row.record.shown_name for row in answer.context["table"].paginated_rows]


def test_the_list_sorts_by_family_name(staff):
    make_supporter("Zainab Ahmad-Misal", given_name="Zainab", family_name="Ahmad-Misal")
    make_supporter("Bilal")
    make_supporter("Amina Zed", given_name="Amina", family_name="Zed")

    assert names(staff.get("/supporters/")) == ["Zainab Ahmad-Misal", "Bilal", "Amina Zed"]
    assert names(staff.get("/supporters/", {"sort": "-name"})) == ["Amina Zed", "Bilal", "Zainab Ahmad-Misal"]


def make_many(count):
    for number in range(count):
        person = make_supporter(
            emails=(f"p{number}@example.org",), addresses=({"street": "1 Fable Road", "city": "Carmel"},)
        )
        make_gift(supporter=person)


def test_queries_do_not_grow_with_the_rows(staff, django_assert_max_num_queries):
    make_many(2)
    with django_assert_max_num_queries(16) as few:  # one of them asks for work under way in the background
        staff.get("/supporters/")
    make_many(15)
    with django_assert_max_num_queries(16) as many:
        staff.get("/supporters/")

    assert len(many) == len(few)


def test_queries_of_the_list_of_households_do_not_grow_with_the_rows(staff, django_assert_max_num_queries):
    make_household(make_supporter(), make_supporter())
    with django_assert_max_num_queries(14) as few:
        staff.get("/households/")
    for _ in range(5):
        make_household(make_supporter(), make_supporter(), make_supporter())
    with django_assert_max_num_queries(14) as many:
        staff.get("/households/")

    assert (len(many), Household.objects.count()) == (len(few), 6)


def test_a_file_of_supporters_says_how_to_reach_them(staff):
    make_supporter(
        "Amina Misali",
        native_name="آمنہ مثالی",
        emails=("=amina@example.org", "second@example.org"),
        phones=("+1 317 555 0142",),
        addresses=({"street": "1 Fable Road\nUnit 2", "city": "Carmel", "region": "IN", "postal_code": "46032"},),
    )

    answer = staff.post("/supporters/?export=csv", {"reason": "Labels"})
    header, row = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))
    cells = dict(zip(header, row, strict=True))

    assert {name: cells[name] for name in ("Name", "Name in native script", "Email", "Phone", "Street", "City")} == {
        "Name": "Amina Misali",
        "Name in native script": "آمنہ مثالی",
        "Email": "'=amina@example.org",
        "Phone": "'+1 317 555 0142",
        "Street": "1 Fable Road\nUnit 2",
        "City": "Carmel",
    }
