"""Addresses that are not written to."""

import pytest
from django.db import IntegrityError, transaction

from core import mail
from core.mail import suppressions
from core.models import AuditEntry, Suppression
from tests.support.builders import make_user

pytestmark = pytest.mark.django_db
BOUNCED, UNSUBSCRIBED = Suppression.Kind.BOUNCED, Suppression.Kind.UNSUBSCRIBED


def test_an_address_is_found_however_it_is_spelled():
    mail.suppress(" Amina@Example.ORG ", kind="bounced", source="test")

    found = mail.suppressed(["amina@example.org", "AMINA@example.org", "bilal@example.org"])

    assert found == {"amina@example.org": {BOUNCED}, "AMINA@example.org": {BOUNCED}}


def test_the_list_holds_no_address():
    row = mail.suppress("amina@example.org", kind="bounced", source="test")

    assert "amina" not in str(Suppression.objects.values().get())
    assert len(row.key) == 64
    assert "amina" not in str(AuditEntry.objects.values().get())


def test_suppressing_twice_changes_nothing():
    first = mail.suppress("amina@example.org", kind="bounced", source="test")
    second = mail.suppress("amina@example.org", kind="bounced", source="another")

    assert first == second
    assert (Suppression.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_many_are_suppressed_in_one_entry():
    mail.suppress("amina@example.org", kind="unsubscribed", source="test")

    addresses = ["amina@example.org", "b@example.org", "B@example.org", "c@example.org"]
    new = mail.suppress_all(addresses, kind="unsubscribed", source="an import")

    assert {row.source for row in new} == {"an import"}
    assert len(new) == 2
    assert mail.suppressed(addresses) == {address: {UNSUBSCRIBED} for address in addresses}
    assert AuditEntry.objects.get(act="addresses.suppressed").data["count"] == 2


def test_a_new_secret_finds_what_the_old_one_wrote(settings):
    mail.suppress("amina@example.org", kind="bounced", source="test")

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret that is long enough for what it has to do here"

    assert mail.suppressed(["amina@example.org"])
    assert not mail.suppressed(["bilal@example.org"])


def test_a_key_of_its_own_outlives_the_secret(settings):
    settings.SUPPRESSION_KEY = "a key of its own"
    mail.suppress("amina@example.org", kind="bounced", source="test")

    settings.SECRET_KEY = "another secret that is long enough for what it has to do here"

    assert mail.suppressed(["amina@example.org"])


def test_lifting_keeps_the_row_and_lets_it_come_again():
    row = mail.suppress("amina@example.org", kind="bounced", source="test")

    lifted = mail.lift(suppression=row, reason="The mailbox works again.", by=make_user("admin"))
    again = mail.lift(suppression=row, reason="Twice.", by=make_user("admin"))
    free = mail.suppressed(["amina@example.org"])
    mail.suppress("amina@example.org", kind="bounced", source="test")

    assert (lifted, again, free) == (True, False, {})
    assert mail.suppressed(["amina@example.org"])
    assert list(Suppression.objects.filter(lifted_at__isnull=False)) == [row]


def test_lifting_wants_a_reason():
    row = mail.suppress("amina@example.org", kind="bounced", source="test")

    with pytest.raises(IntegrityError), transaction.atomic():
        mail.lift(suppression=row, reason="", by=make_user("admin"))


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("A@B.org", "a@b.org"),
        ("user@büro.example", "user@xn--bro-hoa.example"),
        ("ａmina@example.org", "amina@example.org"),
        ("no at", "no at"),
        ("x@" + "a" * 80 + ".org", "x@" + "a" * 80 + ".org"),
    ],
)
def test_addresses_are_compared_in_one_form(typed, normal):
    assert suppressions.normal(typed) == normal
