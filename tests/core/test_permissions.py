import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.views import View

from config.roles import ROLES
from core.middleware.access import AccessMiddleware
from core.models import User
from core.permissions import PUBLIC, SIGNED_IN, permissions_of, permitted, stated
from tests.support.builders import make_user
from tests.support.signing_in import proofs


class Ledger(View):
    permission_required = "gifts.view"


def silent(request):
    return HttpResponse("open")


def test_a_view_states_its_permission_on_the_class_or_with_a_decorator():
    assert stated(Ledger.as_view(), "ledger") == "gifts.view"
    assert stated(permitted("gifts.view")(lambda request: None), None) == "gifts.view"
    assert stated(silent, "anything") is None
    assert stated(silent, "mfa_login_webauthn") == PUBLIC


def test_a_person_has_the_permissions_of_all_their_roles_and_unknown_roles_grant_none():
    assert permissions_of(["door", "board"]) == ROLES["door"] | ROLES["board"]
    assert permissions_of(["king"]) == frozenset()


@pytest.mark.django_db
def test_a_view_that_states_nothing_is_refused_to_everybody():
    request = RequestFactory().get("/")
    request.user, request.resolver_match = make_user(*ROLES), None
    request.session = {**proofs(request.user)}

    with pytest.raises(PermissionDenied):
        AccessMiddleware(lambda request: None).process_view(request, silent, (), {})


@pytest.mark.django_db
def test_somebody_who_left_may_do_nothing_even_with_a_session(client_as):
    client = client_as("admin")
    assert client.get("/").status_code == 200

    User.objects.filter(pk=client.user.pk).update(is_active=False)

    assert client.get("/").status_code == 302
    assert User.objects.get(pk=client.user.pk).has_perm(SIGNED_IN) is False


@pytest.mark.django_db
def test_a_role_taken_away_counts_from_the_next_request(client_as, organization):
    client = client_as("finance")
    assert client.get("/gifts/").status_code == 200

    client.user.grants.all().delete()

    assert client.get("/gifts/").status_code == 403
