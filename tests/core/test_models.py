import hashlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from core.models import ExemptionStatus, Organization, StoredFile, User
from tests.support.builders import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("recursive_triggers", 1)]
)
def test_every_sqlite_connection_keeps_what_correctness_rests_on(pragma, value):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")

        assert cursor.fetchall() == [(value,)]


@pytest.mark.sqlite
def test_a_sqlite_transaction_takes_the_write_lock_first():
    assert connection.transaction_mode == "IMMEDIATE"
    assert connection.settings_dict["OPTIONS"]["timeout"] == 20


def test_an_e_mail_address_signs_in_one_person_however_it_is_written():
    user = make_user("admin", email="Casey@Example.org")

    assert user.email == "casey@example.org"
    assert User.objects.get_by_natural_key("CASEY@example.ORG") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="CASEY@EXAMPLE.ORG", name="Another Example").save()


def test_the_roles_of_a_user_are_their_permissions():
    user = make_user("door", "board")

    assert user.role_names == ["board", "door"]
    assert user.has_perms(["events.checkin", "reports.board"]) is True
    assert user.has_perm("gifts.view") is False


def test_there_is_one_organization():
    make_organization(short_name="First")
    make_organization(short_name="Second", statuses=())

    assert list(Organization.objects.values_list("pk", "short_name")) == [(1, "Second")]


@pytest.mark.parametrize("ein", ["123456789", "12-345678", "1-2345678", "12-34567890"])
def test_an_ein_has_two_figures_a_dash_and_seven(ein):
    organization = make_organization()
    organization.ein = ein

    with pytest.raises(ValidationError) as refused:
        organization.full_clean()
    assert list(refused.value.message_dict) == ["ein"]


def test_the_exemption_status_turns_on_its_first_day():
    make_organization(
        statuses=(
            (ExemptionStatus.Status.PENDING, date(2012, 12, 3)),
            (ExemptionStatus.Status.RECOGNIZED, date(2013, 7, 15)),
        )
    )

    assert [
        ExemptionStatus.on(day)
        for day in (date(2012, 12, 2), date(2012, 12, 3), date(2013, 7, 14), date(2013, 7, 15), date(2026, 6, 15))
    ] == ["not_applied", "pending", "pending", "recognized", "recognized"]


def test_a_stored_file_knows_when_its_bytes_changed():
    file = StoredFile.store(content=b"%PDF-1.7", name="receipt.pdf", purpose="receipt", media_type="application/pdf")

    assert (file.size, file.sha256) == (8, hashlib.sha256(b"%PDF-1.7").hexdigest())
    assert StoredFile.objects.get(pk=file.pk).is_whole() is True
    assert StoredFile(content=b"%PDF-1.8", sha256=file.sha256).is_whole() is False
