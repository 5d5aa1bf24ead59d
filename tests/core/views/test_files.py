"""Stored files: who opens which, how they are served, and when their bytes go."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from config.roles import ROLES
from core.models import AuditEntry, RoleGrant, StoredFile
from core.views import files
from tests.support.builders import make_user

pytestmark = pytest.mark.usefixtures("organization")
EXPORT, UPLOAD, RECEIPT, PACK, IMAGE = (
    StoredFile.Purpose(name) for name in ("export", "upload", "receipt", "pack", "image")
)
PAGE = b"<script>alert(1)</script>"


def keep(purpose=EXPORT, **override):
    values = {"content": PAGE, "name": "gifts.csv", "media_type": "text/csv", **override}
    return StoredFile.store(purpose=purpose, **values)


def acts():
    return list(AuditEntry.objects.filter(act__startswith="file.").order_by("pk").values_list("act", "object_id"))


def test_its_owner_saves_an_export_that_no_browser_shows_or_runs(client_as):
    client = client_as("finance")
    file = keep(owner=client.user, permission="people.export", name="gifts of “May”.csv")

    answer = client.get(file.get_absolute_url())

    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PAGE, "text/csv")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert acts() == [("file.downloaded", file.pk)]


def test_an_address_holds_nothing_that_can_be_counted_up():
    first, second = keep(), keep()

    assert first.key.version == second.key.version == 4
    assert str(first.pk) not in first.get_absolute_url().split("/")


@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_opens_an_export(role, client_as):
    file = keep(owner=make_user("finance"))
    client = client_as(role)

    answer = client.get(file.get_absolute_url())

    assert (answer.status_code, file.name in answer.text) == (404, False)
    assert acts() == [("file.refused", file.pk)]


def test_a_right_taken_away_closes_what_was_ordered_with_it(client_as):
    client = client_as("finance", "events")
    file = keep(owner=client.user, permission="gifts.view")
    before = client.get(file.get_absolute_url()).status_code

    RoleGrant.objects.filter(user=client.user, role="finance").delete()

    assert (before, client.get(file.get_absolute_url()).status_code) == (200, 404)


def test_a_closed_account_and_a_stranger_open_nothing(client_as, client):
    signed_in = client_as("finance")
    file = keep(owner=signed_in.user)
    signed_in.user.is_active = False
    signed_in.user.save()

    answers = [signed_in.get(file.get_absolute_url()), client.get(file.get_absolute_url())]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert acts() == []


@pytest.mark.parametrize("roles", [("finance",), tuple(ROLES)])
def test_an_upload_is_never_served_not_even_to_who_sent_it(roles, client_as):
    client = client_as(*roles)
    file = keep(UPLOAD, owner=client.user)

    assert client.get(file.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("purpose", "openers"),
    [
        (RECEIPT, {"development", "finance"}),
        (PACK, {"development", "finance", "board"}),
        (IMAGE, set()),
        (EXPORT, set()),
        (UPLOAD, set()),
    ],
)
def test_a_kind_of_file_opens_to_the_roles_that_see_such_things(purpose, openers, client_as):
    address = keep(purpose, owner=make_user("admin")).get_absolute_url()

    answers = {role: client_as(role).get(address).status_code for role in ROLES}

    assert answers == {role: 200 if role in openers else 404 for role in ROLES}


def test_an_export_ends_after_a_day_and_its_owner_is_told(client_as):
    client = client_as("finance")
    file = keep(owner=client.user)
    assert file.expires_at - file.created_at == timedelta(hours=24)
    StoredFile.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    before = client.get(file.get_absolute_url())
    done = (files.sweep(timezone.now()), files.sweep(timezone.now()))
    after = client.get(file.get_absolute_url())

    assert done == (1, 0)
    assert (before.status_code, after.status_code) == (410, 410)
    assert "This file has expired" in after.text
    assert PAGE not in before.content + after.content
    assert acts() == []


def test_the_sweep_leaves_name_size_and_hash_and_what_has_time_left():
    old, new, receipt = keep(), keep(), keep(RECEIPT)
    StoredFile.objects.filter(pk=old.pk).update(expires_at=timezone.now())

    files.sweep(timezone.now())

    gone = StoredFile.objects.get(pk=old.pk)
    assert (gone.name, gone.size, gone.sha256) == ("gifts.csv", len(PAGE), hashlib.sha256(PAGE).hexdigest())
    assert (bytes(gone.content), gone.removed_at is not None) == (b"", True)
    assert [bytes(StoredFile.objects.get(pk=file.pk).content) for file in (new, receipt)] == [PAGE, PAGE]


@pytest.mark.parametrize("purpose", [RECEIPT, PACK, IMAGE])
def test_the_database_lets_nobody_set_a_last_day_for_what_is_kept_for_good(purpose):
    file = keep(purpose)

    assert file.expires_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(expires_at=timezone.now())


def test_an_address_of_nothing_is_not_found_and_not_noted(client_as):
    address = reverse("file", args=["00000000-0000-4000-8000-000000000000"])

    assert client_as("finance").get(address).status_code == 404
    assert acts() == []
