"""The page of failed work, for those who may try it again."""

from html import unescape

import pytest
from django.urls import reverse

from core.jobs import retries
from core.models import AuditEntry, FailedWork
from tests.core.jobs.poisoned import failing
from tests.support.builders import make_user

__all__ = ["failing"]

pytestmark = pytest.mark.usefixtures("organization")
MENDS = {"receipt.pdf": "finance", "receipt.letter": "development", "order.settle": "events", "order.lapse": "events"}


def test_home_and_the_page_name_it_to_those_who_may_mend_it(failing, client_as):
    kind, *_ = failing
    title = retries.kind_of(kind).failed

    home = unescape(client_as(MENDS[kind]).get("/").content.decode())
    page = unescape(client_as(MENDS[kind]).get(reverse("failed-work")).content.decode())

    assert title in home
    assert f'href="{reverse("failed-work")}"' in home
    assert title in page
    assert "KeyError" in page
    assert "Amina" not in page
    (name, url) = retries.kind_of(kind).named(make_user(MENDS[kind]), [FailedWork.objects.get().object_id]).popitem()[1]
    assert f'href="{url}"><b>{name}</b>' in page
    for role in ("board", "door"):
        assert title not in unescape(client_as(role).get("/").content.decode())
        assert title not in unescape(client_as(role).get(reverse("failed-work")).content.decode())


def test_trying_again_says_whether_it_worked(failing, client_as):
    kind, drain, mend = failing
    client, row = client_as(MENDS[kind]), FailedWork.objects.get()
    address = reverse("failed-work-again", args=[row.pk])

    failed = client.post(address, follow=True).content.decode()
    mend()
    worked = client.post(address, follow=True).content.decode()

    assert "failed again. See the reason in the list." in failed
    assert ": done." in worked
    assert (FailedWork.objects.count(), drain()) == (0, 0)
    assert AuditEntry.objects.filter(act="work.tried_again", actor=client.user).count() == 2


def test_nobody_else_tries_it_again(failing, client_as):
    row = FailedWork.objects.get()

    client_as("board").post(reverse("failed-work-again", args=[row.pk]))

    assert FailedWork.objects.get().attempts == 1
