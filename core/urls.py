"""Addresses that belong to no subject: home, signing in and out, the styleguide."""

from allauth.account import views as account
from django.urls import path

from core import appearance, search, styleguide, views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("search/", search.search, name="search"),
    path("theme/", appearance.theme, name="theme"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("health/", views.health, name="health"),
]
