"""Records a plan is compared with: what one file would create is met by the next."""

from decimal import Decimal

from crm.names.people import parse_names
from imports.matching.known_records import KnownGift, KnownHousehold, KnownOrganization, KnownPerson, KnownRecords
from imports.plans import GIFT
from tests.imports.files import planned

ANN = parse_names("Ann Example").people[0]


def test_invented_keys_become_those_of_the_records_written():
    known = KnownRecords(
        people=[KnownPerson("new:1", ANN, household="new:2")],
        organizations=[KnownOrganization("new:3", "Example Foods")],
        households=[KnownHousehold("new:2", "The Examples", members=("new:1",))],
        gifts=[KnownGift("gift:1", GIFT, None, Decimal(5), "USD", supporter="new:1")],
    )

    known.resolve({"new:1": "supporter:7", "new:2": "household:4"})

    assert (known.people[0].key, known.people[0].household) == ("supporter:7", "household:4")
    assert (known.households[0].key, known.households[0].members) == ("household:4", ("supporter:7",))
    assert (known.organizations[0].key, known.gifts[0].supporter) == ("new:3", "supporter:7")


def test_new_keys_are_never_given_twice():
    known = KnownRecords()

    assert known.new_key() != known.new_key()


def test_what_a_file_would_create_is_met_by_the_next():
    known = KnownRecords()
    first = planned("Date,Name,Email,Amount\n2024-01-02,Sakina Tirmizi,s@example.org,5\n", "a.csv", known=known)

    known.remember(first)

    assert [(person.name.full, person.emails) for person in known.people] == [("Sakina Tirmizi", ("s@example.org",))]
    assert [gift.amount for gift in known.gifts] == [Decimal(5)]


def test_a_person_on_record_learns_new_details_once():
    known = KnownRecords(
        people=[KnownPerson("supporter:1", parse_names("Sakina Tirmizi").people[0], emails=("s@example.org",))]
    )
    line = "2024-01-02,Sakina Tirmizi,s@example.org,(419) 555-0101,5\n"
    plan = planned(f"Date,Name,Email,Phone,Amount\n{line}", "a.csv", known=known)

    known.remember(plan)

    assert [(person.emails, len(person.phones)) for person in known.people] == [(("s@example.org",), 1)]
