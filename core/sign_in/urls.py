"""Addresses of signing in and of a person's own account. Of allauth only what is named here is routed."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from core.sign_in import factor_views, views

urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="account_login"),
    path("sign-in/code/", views.SignInCodeView.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/forgot/", views.ForgottenView.as_view(), name="password-forgotten"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/again/go-on/", views.GoOnView.as_view(), name="sign-in-go-on"),
    path("sign-out/", account.logout, name="account_logout"),
    path("welcome/<secret:key>/<secret:token>/", views.PasswordLinkView.as_view(), name="password-link"),
    path("account/", views.AccountView.as_view(), name="account"),
    path("account/password/", factor_views.PasswordChangeView.as_view(), name="account_change_password"),
    path("account/second-factor/", views.SecondFactorView.as_view(), name="mfa_index"),
    path("account/second-factor/app/", factor_views.AppAddView.as_view(), name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", factor_views.AppRemoveView.as_view(), name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", factor_views.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path("account/second-factor/codes/new/", factor_views.CodesNewView.as_view(), name="mfa_generate_recovery_codes"),
    path("account/second-factor/codes/file/", views.RecoveryFileView.as_view(), name="recovery-codes-file"),
    path("account/passkeys/add/", factor_views.PasskeyAddView.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/", factor_views.PasskeyNameView.as_view(), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", factor_views.PasskeyRemoveView.as_view(), name="mfa_remove_webauthn"),
    path("account/sessions/end/", views.SessionEndView.as_view(), name="sessions-end"),
    path("account/sessions/<int:pk>/end/", views.SessionEndView.as_view(), name="session-end"),
]
