"""Pages that do one thing with a form: who may, what is refused, and what comes of a form sent twice."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.urls import include, path
from django.views import View

from core import audit
from core.listing.pages import TablePage
from core.models import AuditEntry
from core.views.actions import ActionView
from tests.support.builders import make_user
from tests.support.signing_in import sign_in
from tests.test_access import routes

pytestmark = pytest.mark.usefixtures("organization")


class TooLarge(Exception):
    """More than there is."""


class AmountForm(forms.Form):
    amount = forms.IntegerField(label="Amount")


class TakeOut(ActionView):
    """Takes an amount out, of 100."""

    permission_required = "gifts.refund"
    fresh_sign_in = True
    template_name = "core/settings/form.html"
    form_class = AmountForm
    heading, lede, verb = "Take money out", "At most 100.", "Take out"
    refusals = {TooLarge: ("amount", "{error} Enter a smaller amount.")}

    def perform(self, form):
        amount = form.cleaned_data["amount"]
        if amount > 100:
            raise TooLarge("There is only 100.")
        if amount == 13:
            raise ValidationError({"amount": "Not 13.", "account": "This account is closed."})
        audit.record(self.request.user, "user.saved", self.request.user)
        return f"{amount} taken out."

    def get_success_url(self):
        return "/"


class TakenOut(TakeOut):
    """Where nothing is left to take out."""

    def prepare(self):
        return self.http_method_not_allowed(self.request)


urlpatterns = [
    path("", include("config.urls")),
    path("take-out/", TakeOut.as_view()),
    path("taken-out/", TakenOut.as_view()),
]


@pytest.fixture(autouse=True)
def urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def finance(client_as):
    return client_as("finance")


def done():
    return AuditEntry.objects.filter(act="user.saved").count()


def test_the_page_shows_the_form_and_its_words(finance):
    page = finance.get("/take-out/")

    assert page.status_code == 200
    for words in ("Take money out", "At most 100.", "Take out", 'name="amount"', 'name="form_key"'):
        assert words in page.text


def test_it_is_done_told_and_leads_on(finance):
    answer = finance.post("/take-out/", {"amount": "20"})

    assert (answer.status_code, answer.url, done()) == (302, "/", 1)
    assert "20 taken out." in finance.get("/").text


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_lacks_the_permission_neither_sees_nor_does_it(client_as, method):
    client = client_as("events")

    answer = getattr(client, method)("/take-out/", {"amount": "20"})

    assert (answer.status_code, done()) == (403, 0)


def test_a_stale_sign_in_is_asked_again_and_nothing_is_done(client):
    sign_in(client, make_user("finance"), fresh=False)

    shown, sent = client.get("/take-out/"), client.post("/take-out/", {"amount": "20"})

    assert [answer.status_code for answer in (shown, sent)] == [302, 302]
    assert all(answer.url.startswith("/sign-in/") for answer in (shown, sent))
    assert done() == 0


def test_an_invalid_form_comes_back_as_typed(finance):
    answer = finance.post("/take-out/", {"amount": "much"})

    assert (answer.status_code, done()) == (422, 0)
    assert answer.context["form"].errors == {"amount": ["Enter a whole number, like 12."]}
    assert 'value="much"' in answer.text


def test_a_refusal_is_shown_beside_its_field(finance):
    answer = finance.post("/take-out/", {"amount": "101"})

    assert (answer.status_code, done()) == (422, 0)
    assert answer.context["form"].errors == {"amount": ["There is only 100. Enter a smaller amount."]}


def test_a_validation_error_is_shown_beside_its_fields_and_above_the_form_for_others(finance):
    answer = finance.post("/take-out/", {"amount": "13"})

    assert (answer.status_code, done()) == (422, 0)
    assert answer.context["form"].errors == {"amount": ["Not 13."], "__all__": ["This account is closed."]}


def test_the_same_form_sent_twice_is_done_once_and_answered_alike(finance):
    sent = {"amount": "20", "form_key": "a-key"}

    answers = [finance.post("/take-out/", sent) for _ in range(2)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/")] * 2
    assert done() == 1


def test_a_refused_form_may_be_sent_again_under_its_key(finance):
    refused = finance.post("/take-out/", {"amount": "101", "form_key": "a-key"})
    mended = finance.post("/take-out/", {"amount": "99", "form_key": "a-key"})

    assert [refused.status_code, mended.status_code, done()] == [422, 302, 1]


def test_other_content_under_the_same_key_is_told_of_what_was_done(finance):
    finance.post("/take-out/", {"amount": "20", "form_key": "a-key"})

    other = finance.post("/take-out/", {"amount": "30", "form_key": "a-key"})

    assert (other.status_code, done()) == (409, 1)
    assert "20 taken out." in other.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_prepare_answers_replaces_the_page_and_the_act(finance, method):
    answer = getattr(finance, method)("/taken-out/", {"amount": "20"})

    assert (answer.status_code, done()) == (405, 0)


#: Why a view with a form is no `ActionView`, and the routes of those.
SIGNING_IN = "a page of allauth's around signing in"
BUTTON = "a button on another page: there is no form to show again"
PUBLIC_ORDER = "a form of a public page, which answers in the language of its visitor"
NO_ACTIONS = {
    SIGNING_IN: {
        "account_change_password",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
    },
    BUTTON: {
        "crm:household-join",
        "crm:supporter-restore",
        "donations:gift-undo",
        "events:door-code",
        "events:door-undo",
        "events:event-state",
        "events:order-resolve",
        "events:order-seats",
        "events:seat",
        "failed-work-again",
        "imports:columns-leave",
        "imports:commit",
        "imports:set-aside",
        "job-again",
        "job-cancel",
        "recovery-codes-file",
        "session-end",
        "sessions-end",
        "set-up-skip",
        "undo",
    },
    PUBLIC_ORDER: {
        "events:order-guests",
        "events:order-hold",
        "events:order-new",
        "events:order-pay",
        "events:order-return",
        "events:order-wish",
        "events:rsvp",
        "give:home",
        "give:page",
    },
    "a search whose results have a button each": {"crm:supporter-household"},
    "two records side by side, with a button for each answer": {"crm:name-review"},
    "two forms, and questions about possible duplicates": {"crm:supporter-new"},
    "writes nothing": {"crm:supporter-similar"},
    "a page of its own even where the row takes no answer": {"imports:row"},
    "what was picked on a list is shown first, by the address": {
        "receipts:acknowledgment-choose",
        "receipts:acknowledgment-issue",
    },
    "read by a machine": {"give:webhook"},
}


def test_every_page_that_does_one_thing_with_a_form_is_an_action_or_says_why_not():
    listed = [name for names in NO_ACTIONS.values() for name in names]

    assert sorted(listed) == sorted(name for name, pattern in routes() if _takes_forms_by_itself(pattern))


def _takes_forms_by_itself(pattern):
    view = getattr(pattern.callback, "view_class", View)
    posts = "post" in view.http_method_names and hasattr(view, "post")
    if issubclass(view, ActionView):
        return view.perform is ActionView.perform
    return posts and not issubclass(view, TablePage)
