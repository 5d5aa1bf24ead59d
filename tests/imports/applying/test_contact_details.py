"""What a contact list brings into the books beyond names: numbers elsewhere, consent, addresses that bounce."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.mail import suppressed
from core.models import Suppression
from crm.consent.rules import may_write
from crm.models import Consent, EmailAddress, NameReview, PostalAddress, Supporter, SupporterReference
from crm.services.consent import record_consent
from tests.imports.test_services import bring, commit
from tests.support.builders import make_supporter

pytestmark = pytest.mark.usefixtures("organization")
TITLES = (
    "nationbuilder_id,first_name,last_name,email1,email1_is_bad,email2,email_opt_in,mobile_opt_in,do_not_contact,"
    "tag_list,primary_address1,primary_city,primary_state,primary_zip,primary_country_code"
)
PEOPLE = f"""{TITLES}
7,Ines,Vance,old@example.org,true,ines@example.org,true,false,,donor,1 Elm St,Toledo,OH,43604,US
8,Gul,Orakzai,gul@example.org,false,,true,,true,,9 High St,Leeds,,LS1 4AP,GB
9,,Harbor Lights Bakery,desk@example.org,false,,,,,organization,2 Quay,Salem,MA,1970,
"""
BOUNCED, UNSUBSCRIBED = Suppression.Kind.BOUNCED, Suppression.Kind.UNSUBSCRIBED
ADDRESSES = ("old@example.org", "ines@example.org", "gul@example.org", "desk@example.org")


def people(count: int, start: int = 0) -> bytes:
    """A list of so many people, each with an address that bounces, a number elsewhere and a word on mail."""
    rows = (
        f"{n},Given{n},Name{n},a{n}@example.org,true,,false,true,,,{n} Elm St,Toledo,OH,43604,US"
        for n in range(start, start + count)
    )
    return "\n".join([TITLES, *rows, ""]).encode()


def test_consent_numbers_and_bad_addresses_are_written_down():
    commit(bring(PEOPLE.encode(), name="people.csv"))

    ines, gul = Supporter.objects.get(full_name="Ines Vance"), Supporter.objects.get(full_name="Gul Orakzai")
    assert set(ines.consents.values_list("channel", "given")) == {("email", True), ("text", False)}
    assert set(gul.consents.values_list("channel", "given")) == {
        ("email", False), ("phone", False), ("text", False), ("mail", False)
    }  # fmt: skip
    assert set(EmailAddress.objects.filter(supporter=ines).values_list("address", "label", "primary")) == {
        ("ines@example.org", "", True), ("old@example.org", "bounces", False)
    }  # fmt: skip
    assert Supporter.objects.get(references__value="9").kind == Supporter.Kind.ORGANIZATION
    assert SupporterReference.objects.filter(system="nationbuilder").count() == 3


def test_addresses_are_whole():
    make_supporter("Ines Vance", emails=("ines@example.org",))

    commit(bring(PEOPLE.encode(), name="people.csv"))

    names = ("supporter__full_name", "street", "city", "region", "postal_code", "country", "primary")
    assert set(PostalAddress.objects.values_list(*names)) == {
        ("Ines Vance", "1 Elm St", "Toledo", "OH", "43604", "US", True),
        ("Gul Orakzai", "9 High St", "Leeds", "", "LS1 4AP", "GB", True),
        ("Harbor Lights Bakery", "2 Quay", "Salem", "MA", "01970", "US", True),
    }


def test_an_address_on_record_is_neither_repeated_nor_overwritten():
    ines = make_supporter("Ines Vance", emails=("ines@example.org",))
    PostalAddress.objects.create(
        supporter=ines, street="1 Elm Street", city="Toledo", postal_code="43604", primary=True
    )

    commit(bring(PEOPLE.encode(), name="people.csv"))

    assert list(ines.addresses.values_list("street", flat=True)) == ["1 Elm Street"]


def test_addresses_that_bounce_or_unsubscribed_are_not_written_to():
    batch = bring(PEOPLE.encode(), name="people.csv")

    commit(batch)

    assert suppressed(ADDRESSES) == {"old@example.org": {BOUNCED}, "gul@example.org": {UNSUBSCRIBED}}
    assert set(Suppression.objects.values_list("source", flat=True)) == {f"Import {batch.pk}"}


def test_many_contacts_take_no_more_queries_than_few():
    few = bring(people(3), name="few.csv")
    with CaptureQueriesContext(connection) as of_few:
        commit(few)
    many = bring(people(120, start=100), name="many.csv")

    with CaptureQueriesContext(connection) as of_many:
        commit(many)

    assert len(of_many) < len(of_few) + 20  # SQLite takes a thousand values at a time: larger sets are written in parts


def test_a_later_list_does_not_lift_what_somebody_withdrew():
    ines = make_supporter("Ines Vance", emails=("ines@example.org",))
    record_consent(
        supporter=ines, channel="email", purpose="any", given=False, source="A letter", at=timezone.now(), by=None
    )

    commit(bring(PEOPLE.encode(), name="people.csv"))

    assert list(ines.consents.filter(channel="email").values_list("given", flat=True)) == [False]


UNSUBSCRIBED_LIST = "Email Address,First Name,Last Name,UNSUB_TIME\nines@example.org,Ines,Vance,2024-02-01 10:00:00\n"


def words_of(name):
    """What is on file of somebody's consent: channel, whether given, and the day."""
    rows = Supporter.objects.get(full_name=name).consents.order_by("channel")
    return [(row.channel, row.given, str(timezone.localdate(row.at))) for row in rows]


