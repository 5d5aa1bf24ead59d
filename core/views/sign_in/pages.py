"""Pages of a user's own account, and sign-in pages that allauth leaves to us."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.module_loading import import_string
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core import audit
from core.http.client_address import client_address
from core.http.rate_limits import HOUR, MAILBOX, Limit
from core.http.return_paths import own_path
from core.models import User
from core.organization.forms import PasswordForm
from core.organization.role_labels import role_label
from core.permissions import PUBLIC, SIGNED_IN, permissions_of
from core.sign_in import links, reauthentication, second_factor, sessions
from core.sign_in.adapters import passkeys_work_here
from core.sign_in.forms import ForgottenForm
from core.views.actions import ActionView
from core.views.sign_in.factors import AFTER_SET_UP

LINKS_FROM = Limit(
    what="forgot-from",
    most=20,
    seconds=HOUR,
    per="web address",
    why="Links to set a new password, for any account: a script can't try out who has one.",
)
LINKS_FOR = Limit(
    what="forgot-for",
    most=3,
    seconds=HOUR,
    per=MAILBOX,
    why="Links to set a new password: nobody's mailbox is flooded, whether or not the address signs in.",
)


#: allauth's error code for too many attempts.
LOCKED = "too_many_login_attempts"


class SignInView(LoginView):
    """Email and password, or a passkey alone."""

    permission_required = PUBLIC

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        """The form again: 422, or 429 after too many attempts."""
        locked = any(error.code == LOCKED for error in form.errors.as_data().get(NON_FIELD_ERRORS, []))
        answer = super().form_invalid(form)
        answer.status_code = 429 if locked else 422
        return answer

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        own = {"passkeys_work": passkeys_work_here(self.request), "relaxed": settings.SECOND_FACTOR_RELAXED}
        return {**super().get_context_data(**more), **own}


class SignInCodeView(AuthenticateView):
    """The second step: a code of the app, a recovery code or a passkey."""

    permission_required = PUBLIC

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        has_passkey = Authenticator.Type.WEBAUTHN in second_factor.factors_of(self.stage.login.user)
        return {**super().get_context_data(**more), "passkey": has_passkey and passkeys_work_here(self.request)}


@method_decorator(never_cache, name="dispatch")
class AccountView(View):
    """The security of a user's account: password, second factor, sessions."""

    permission_required = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "roles": [(role_label(role), can([role])) for role in request.user.role_names],
            "needed": second_factor.is_needed_by(request.user),
            "relaxed": settings.SECOND_FACTOR_RELAXED,
            "passkeys_work": passkeys_work_here(request),
            "sessions": _sessions(sessions.of(request.user), request.session.session_key),
            **held_by(request.user),
        }
        return render(request, "core/account/index.html", context)


@method_decorator(never_cache, name="dispatch")
class SecondFactorView(View):
    """Where a user whose roles need a second factor sets one up; no other page opens before."""

    permission_required = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        if second_factor.factors_of(request.user):
            return redirect("account")
        if wanted := own_path(request.GET.get("next", "")):
            request.session[AFTER_SET_UP] = wanted
        return render(request, "core/account/second_factor.html", {"passkeys_work": passkeys_work_here(request)})


@method_decorator(never_cache, name="dispatch")
class RecoveryFileView(View):
    """The recovery codes as a file. They are shown once, so the page submits them; those that are valid are
    returned."""

    permission_required = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        row = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
        holding = row.wrap().get_unused_codes() if row else []
        sent = request.POST.getlist("code")
        codes = [code for code in holding if code in sent]
        if not codes:
            raise Http404
        words = f"Recovery codes of {request.user.email} for {settings.SITE_URL}. Each works once.\n\n"
        return HttpResponse(
            words + "".join(f"{code}\n" for code in codes),
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="recovery-codes.txt"'},
        )


class SessionEndView(View):
    """End one of one's own sessions, or all others."""

    permission_required = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        present = request.session.session_key or ""
        ended = sessions.end(user=request.user, keys=None if pk is None else [pk], but=present)
        if ended:
            audit.record(request.user, "user.sessions_ended", request.user, sessions=ended)
        words = {0: "You're not signed in anywhere else.", 1: "1 session ended."}
        messages.success(request, words.get(ended, f"{ended} sessions ended."))
        return redirect("account")


class GoOnView(View):
    """A form submitted when the user had to sign in again, to be submitted now."""

    permission_required = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "core/account/go_on.html", {"kept": reauthentication.pop_pending_request(request)})


@method_decorator(never_cache, name="dispatch")
class ForgottenView(ActionView):
    """“Forgot your password?”: the same response whether or not the email has an account."""

    permission_required = PUBLIC
    template_name, form_class = "core/account/forgotten.html", ForgottenForm

    def perform(self, form: ForgottenForm) -> HttpResponse:
        email, now = form.cleaned_data["email"], timezone.now()
        if not self._may_ask(email):
            form.add_error(None, "Too many links were requested. Try again in an hour.")
            return self.show(form, status=429)
        links.send_forgotten(email=email, at=now)
        return render(self.request, "core/account/forgotten_done.html", {"email": email})

    def _may_ask(self, email: str) -> bool:
        address, now = client_address(self.request), timezone.now()
        return LINKS_FROM.use_attempt(who=address, at=now) and LINKS_FOR.use_attempt(who=email, at=now)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class PasswordLinkView(ActionView):
    """The page of a password link. GET does not use the link up."""

    permission_required = PUBLIC
    template_name = "core/settings/password_link.html"

    def prepare(self) -> HttpResponse | None:
        user = links.user_of(**self.kwargs)
        if user is None:
            return self._void()
        self.user = user
        return None

    def get_form(self, data: Any = None) -> PasswordForm:
        return PasswordForm(data, user=self.user)

    def perform(self, form: PasswordForm) -> str | HttpResponse:
        if links.set_password(password=form.cleaned_data["password"], **self.kwargs) is None:
            return self._void()
        return "Password set. Sign in with your new password."

    def get_success_url(self) -> str:
        return reverse("account_login")

    def get_context(self) -> dict[str, Any]:
        return {"person": self.user}

    def _void(self) -> HttpResponse:
        return render(self.request, "core/settings/password_link_void.html", status=404)


def can(roles: list[str]) -> list[str]:
    """What roles allow, in words, in the order of the table of permissions."""
    words: dict[str, str] = import_string(settings.PERMISSION_WORDS)
    held = permissions_of(roles)
    return [text for permission, text in words.items() if permission in held]


def held_by(user: User) -> dict[str, Any]:
    """A user's second factors: the app, the passkeys, and how many recovery codes are left."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "app": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [
            {"row": row, "name": row.wrap().name, "alone": row.wrap().is_passwordless}
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_codes": codes is not None,
    }


def _sessions(rows: list[Any], present: str | None) -> list[dict[str, Any]]:
    items = [
        {"row": row, "device": sessions.device(row.user_agent), "here": row.session_key == present} for row in rows
    ]
    return sorted(items, key=lambda item: not item["here"])
