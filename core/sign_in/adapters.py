"""Adapters for allauth: accounts are created by administrators, secrets are encrypted, emails go to the outbox."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from typing import Any, cast

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from core import audit, extend
from core.http.client_address import client_address
from core.models import Organization, User
from core.permissions import SIGNED_IN
from core.sign_in import authentication_records, devices, emails, idle, second_factor, sessions

#: The counts of failed attempts; see `ACCOUNT_RATE_LIMITS`.
BY_PAIR, BY_ADDRESS = "login_failed", "login_address"
TOO_MANY = "Too many attempts. Try again in five minutes, or ask an administrator."
PASSKEY = "mfa_reauthenticate:webauthn"
WAYS = {"reauthenticate": "Password", "mfa_reauthenticate": "Code", PASSKEY: "Passkey"}


class StaffAccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "email_password_mismatch": "The email or password is incorrect. Try again, or reset your password.",
        "incorrect_password": "The password is incorrect. Try again.",
        "enter_current_password": "The current password is incorrect. Try again.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's IP address. Raises `PermissionDenied` when it is unknown."""
        if address := client_address(request):
            return address
        raise PermissionDenied("The client's address is unknown.")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt per account and network together, so that a stranger's wrong passwords lock nobody out. A
        browser the user signed in with before has its own count, wherever it is."""
        login = str(credentials.get("email", "")).lower()
        address = self.get_client_ip(request)
        known = devices.of(request, login)
        counts = [(BY_PAIR, f"{login}|{known or sessions.shortened(address)}")]
        counts += [] if known else [(BY_ADDRESS, address)]
        self._counted: list[Any] = []
        for action, key in counts:
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if not usage:
                raise self.validation_error("too_many_login_attempts")
            self._counted.append(usage)

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._counted:
            usage.rollback()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home, for users with to-do items; others, such as board members, the first page of their sidebar."""
        user = request.user
        needed = {item.permission for item in extend.entries(extend.HomeItem)} - {SIGNED_IN}
        if not any(map(user.has_perm, needed)):
            pages = (item.url_name for item in extend.entries_for(user, extend.NavItem))
            if first := next((name for name in pages if name != "home"), None):
                return reverse(first)
        return super().get_login_redirect_url(request)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Back to the sign-in page, with the reason: only someone with the right password gets here."""
        messages.error(request, "This account is closed. Ask an administrator.")
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        """Record every sign-in, with its last proof."""
        audit.record(cast(User, user), "user.signed_in", user, proof=authentication_records.last_proof(request, user))
        idle.begin(request)
        answer = super().post_login(request, user, **more)
        devices.remember(request, answer, cast(User, user))
        return answer

    def is_reauthentication_required(self, *, app: str, **rest: Any) -> bool:
        """No reauthentication for users who just signed in; see `core/sign_in/reauthentication.py`."""
        return not authentication_records.is_fresh(context.request)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict]:
        """A password alone does not replace a second factor that this session has not shown yet."""
        request = context.request
        methods = [
            {**method, "description": WAYS.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
            if method["id"] != PASSKEY or passkeys_work_here(request)
        ]
        if not request.user.is_authenticated or authentication_records.proved_second_factor(request):
            return methods
        if not second_factor.is_needed_by(request.user) or not second_factor.factors_of(request.user):
            return methods
        return [method for method in methods if method["id"] != "reauthenticate"]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A notice about the account, through the outbox."""
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        emails.write_notice(to=email, subject=subject, text=render_to_string(f"{template_prefix}_message.txt", context))


class StaffMFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is incorrect or was already used. Enter the next code your app shows.",
        "cannot_delete_authenticator": "Your roles require two-step verification. Add another method first.",
    }

    def get_totp_issuer(self) -> str:
        organization = Organization.objects.filter(pk=1).first()
        return organization.short_name if organization else "Solidarity"

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def build_totp_svg(self, url: str) -> str:
        """The QR code as inline SVG: the content security policy allows no `data:` images."""
        return segno.make(url, error="m").svg_inline(border=3, dark="#000", light="#fff", omitsize=True)

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Never the last factor of a user whose roles need one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=second_factor.FACTORS)
        return others.exclude(pk=authenticator.pk).exists() or not second_factor.is_needed_by(authenticator.user)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"


def passkeys_work_here(request: HttpRequest) -> bool:
    """Whether the site has a host name: browsers refuse passkeys for IP addresses such as 127.0.0.1."""
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return False


def _keys() -> MultiFernet:
    """The encryption keys, derived from the site's secret, so that a copy of the database alone is not enough."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(secret))) for secret in secrets])


def _derived(secret: str) -> bytes:
    return hashlib.sha256(b"core.sign_in.second_factor:" + secret.encode()).digest()
