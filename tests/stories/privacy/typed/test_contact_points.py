"""Addresses, phones and salutations of somebody else that name a protected person: on no page, in no file."""

from csv import DictReader
from io import StringIO

import pytest

from crm.models import EmailAddress, PhoneNumber, PostalAddress, Supporter
from crm.services.supporters import remove_contact_point, save_contact_point, update_supporter
from receipts.issuing.services import issue_receipts
from tests.support.builders import TODAY, make_gift, make_supporter

pytestmark = pytest.mark.usefixtures("organization")
SECRET = "Zanzeer"
PLACE = {"city": "Carmel", "region": "IN", "postal_code": "46032"}
STREETS = ["c/o Parveen Zanzeer\n12 Example Lane", "12 Example Lane, c/o Zanzeer", "Zanzeer, Parveen\n12 Example Lane",
           "Attn: Mrs. Zanzeer\n12 Example Lane", "Zanzeer residence, 12 Example Lane",
           "12 Example Lane\nThe Zanzeer Family", "Zanzeer's home\n12 Example Lane"]  # fmt: skip
LABELS = ["Parveen Zanzeer's cell", "Zanzeer's", "of Zanzeer, Parveen"]
KINDS = {"email": EmailAddress, "phone": PhoneNumber, "address": PostalAddress}
REACH = {"email": {"address": "omar@example.org"}, "phone": {"number": "+1 317 5550122"},
         "address": {"street": "12 Example Lane", **PLACE}}  # fmt: skip
VALUE = {"email": "omar@example.org", "phone": "5550122", "address": "12 Example Lane"}


@pytest.fixture
def person() -> Supporter:
    return make_supporter("Parveen Zanzeer")


@pytest.fixture
def omar() -> Supporter:
    return make_supporter("Omar Khalil")


def protect(person: Supporter, *, protected: bool = True) -> None:
    fresh = Supporter.objects.get(pk=person.pk)
    update_supporter(supporter=fresh, values={"protected": protected}, version=fresh.version, by=None)


def point(owner: Supporter, kind: str, **values):
    return save_contact_point(point=KINDS[kind](supporter=owner, **{**REACH[kind], **values}), by=None)


TYPED = [("address", {"street": street}) for street in STREETS]
TYPED += [("address", {"city": "Home of Parveen Zanzeer"}), ("address", {"region": "Parveen Zanzeer"})]
TYPED += [(kind, {"label": label}) for kind in KINDS for label in LABELS]
TYPED += [(kind, {"source": "Heard from Parveen Zanzeer"}) for kind in KINDS]


def pages(owner: Supporter) -> list[str]:
    return [f"/supporters/{owner.pk}/", f"/supporters/{owner.pk}/edit/", "/supporters/", "/supporters/?q=Omar",
            "/search/?q=Omar", "/gifts/donors/?donor=Omar+Khalil", "/audit/", "/"]  # fmt: skip


def csv(client) -> str:
    answer = client.post("/supporters/?export=csv", {"reason": "A test"})
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def numbered(text: str, place: int) -> str:
    """A way to reach somebody that is nobody else's."""
    changed = text.replace("omar@", f"omar{place}@").replace("5550122", f"55501{22 + place}")
    return changed.replace("12 Example", f"{12 + place} Example")


