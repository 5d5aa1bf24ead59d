"""Addresses of signing in and of a person's own account. Of allauth only what is named here is routed."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from core.views.sign_in import factors, pages

urlpatterns = [
    path("sign-in/", pages.SignInView.as_view(), name="account_login"),
    path("sign-in/code/", pages.SignInCodeView.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/forgot/", pages.ForgottenView.as_view(), name="password-forgotten"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/again/go-on/", pages.GoOnView.as_view(), name="sign-in-go-on"),
    path("sign-out/", account.logout, name="account_logout"),
    path("welcome/<secret:key>/<secret:token>/", pages.PasswordLinkView.as_view(), name="password-link"),
    path("account/", pages.AccountView.as_view(), name="account"),
    path("account/password/", factors.PasswordChangeView.as_view(), name="account_change_password"),
    path("account/second-factor/", pages.SecondFactorView.as_view(), name="mfa_index"),
    path("account/second-factor/app/", factors.AppAddView.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", factors.AppRemoveView.as_view(), name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", factors.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", factors.CodesNewView.as_view(), name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file/", pages.RecoveryFileView.as_view(), name="recovery-codes-file"),
    path("account/passkeys/add/", factors.PasskeyAddView.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/", factors.PasskeyNameView.as_view(), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", factors.PasskeyRemoveView.as_view(), name="mfa_remove_webauthn"),
    path("account/sessions/end/", pages.SessionEndView.as_view(), name="sessions-end"),
    path("account/sessions/<int:pk>/end/", pages.SessionEndView.as_view(), name="session-end"),
]
