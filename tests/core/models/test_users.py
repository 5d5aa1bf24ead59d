"""Users sign in by their email, and their roles are their permissions."""

import pytest
from django.db import IntegrityError, transaction

from core.models import User
from tests.support.builders import make_user

pytestmark = pytest.mark.django_db


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