def test_a_list_of_the_unsubscribed_withdraws_from_its_day_on():
    commit(bring(UNSUBSCRIBED_LIST.encode(), name="unsubscribed_audience.csv"))

    assert words_of("Ines Vance") == [("email", False, "2024-02-01")]
    assert suppressed({"ines@example.org"}) == {"ines@example.org": {UNSUBSCRIBED}}


@pytest.mark.parametrize("first", ["subscribed.csv", "unsubscribed.csv"])
def test_of_two_lists_the_one_that_withdraws_counts_in_either_order(first):
    opted_in = b"Email Address,First Name,Last Name\nines@example.org,Ines,Vance\n"
    lists = {"subscribed.csv": opted_in, "unsubscribed.csv": UNSUBSCRIBED_LIST.encode()}

    for name in sorted(lists, key=lambda name: name != first):
        commit(bring(lists[name], name=name))

    ines = Supporter.objects.get()
    assert not may_write(ines.consents.all(), channel="email")
    assert suppressed({"ines@example.org"}) == {"ines@example.org": {UNSUBSCRIBED}}


def test_who_died_is_written_to_on_no_channel():
    commit(bring(b"Name,Email,Deceased\nInes Vance,ines@example.org,Yes\n", name="list.csv"))

    assert {(channel, given) for channel, given, _ in words_of("Ines Vance")} == {
        (channel, False) for channel in ("email", "mail", "phone", "text")
    }


def test_what_a_couple_s_row_says_is_said_of_both():
    commit(bring(b"Name,Email,Do not mail\nIvo & Ines Vance,v@example.org,x\n", name="list.csv"))

    words = Consent.objects.values_list("supporter__full_name", "channel", "given")
    assert set(words) == {("Ivo Vance", "mail", False), ("Ines Vance", "mail", False)}


@pytest.mark.parametrize(
    ("columns", "values"),
    [("email1,email2", "omar@example.org,parveen@example.org"), ("email1,phone_number", "omar@example.org,3175550111")],
    ids=["email", "phone"],
)
def test_whoever_a_list_gives_a_protected_person_s_address_or_number_is_asked_about(columns, values):
    reach: dict = {"emails": ("parveen@example.org",), "phones": ("+1 317 5550111",)}
    hidden = make_supporter("Parveen Zanzeer", protected=True, **reach)
    omar = make_supporter("Omar Khalil", emails=("omar@example.org",))

    commit(bring(f"nationbuilder_id,first_name,last_name,{columns}\n7,Omar,Khalil,{values}\n".encode(), name="p.csv"))

    asked = NameReview.objects.filter(object_type="crm.supporter")
    assert list(asked.values_list("object_id", "candidate", "answer")) == [(omar.pk, hidden.pk, "")]
