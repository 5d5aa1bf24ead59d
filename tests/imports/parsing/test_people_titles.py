"""Titles of lists that say something of their people's consent, status, age, address or privacy are asked."""

import pytest

from imports.parsing.people_titles import asked_of_givers, asked_of_people, mail_came_back

#: In lists with gifts and without.
ASKED = {
    "status": ["former members", "Former volunteers", "ex donors", "expired memberships", "passed away", "RIP",
               "سابق اراکین"],
    "consent": ["GDPR erasure", "right to be forgotten", "no consent", "consent pending", "opt ins", "do not publish",
                "unverified emails", "purchased list", "CCPA requests", "legal hold"],
    "address": ["moved", "RTS list", "returned mail", "Returned to sender", "bad addresses", "NCOA moves",
                "old addresses", "no forwarding address", "snowbirds", "change of address"],
    "privacy": ["confidential", "anonymous donors", "Private", "names withheld", "internal only", "protected",
                "at risk", "confidenciales", "گمنام"],
    "age": ["minors", "under 18", "children", "Kids", "youth contacts", "students", "menores", "نابالغ"],
    "served": ["clients", "survivors", "refugees", "prisoners"],
}  # fmt: skip
#: In lists of people alone: of gifts, these are asked as money that may not count, or mean gifts.
OF_PEOPLE = ["refused", "declined", "turned down", "duplicates to delete", "duplicates", "to merge", "test data",
             "trash", "backup", "do not import", "late", "estates", "lapsed"]  # fmt: skip
ORDINARY = ["donors 2024", "newsletter", "board", "members", "past donors", "directory", "gala guests", "alumni",
            "parents", "volunteers", "Karachi", "church directory", "Childrens fund", "Children's home appeal",
            "orphan sponsorship", "youth programs", "Student scholarship fund", "Refugee relief",
            "Private school appeal", "new addresses", "Old Fort Wayne", "monthly donors", "Secret Santa",
            "Zakat for orphans", "unrestricted gifts", "restricted gifts 2024", "MO donors"]  # fmt: skip


@pytest.mark.parametrize("title", [title for titles in ASKED.values() for title in titles])
def test_what_a_title_says_of_its_people_is_asked_with_gifts_and_without(title):
    of_people, of_givers = asked_of_people(title), asked_of_givers(title)

    assert of_people == of_givers
    assert of_people[0].startswith(f"“{title}” is the heading of this list: choose whether these people may be ")


@pytest.mark.parametrize("title", OF_PEOPLE)
def test_what_may_mean_money_is_asked_of_people_alone(title):
    assert asked_of_people(title)
    assert asked_of_givers(title) == ()


@pytest.mark.parametrize("title", ORDINARY)
def test_ordinary_titles_raise_no_question(title):
    assert (asked_of_people(title), asked_of_givers(title)) == ((), ())


@pytest.mark.parametrize("name", ["Julia Child", "Ann Minor", "Hugh Young", "Bob Ward"])
def test_names_of_people_are_no_such_titles(name):
    assert asked_of_givers(name) == ()


def test_mail_that_came_back_is_no_money_that_did():
    assert [mail_came_back(text) for text in ("Returned mail", "RTS", "Returned checks")] == [True, True, False]
