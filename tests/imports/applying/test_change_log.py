"""What a list added is known, so that it alone is taken back."""

import pytest
from django.utils import timezone

from core.mail import lift, suppress, suppressed
from core.models import Suppression
from crm.models import Consent
from imports.undoing.undo import undo
from tests.imports.snapshots import snapshot
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


def test_only_what_the_list_added_is_written_to_again_afterwards():
    suppress("old@example.org", kind=BOUNCED, source="refused by its mail server")
    batch = bring(PEOPLE.encode(), name="people.csv")
    before = snapshot()

    commit(batch)
    undo(batch=batch, by=batch.created_by, at=timezone.now())

    assert suppressed(ADDRESSES) == {"old@example.org": {BOUNCED}}
    assert snapshot() == before


def test_an_address_somebody_lifted_since_stays_as_they_left_it():
    batch = bring(PEOPLE.encode(), name="people.csv")
    commit(batch)
    lift(suppression=Suppression.objects.get(kind=BOUNCED), reason="The mailbox works again.", by=batch.created_by)

    done = undo(batch=batch, by=batch.created_by, at=timezone.now())

    assert [(stay.noun, stay.why) for stay in done.stays] == [("suppression", ("changed later",))]
    assert suppressed(ADDRESSES) == {}


def test_all_of_it_is_taken_back():
    make_supporter("Ines Vance", emails=("ines@example.org",))
    batch = bring(PEOPLE.encode(), name="people.csv")
    before = snapshot()

    commit(batch)
    assert Consent.objects.exists()
    undo(batch=batch, by=batch.created_by, at=timezone.now())

    assert snapshot() == before
