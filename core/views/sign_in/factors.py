"""allauth's pages for second factors, at our addresses: each states its permission, asks for a fresh sign-in, and is
kept in the audit log."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView as _PasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core import audit
from core.permissions import SIGNED_IN
from core.sign_in import authentication_records
from core.sign_in.adapters import StaffMFAAdapter, passkeys_work_here

ACCOUNT = reverse_lazy("account")
#: The page a user requested before they were redirected to set up a second factor.
AFTER_SET_UP = "after_set_up"


class _Audited:
    """A change of one's own sign-in, with its audit entry in one transaction."""

    permission_required = SIGNED_IN
    fresh_sign_in = True
    act = ""
    kind: str = ""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)  # type: ignore[misc]  # the view it is mixed into has it
            user = self.request.user  # type: ignore[attr-defined]
            audit.record(user, self.act, user, kind=self.kind)
        return response


@method_decorator(never_cache, name="dispatch")
class AppAddView(_Audited, ActivateTOTPView):
    act, kind = "user.second_factor_added", "totp"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        row = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        authentication_records.keep_set_up(self.request, row)
        return response

    def get_success_url(self) -> str:
        return super().get_success_url() if self.did_generate_recovery_codes else str(ACCOUNT)


class AppRemoveView(_Audited, DeactivateTOTPView):
    act, kind = "user.second_factor_removed", "totp"
    success_url = ACCOUNT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:  # there is no app to remove
            return redirect(ACCOUNT)


@method_decorator(never_cache, name="dispatch")
class PasskeyAddView(_Audited, AddWebAuthnView):
    act, kind = "user.second_factor_added", "webauthn"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        rows = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN)
        authentication_records.keep_set_up(self.request, rows.latest("pk"))
        return response

    def get_success_url(self) -> str:
        return super().get_success_url() if self.did_generate_recovery_codes else str(ACCOUNT)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return {**super().get_context_data(**more), "passkeys_work": passkeys_work_here(self.request)}


class PasskeyNameView(EditWebAuthnView):
    permission_required = SIGNED_IN
    fresh_sign_in = True
    success_url = ACCOUNT


class PasskeyRemoveView(_Audited, RemoveWebAuthnView):
    act, kind = "user.second_factor_removed", "webauthn"
    success_url = ACCOUNT

    def form_valid(self, form: Any) -> HttpResponse:
        if not StaffMFAAdapter().can_delete_authenticator(self.object):
            messages.error(self.request, StaffMFAAdapter.error_messages["cannot_delete_authenticator"])
            return redirect(ACCOUNT)
        return super().form_valid(form)


@method_decorator(never_cache, name="dispatch")
class CodesView(ViewRecoveryCodesView):
    """The recovery codes, shown on the first visit."""

    permission_required = SIGNED_IN
    fresh_sign_in = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:  # without a second factor there are none
            return redirect(ACCOUNT)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        onward = self.request.session.pop(AFTER_SET_UP, reverse("home"))
        return {**super().get_context_data(**more), "onward": onward}


class CodesNewView(_Audited, GenerateRecoveryCodesView):
    act, kind = "user.second_factor_renewed", "recovery_codes"


class PasswordChangeView(_Audited, _PasswordChangeView):
    """Asks for the present password itself, and ends all other sessions."""

    act, kind = "user.password_set", "password"
    fresh_sign_in = False
    success_url = ACCOUNT
