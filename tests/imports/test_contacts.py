"""What a contact list brings into the books beyond names: numbers elsewhere, consent, addresses that bounce."""

import pytest
from django.utils import timezone

from crm.agreements import record_consent
from crm.models import Consent, EmailAddress, Supporter, SupporterReference
from imports.undo import undo
from tests.builders import make_supporter
from tests.imports.snapshots import snapshot
from tests.imports.test_services import bring, commit

pytestmark = pytest.mark.usefixtures("organization")
TITLES = (
    "nationbuilder_id,first_name,last_name,email1,email1_is_bad,email2,email_opt_in,mobile_opt_in,do_not_contact,"
    "tag_list"
)
PEOPLE = f"""{TITLES}
7,Ines,Vance,old@example.org,true,ines@example.org,true,false,,donor
8,Gul,Orakzai,gul@example.org,false,,true,,true,
9,,Harbor Lights Bakery,desk@example.org,false,,,,,organization
"""


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


def test_a_later_list_does_not_lift_what_somebody_withdrew():
    ines = make_supporter("Ines Vance", emails=("ines@example.org",))
    record_consent(
        supporter=ines, channel="email", purpose="any", given=False, source="A letter", at=timezone.now(), by=None
    )

    commit(bring(PEOPLE.encode(), name="people.csv"))

    assert list(ines.consents.filter(channel="email").values_list("given", flat=True)) == [False]


def test_all_of_it_is_taken_back():
    make_supporter("Ines Vance", emails=("ines@example.org",))
    batch = bring(PEOPLE.encode(), name="people.csv")
    before = snapshot()

    commit(batch)
    assert Consent.objects.exists()
    undo(batch=batch, by=batch.created_by, at=timezone.now())

    assert snapshot() == before
