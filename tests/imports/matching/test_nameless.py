"""Contacts without a name: they are kept, called by what they are reached by, and never guessed at."""

import pytest
from django.utils import timezone

from crm.models import Supporter
from crm.names.people import parse_names
from imports.matching.known_records import KnownPerson, KnownRecords
from imports.undoing.undo import undo
from tests.imports.files import planned
from tests.imports.snapshots import snapshot
from tests.imports.test_services import bring, commit
from tests.support.builders import make_supporter

TITLES = "nationbuilder_id,first_name,last_name,email1,email_opt_in,do_not_contact,phone_number,tag_list"


def people(*lines: str, known: KnownRecords | None = None):
    return planned("\n".join([TITLES, *lines]), "people.csv", known=known)


def on_record(*given: tuple[str, str, str]) -> KnownRecords:
    found = [
        KnownPerson(key, parse_names(name).people[0], emails=(email,) if email else ()) for key, name, email in given
    ]
    return KnownRecords(people=found)


def test_a_contact_without_a_name_is_called_by_their_e_mail_and_says_so() -> None:
    plan = people("7,,,ines@example.org,,,,", "8,,,,,,419-555-0101,")

    assert [(row.decision, row.supporter, row.party.written) for row in plan.rows] == [
        ("accept", "new:1", "ines@example.org"), ("accept", "new:2", "+14195550101")
    ]  # fmt: skip
    assert all("has no name" in row.note for row in plan.rows)


def test_a_row_without_a_name_is_about_the_only_one_who_has_its_address() -> None:
    plan = people("7,,,ines@example.org,,,,", known=on_record(("p:1", "Ines Vance", "ines@example.org")))

    assert plan.rows[0].supporter == "p:1"
    assert (plan.people["p:1"].name.full, plan.people["p:1"].nameless) == ("Ines Vance", False)


def test_an_address_made_of_another_name_joins_nobody_as_couples_share_one() -> None:
    known = on_record(("p:1", "Sakina Tirmizi", "gul.tirmizi@example.org"))

    plan = people("7,,,gul.tirmizi@example.org,,,,", known=known)

    assert plan.rows[0].supporter == "new:1"
    assert set(plan.people["new:1"].maybe_same_as) == {"p:1"}


@pytest.mark.parametrize(
    "address", ["sakina@example.org", "s.akina.t@example.org", "stirmizi7@example.org", "sakeena_t@x.org"]
)
def test_an_address_speaks_of_somebody_by_their_given_name_or_its_first_letter(address: str) -> None:
    plan = people(f"7,,,{address},,,,", known=on_record(("p:1", "Sakina Tirmizi", address)))

    assert (plan.rows[0].supporter == "p:1") is not address.startswith("s.akina")


def test_in_one_file_the_row_with_the_name_gives_it_whichever_comes_first() -> None:
    plan = people("7,,,ines@example.org,,,,", ",Ines,Vance,ines@example.org,,,,")

    assert {row.supporter for row in plan.rows} == {"new:1"}
    assert (plan.people["new:1"].name.full, plan.people["new:1"].written) == ("Ines Vance", ["Ines Vance"])


def test_an_address_two_share_says_nothing_of_whose_row_it_is() -> None:
    known = on_record(("p:1", "Gul Tirmizi", "home@example.org"), ("p:2", "Sakina Tirmizi", "home@example.org"))

    plan = people("7,,,home@example.org,,,,", known=known)

    assert plan.rows[0].supporter == "new:1"
    assert set(plan.people["new:1"].maybe_same_as) == {"p:1", "p:2"}


def test_a_record_without_a_name_is_met_again_and_stays_apart_from_who_has_one() -> None:
    known = on_record(("p:1", "ines@example.org", "ines@example.org"))

    again = people("7,,,ines@example.org,,,,", known=known)
    named = people("9,Ines,Vance,ines@example.org,,,,", known=known)

    assert again.rows[0].supporter == "p:1"
    assert named.rows[0].supporter == "new:1"
    assert named.people["new:1"].maybe_same_as == {"p:1": "the same email address, and no name"}


@pytest.mark.usefixtures("organization")
def test_they_are_written_into_the_books_with_what_they_agreed_to_and_taken_back() -> None:
    make_supporter("Gul Orakzai", emails=("gul@example.org",))
    lines = ("7,,,ines@example.org,false,,,", "8,,,gul@example.org,true,,,")
    batch = bring("\n".join([TITLES, *lines]).encode(), name="people.csv")
    before = snapshot()

    commit(batch)
    ines = Supporter.objects.get(full_name="ines@example.org")
    found = (ines.given_name, ines.emails.get().address, ines.consents.get().given)
    undo(batch=batch, by=batch.created_by, at=timezone.now())

    assert found == ("", "ines@example.org", False)
    assert snapshot() == before
