"""Settings: who may sign in, and the page where somebody new sets a password."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core import setup_users
from core.access import PUBLIC
from core.models import User
from core.settings_forms import PasswordForm, UserForm
from core.settings_views import SettingsFormView

#: The session keeps whose link to show, and shows it once.
SHOW_LINK = "show_password_link"
DAY = 24 * 3600


class UserNewView(SettingsFormView):
    heading = "Invite a user"
    lede = "They set their own password by a link that works once. You get it on the next page and hand it over."
    verb = "Invite"

    def form(self, data: Any = None, **at: Any) -> UserForm:
        return UserForm(data)

    def save(self, form: UserForm, by: User) -> str:
        data = form.cleaned_data
        self.user = setup_users.invite_user(
            email=data["email"], name=data["name"], title=data["title"], roles=data["roles"], by=by
        )
        self.request.session[SHOW_LINK] = self.user.pk
        return f"{self.user} is invited. Hand over the link on this page."

    def next(self) -> str:
        return reverse("settings-user-link", args=[self.user.pk])


class UserEditView(SettingsFormView):
    template_name = "core/settings/user_edit.html"
    heading = "User"

    def form(self, data: Any = None, **at: Any) -> UserForm:
        self.user = get_object_or_404(User, pk=at["pk"])
        return UserForm(data, instance=self.user)

    def context(self) -> dict[str, Any]:
        # The form writes what was typed into its instance; the page speaks of the person as stored.
        stored = User.objects.get(pk=self.user.pk)
        return {"person": stored, "heading": str(stored), "own": stored == self.request.user}

    def save(self, form: UserForm, by: User) -> str:
        data = form.cleaned_data
        user = setup_users.change_user(
            user=self.user, email=data["email"], name=data["name"], title=data["title"], roles=data["roles"], by=by
        )
        return f"{user} saved."


class _UserVerb(View):
    """A page that asks, and does it when told."""

    permission_required = setup_users.MANAGE
    template_name = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, self.template_name, {"person": get_object_or_404(User, pk=pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        try:
            messages.success(request, self.do(user, request.user))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect("settings-user-edit", pk=pk)

    def do(self, user: User, by: User) -> str:
        raise NotImplementedError


class UserCloseView(_UserVerb):
    template_name = "core/settings/user_close.html"

    def do(self, user: User, by: User) -> str:
        setup_users.close_user(user=user, by=by)
        return f"The account of {user} is closed. What they did keeps their name."


class UserReopenView(_UserVerb):
    template_name = "core/settings/user_reopen.html"

    def do(self, user: User, by: User) -> str:
        setup_users.reopen_user(user=user, by=by)
        return f"{user} may sign in again."


@method_decorator(never_cache, name="dispatch")
class UserLinkView(View):
    """Make a link by which a user sets a password, and show it once."""

    permission_required = setup_users.MANAGE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        link = ""
        if request.session.get(SHOW_LINK) == pk:
            del request.session[SHOW_LINK]
            link = settings.SITE_URL + setup_users.make_link(user=user, by=request.user)
        context = {"person": user, "link": link, "days": settings.PASSWORD_RESET_TIMEOUT // DAY}
        return render(request, "core/settings/user_link.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        if not user.is_active:
            messages.error(request, "This account is closed. Open it again first.")
            return redirect("settings-user-edit", pk=pk)
        request.session[SHOW_LINK] = pk
        return redirect("settings-user-link", pk=pk)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class PasswordLinkView(View):
    """Where the owner of a link sets a password. Looking at the page does not use the link up."""

    permission_required = PUBLIC

    def get(self, request: HttpRequest, key: str, token: str) -> HttpResponse:
        user = setup_users.user_of_link(key=key, token=token)
        return self._show(request, user, PasswordForm(user=user)) if user else self._void(request)

    def post(self, request: HttpRequest, key: str, token: str) -> HttpResponse:
        user = setup_users.user_of_link(key=key, token=token)
        if user is None:
            return self._void(request)
        form = PasswordForm(request.POST, user=user)
        if not form.is_valid():
            return self._show(request, user, form, status=422)
        if setup_users.set_password(key=key, token=token, password=form.cleaned_data["password"]) is None:
            return self._void(request)
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")

    def _show(self, request: HttpRequest, user: User, form: PasswordForm, status: int = 200) -> HttpResponse:
        return render(request, "core/settings/password_link.html", {"person": user, "form": form}, status=status)

    def _void(self, request: HttpRequest) -> HttpResponse:
        return render(request, "core/settings/password_link_void.html", status=404)