def rows_by_name(client) -> dict[str, str]:
    """The rows of the file of supporters, by name."""
    return {row["Name"]: " ".join(map(str, row.values())) for row in DictReader(StringIO(csv(client).lstrip("\ufeff")))}


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_way_to_reach_somebody_that_names_them_is_hidden(when, person, client_as):
    """Each is typed on a record of its own."""
    owners = [make_supporter(f"Omar {chr(65 + place)}person") for place in range(len(TYPED))]
    if when == "before":
        protect(person)
    for place, (owner, (kind, values)) in enumerate(zip(owners, TYPED, strict=True)):
        point(owner, kind, **{name: numbered(text, place) for name, text in {**REACH[kind], **values}.items()})
    if when == "after":
        protect(person)
    client = client_as("admin", "development")
    of_each = [page for owner in owners for page in pages(owner)[:2]]

    texts, file = {page: client.get(page).text for page in (*of_each, *pages(owners[0])[2:])}, csv(client)
    protect(person, protected=False)
    shown, rows = [client.get(pages(owner)[0]).text for owner in owners], rows_by_name(client)

    assert ([page for page, text in texts.items() if SECRET in text], SECRET in file) == ([], False)
    for place, (kind, values) in enumerate(TYPED):
        value, is_source = numbered(VALUE[kind], place), "source" in values
        hidden = texts[pages(owners[place])[0]]
        assert (value in hidden, "names a protected supporter" in hidden) == (is_source, not is_source), (kind, values)
        assert (SECRET in shown[place], value in shown[place]) == (True, True), (kind, values)
        assert is_source or value in rows[owners[place].full_name], (kind, values)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("address", {"street": "12 Zanzeer Street"}),
        ("address", {"street": "Example residence\n12 Parveen Lane"}),
        ("address", {"street": "c/o Amina Testperson\n12 Parveen Lane"}),
        ("phone", {"label": "Parveen"}),
        ("email", {"label": "bounces"}),
    ],
)
def test_others_show(kind, values, person, omar, client_as):
    protect(person)
    point(omar, kind, **values)

    page = client_as("development").get(f"/supporters/{omar.pk}/").text

    assert "names a protected supporter" not in page
    assert next(iter(values.values())).splitlines()[-1] in page


@pytest.mark.parametrize("verb", ["", "remove/"])
def test_its_form_asks_for_the_name_first(verb, person, omar, client_as):
    protect(person)
    at, client = point(omar, "address", street=STREETS[0]), client_as("development")
    to = f"/supporters/{omar.pk}/address/{at.pk}/{verb}"

    asked = client.get(to)
    client.post(f"/supporters/{person.pk}/reveal/", {"reason": "She called"})
    opened, edit = client.get(to), client.get(f"/supporters/{omar.pk}/edit/")

    assert asked.url.startswith(f"/supporters/{person.pk}/reveal/")
    assert (SECRET in opened.text, SECRET in edit.text) == (True, True)


def test_their_own_record_shows_all_of_it_once_revealed(person, client_as):
    protect(person)
    point(person, "phone", label=LABELS[0])
    client = client_as("development")

    client.post(f"/supporters/{person.pk}/reveal/", {"reason": "She called"})

    assert LABELS[0] in client.get(f"/supporters/{person.pk}/edit/").text.replace("&#x27;", "'")


def test_no_former_value_tells(person, omar, client_as):
    at = point(omar, "address", street=STREETS[0])
    at.street = "13 Example Lane"
    remove_contact_point(point=save_contact_point(point=at, by=None), by=None)
    protect(person)
    client = client_as("admin", "development")

    before = [
        page for page in (*pages(omar), f"/audit/?about=crm.supporter:{omar.pk}") if SECRET in client.get(page).text
    ]

    assert before == []


SALUTATIONS = ["Omar and Parveen Zanzeer", "Mr. Khalil and Mrs. Zanzeer"]


@pytest.mark.parametrize("salutation", SALUTATIONS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_salutation_that_names_them_is_hidden(when, salutation, person, omar, client_as):
    if when == "before":
        protect(person)
    update_supporter(supporter=omar, values={"salutation": salutation}, version=omar.version, by=None)
    if when == "after":
        protect(person)
    client = client_as("admin", "development")

    told = [page for page in pages(omar) if SECRET in client.get(page).text]
    protect(person, protected=False)

    assert told == []
    assert salutation in client.get(f"/supporters/{omar.pk}/edit/").text


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("what", ["salutation", "street"])
def test_a_letter_that_says_so_opens_once_the_name_is_revealed(what, when, person, client_as):
    omar = make_supporter("Omar Khalil", salutation=SALUTATIONS[0] if what == "salutation" else "")
    if when == "before":
        protect(person)
    if what == "street":
        point(omar, "address", street=STREETS[0])
    (receipt,) = issue_receipts(gifts=[make_gift(supporter=omar)], by=None, issued_on=TODAY).new
    if when == "after":
        protect(person)
    client, page = client_as("development"), f"/receipts/{receipt.pk}/"

    before, pdf = client.get(page).text, client.get(f"{page}pdf/")
    client.post(f"/supporters/{person.pk}/reveal/", {"reason": "She called"})

    assert (SECRET in before, pdf.status_code) == (False, 302)
    assert client.get(f"{page}pdf/").status_code == 200
