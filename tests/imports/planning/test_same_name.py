"""Who is meant by a name is asked once: the answer about one row holds for every row of the file with that name."""

import pytest
from django.urls import reverse

from crm.models import Household, Supporter
from donations.models import Gift
from imports import overview
from imports.models import ImportRow
from tests.imports.planning.test_answers import bring_in, page, row_of, say, upload
from tests.support.builders import make_fund, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
HEAD = "Date,Name,Address,City,Amount,Fund"


@pytest.fixture
def fund(organization):
    return make_fund("GEN", name="General")


@pytest.fixture
def client(client_as):
    return client_as("development", "finance")


def gifts(*names: str) -> list[str]:
    return [f"2024-03-{day:02},{name},{day}0,General" for day, name in enumerate(names, start=1)]


def typed(fund, day: int, **more) -> dict:
    return {"kind": "gift", "amount": f"{day}0", "date": f"2024-03-{day:02}", "fund": fund.pk, **more}


def waiting(batch) -> list[int]:
    return list(batch.rows.filter(overview.EVERY["held"].rows).order_by("pk").values_list("row", flat=True))


def givers() -> set[int]:
    return set(Gift.objects.exclude(supporter__full_name="Gul Orakzai").values_list("supporter", flat=True))


def mosque() -> Supporter:
    return make_supporter("Masjid al-Noor", kind=Supporter.Kind.ORGANIZATION)


#: A name that is asked about on every row, and what may be said of it.
NAMES = {
    "like one on record": ("Masjid An-Nur,,", lambda: {"donor": "Masjid al-Noor"}),
    "a person or a body": ("Ali Market,,", lambda: {"name": "Ali Market", "body": "organization"}),
    "a person after all": ("Ali Market,,", lambda: {"name": "Ali Market", "body": "person"}),
    "one word": ("Xyloband,,", lambda: {"name": "Xyloband", "body": "organization"}),
    "one word, on record": ("Xyloband,,", lambda: {"donor": "Masjid al-Noor"}),
}


@pytest.mark.parametrize("case", NAMES)
def test_an_answer_holds_for_every_row_of_the_name_before_the_import(client, fund, case):
    name, said = NAMES[case]
    mosque()
    batch = upload(client, *gifts(name, name.upper(), "Gul Orakzai,,", name), head=HEAD)
    assert waiting(batch) == [2, 3, 5]

    say(client, row_of(batch, 2), **typed(fund, 1, **said()))
    assert waiting(batch) == []
    bring_in(client, batch)

    assert len(givers()) == 1 or case == "a person after all"  # two people may be called so
    assert Gift.objects.count() == 4


@pytest.mark.parametrize("case", NAMES)
def test_an_answer_holds_for_every_row_of_the_name_after_the_import(client, fund, case):
    name, said = NAMES[case]
    mosque()
    batch = upload(client, *gifts(name, name, "Gul Orakzai,,", name), head=HEAD)
    bring_in(client, batch)

    say(client, row_of(batch, 3), **typed(fund, 2, **said()))

    assert not batch.rows.filter(state=ImportRow.State.WAITING).exists()
    assert len(givers()) == 1 or case == "a person after all"  # two people may be called so
    assert Gift.objects.count() == 4


def test_an_answer_does_not_hold_for_a_row_that_shows_another_place(client, fund):
    make_supporter("Masjid al-Noor", kind=Supporter.Kind.ORGANIZATION)
    batch = upload(client, *gifts("Masjid An-Nur,4 Elm St,Toledo", "Masjid An-Nur,9 Oak Ave,Fresno"), head=HEAD)

    say(client, row_of(batch, 2), **typed(fund, 1, name="Masjid An-Nur", body="organization"))

    assert waiting(batch) == [3]


def test_an_answer_about_a_day_holds_for_its_row_alone(client, fund):
    lines = ["March 2024,Gul Orakzai,,,10,General", "March 2024,Gul Orakzai,,,20,General"]
    batch = upload(client, *lines, head=HEAD)

    say(client, row_of(batch, 2), **typed(fund, 1, name="Gul Orakzai"))

    assert waiting(batch) == [3]


FAMILY = "The Raza Family,,Toledo"


def test_which_family_is_meant_is_chosen_on_the_row_and_holds_for_the_name(client, fund):
    batch = upload(client, *gifts(FAMILY, FAMILY, FAMILY), head=HEAD)
    assert waiting(batch) == [3, 4]
    shown = page(client, row_of(batch, 3))
    form = shown.context["form"]
    assert "The same family as row 2" in shown.content.decode()
    assert [label for _, label in form.fields["family"].choices] == ["The same family as row 2", "Another family"]

    say(client, row_of(batch, 3), **typed(fund, 2, family=form.fields["family"].choices[0][0]))
    assert waiting(batch) == []
    bring_in(client, batch)

    assert Household.objects.count() == 1
    assert len(set(Gift.objects.values_list("supporter", flat=True))) == 1


def test_which_family_is_meant_holds_for_the_name_after_the_import_too(client, fund):
    batch = upload(client, *gifts(FAMILY, FAMILY, FAMILY), head=HEAD)
    bring_in(client, batch)
    choice = page(client, row_of(batch, 3)).context["form"].fields["family"].choices[0][0]

    say(client, row_of(batch, 3), **typed(fund, 2, family=choice))

    assert not batch.rows.filter(state=ImportRow.State.WAITING).exists()
    assert (Household.objects.count(), len(givers())) == (1, 1)


def test_another_family_of_the_name_is_another_household(client, fund):
    batch = upload(client, *gifts(FAMILY, FAMILY), head=HEAD)

    say(client, row_of(batch, 3), **typed(fund, 2, family="another"))
    bring_in(client, batch)

    assert Household.objects.count() == 2


def test_a_family_on_record_is_chosen_before_and_after_the_import(client, fund):
    bring_in(client, upload(client, *gifts(FAMILY), head=HEAD))
    later = upload(client, *[line.replace("2024", "2025") for line in gifts(FAMILY, FAMILY)], head=HEAD)
    assert waiting(later) == [2, 3]
    choice = page(client, row_of(later, 2)).context["form"].fields["family"].choices[0]
    bring_in(client, later)

    answer = {**typed(fund, 1, family=choice[0]), "date": "2025-03-01"}
    client.post(reverse("imports:row", args=[later.pk, row_of(later, 2).pk]), answer)

    assert choice[1].startswith("On record: The Raza Family")
    assert not later.rows.filter(state=ImportRow.State.WAITING).exists()  # the answer held for the other row, too
    assert Household.objects.count() == 1
    assert (Gift.objects.count(), len(set(Gift.objects.values_list("supporter", flat=True)))) == (3, 1)
