"""What follows “Dear” for a household: derived from its name and its members, and again when somebody leaves."""

import pytest

from crm.models import Household, Supporter
from crm.names.greetings import Member, greeting
from crm.services.supporters import join_household, leave_household, update_household, update_supporter
from imports import services as imports
from tests.support.builders import TODAY, make_fund, make_household, make_supporter


@pytest.mark.parametrize(
    ("name", "members", "said"),
    [
        ("Bbhouse, Stewart and Lynda", ["Stewart Bbhouse", "Lynda Bbhouse"], "Stewart and Lynda"),
        ("MR. AND MRS. OMAR BBHOUSETWO", ["Omar Bbhousetwo"], "Mr. and Mrs. Bbhousetwo"),
        ("Dr & Mrs Omar Testwala", ["Omar Testwala"], "Dr. and Mrs. Testwala"),
        ("Mr. and Mrs. Stewart and Lynda Example", ["Stewart Example", "Lynda Example"], "Stewart and Lynda"),
        ("Ali Example & Family", ["Ali Example"], "Ali and family"),
        ("The Testwala Family", [], "Testwala Family"),
        ("The Testwalas", ["Ali Testwala", "Asma Testwala", "Zara Testwala"], "Ali, Asma and Zara"),
        ("S. and L. Example", ["S. Example", "L. Example"], "S. Example and L. Example"),
        ("Tirmizi & Afridi", ["Sakina Tirmizi", "Mary Ann Afridi"], "Sakina and Mary Ann"),
    ],
)
def test_a_household_is_greeted_as_one_would(name, members, said):
    assert greeting(name, [Member(one) for one in members]) == said


def test_a_couple_of_whom_one_has_an_initial_is_greeted_by_titles_where_there_are_some():
    members = [Member("S. Example"), Member("Lynda Example")]

    assert greeting("Mr. and Mrs. Stewart Example", members) == "Mr. and Mrs. Example"
    assert greeting("The Examples", members) == "S. Example and Lynda Example"


def test_a_household_that_everybody_left_is_greeted_by_its_name():
    assert greeting("The Testwala Family", [], left=True) == "Testwala Family"


def test_a_given_name_in_its_own_column_is_used_as_it_is():
    assert greeting("Testwala", [Member("Omar Testwala", given="Abu Ali")]) == "Abu Ali"


def test_whoever_stays_is_no_couple_any_more():
    for name in ("Mr. and Mrs. Omar Testwala", "Mr. and Mrs. Omar and Asma Testwala", "Omar & Asma Testwala"):
        assert greeting(name, [Member("Omar Testwala")], left=True) == "Omar"


@pytest.mark.django_db
class TestKept:
    def test_it_follows_who_belongs(self):
        stewart, lynda = make_supporter("Stewart Example"), make_supporter("Lynda Example")
        home = make_household(stewart, lynda, name="Mr. and Mrs. Stewart Example")
        assert home.salutation == "Stewart and Lynda"

        leave_household(supporter=lynda, by=None)
        assert said(home) == "Stewart"

        update_supporter(supporter=fresh(stewart), values={"full_name": "Stuart Example"}, version=1, by=None)
        assert said(home) == "Stuart"

        join_household(supporter=lynda, household=home, by=None)
        assert said(home) == "Stuart and Lynda"

    def test_somebody_who_moves_changes_both_households(self):
        amina, bilal, zara = (make_supporter(f"{given} Example") for given in ("Amina", "Bilal", "Zara"))
        one, other = make_household(amina, bilal, name="One"), make_household(zara, name="Other")

        join_household(supporter=bilal, household=other, by=None)

        assert (said(one), said(other)) == ("Amina", "Bilal and Zara")

    def test_what_a_person_wrote_stays(self):
        stewart, lynda = make_supporter("Stewart Example"), make_supporter("Lynda Example")
        home = make_household(stewart, lynda, salutation="Stew and Lyn")

        leave_household(supporter=lynda, by=None)
        assert said(home) == "Stew and Lyn"

        update_household(household=home, values={"name": home.name, "salutation": ""}, by=None)
        assert said(home) == "Stewart"

    def test_a_file_brings_households_with_their_greeting(self, organization):
        make_fund("GEN", name="General")
        content = (
            b"Date,Name,Amount,Fund\n"
            b'2024-03-05,"Bbhouse, Stewart and Lynda",50,General\n'
            b"2024-03-06,MR. AND MRS. OMAR BBHOUSETWO,60,General\n"
        )
        batch = imports.upload(name="homes.csv", content=content, by=None)
        imports.commit(batch=batch, by=None, today=TODAY, at=batch.created_at)

        assert set(Household.objects.values_list("salutation", flat=True)) == {
            "Stewart and Lynda",
            "Mr. and Mrs. Bbhousetwo",
        }
        leave_household(supporter=Supporter.objects.get(full_name="Lynda Bbhouse"), by=None)
        assert Household.objects.filter(salutation="Stewart").exists()


def said(home):
    return Household.objects.get(pk=home.pk).salutation


def fresh(supporter):
    return Supporter.objects.get(pk=supporter.pk)
