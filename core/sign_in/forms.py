"""allauth's forms with our texts, and a rule they lack: a code of the app works once."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as _AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as _ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as _ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.crypto import salted_hmac

CODE = {
    "class": "in code",
    "inputmode": "numeric",
    "autocomplete": "one-time-code",
    "maxlength": "12",
    "placeholder": "",
    "autofocus": True,
}


class _OneCode(forms.Form):
    """A form with a code: six digits from the app, or eight of a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code"
        self.fields["code"].widget.attrs.update(CODE)
        self.fields["code"].error_messages["required"] = "Enter the code."


class AuthenticateForm(_OneCode, _AuthenticateForm):
    def clean_code(self) -> str:
        return _once(self.user.pk, super().clean_code(), self.authenticator.type)


class ReauthenticateForm(_OneCode, _ReauthenticateForm):
    def clean_code(self) -> str:
        return _once(self.user.pk, super().clean_code(), self.authenticator.type)


class ActivateTOTPForm(_OneCode, _ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = False  # scanning comes first

    def clean_code(self) -> str:
        return _once(self.user.pk, super().clean_code(), Authenticator.Type.TOTP)


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(
        label="Name",
        required=False,
        max_length=60,
        help_text="A name you'll recognize, like “Work laptop” or “Blue key”.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.label = "Sign in with this passkey alone, without a password"
        alone.help_text = "You'll be asked for your fingerprint, face or PIN instead."
        alone.initial = True


class NamePasskeyForm(EditWebAuthnForm):
    name = forms.CharField(label="Name", max_length=60)


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("oldpassword", "Current password"),
            ("password1", "New password"),
            ("password2", "Repeat new password"),
        ):
            self.fields[name].label = label
            self.fields[name].help_text = ""  # the page says what a good password is
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password2"].error_messages["required"] = "Enter the new password again."


class ForgottenForm(forms.Form):
    email = forms.EmailField(label="Email", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"}))


def _once(user_pk: int, code: str, kind: str) -> str:
    """Accept a code of the app once in its whole validity: its own thirty seconds and those around it."""
    if kind != Authenticator.Type.TOTP:
        return code
    seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 2)
    key = salted_hmac("core.sign_in.code", f"{user_pk}:{normalize_user_code(code)}").hexdigest()[:32]
    if not cache.add(f"code-used:{key}", 1, seconds):
        raise get_adapter().validation_error("incorrect_code")
    return code
