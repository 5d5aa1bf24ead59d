"""Who may be the one somebody is about to add."""

import pytest

from crm.models import Supporter
from tests.support.builders import make_supporter

pytestmark = pytest.mark.django_db
NEW = {"full_name": "Amina Misali", "kind": "person", "donor_type": "individual", "language": "en", "country": "US"}


@pytest.fixture
def staff(client_as):
    return client_as("development")


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


def test_accepting_one_likeness_does_not_accept_another(staff):
    accepted = make_supporter("Muhammad Misali")
    make_supporter("Zainab Farzi")

    answer = staff.post("/supporters/new/", {**NEW, "full_name": "Zaynab Farzi", "anyway": f"{accepted.pk},x"})

    assert answer.status_code == 422
