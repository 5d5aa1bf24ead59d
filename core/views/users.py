"""User settings: who may sign in, their roles, and recovery of access."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core import audit
from core.display import counted
from core.forms.reasons import ReasonForm
from core.models import Organization, User
from core.organization import account_guards, users
from core.organization.forms import UserForm
from core.organization.role_labels import role_label
from core.outcomes import Outcome
from core.sign_in import links, second_factor, sessions
from core.views.settings import SettingsAction
from core.views.sign_in.pages import can, held_by

#: The session stores whose link to show, once.
SHOW_LINK = "show_password_link"


class UserNewView(SettingsAction):
    form_class = UserForm
    heading = "Invite user"
    lede = "They'll set their own password with a one-time link, sent by email or handed over by you on the next page."
    verb = "Invite user"

    def perform(self, form: UserForm) -> str:
        self.user = users.invite_user(by=self.request.user, **form.cleaned_data)
        self.request.session[SHOW_LINK] = self.user.pk
        return f"{self.user} invited. An email with the link is in the outbox."

    def get_success_url(self) -> str:
        return reverse("settings-user-link", args=[self.user.pk])


class UserEditView(SettingsAction):
    template_name = "core/settings/user_edit.html"

    def prepare(self) -> None:
        self.user = get_object_or_404(User, pk=self.kwargs["pk"])

    def get_form(self, data: Any = None) -> UserForm:
        return UserForm(data, instance=self.user)

    def get_context(self) -> dict[str, Any]:
        # The form writes into its instance; the page shows the user as stored.
        stored = User.objects.get(pk=self.user.pk)
        return {
            "person": stored,
            "heading": str(stored),
            "own": stored == self.request.user,
            "can": [(role_label(role), can([role])) for role in stored.role_names],
            "needs_factor": second_factor.is_needed_by(stored),
            "open_sessions": len(sessions.of(stored)),
            "waiting_link": bool(links.pending_path(user=stored)),
            **held_by(stored),
        }

    def perform(self, form: UserForm) -> str:
        user = users.change_user(user=self.user, by=self.request.user, **form.cleaned_data)
        return f"{user} saved."


class _UserAction(SettingsAction):
    """Base of actions on one account; a refusal is shown on the user's page."""

    def prepare(self) -> None:
        self.user = get_object_or_404(User, pk=self.kwargs["pk"])

    def perform(self, form: forms.Form) -> Outcome | str | None:
        try:
            return self.act(self.user, self.request.user)
        except ValidationError as refused:
            messages.error(self.request, " ".join(refused.messages))
            return None

    def act(self, user: User, by: User) -> Outcome | str:
        raise NotImplementedError

    def get_success_url(self) -> str:
        return reverse("settings-user-edit", args=[self.user.pk])

    def get_context(self) -> dict[str, Any]:
        return {"person": self.user}


class UserCloseView(_UserAction):
    template_name = "core/settings/user_close.html"

    def act(self, user: User, by: User) -> Outcome:
        users.close_user(user=user, by=by)
        message = f"Account of {user} closed. Their past entries keep their name."
        return Outcome(message, then=[("Reopen account", reverse("settings-user-reopen", args=[user.pk]))])


class UserReopenView(_UserAction):
    template_name = "core/settings/user_reopen.html"

    def act(self, user: User, by: User) -> Outcome:
        users.reopen_user(user=user, by=by)
        then = [("Hand over link", reverse("settings-user-link", args=[user.pk]))]
        return Outcome(f"Account reopened. {user} can sign in again.", then=then)


class UserSessionsView(_UserAction):
    template_name = "core/settings/user_sessions.html"

    def act(self, user: User, by: User) -> str:
        ended = users.end_sessions(user=user, by=by)
        return f"{user} is signed out everywhere ({counted(ended, 'session', 'sessions')})."


class UserFactorView(SettingsAction):
    """Reset the second factor of a user who lost it, for a reason."""

    form_class = ReasonForm
    verb, danger = "Reset two-step verification", True
    lede = "Removes their app, passkeys and recovery codes, and signs them out everywhere. They'll be told by email."

    def prepare(self) -> None:
        self.user = get_object_or_404(User, pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return f"Reset two-step verification for {self.user}?"

    def perform(self, form: ReasonForm) -> str:
        users.reset_second_factor(user=self.user, by=self.request.user, reason=form.cleaned_data["reason"])
        return f"Two-step verification for {self.user} reset. They'll set it up again when they sign in."

    def get_success_url(self) -> str:
        return reverse("settings-user-edit", args=[self.user.pk])


@method_decorator(never_cache, name="dispatch")
class UserLinkView(SettingsAction):
    """The password link of a user, to hand over: the one waiting in the outbox, or a new one."""

    template_name, form_class = "core/settings/user_link.html", ReasonForm
    link = ""

    def prepare(self) -> None:
        self.user = get_object_or_404(User, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.session.get(SHOW_LINK) == self.user.pk:
            del request.session[SHOW_LINK]
            link = links.pending_path(user=self.user) or links.send(user=self.user, by=request.user)
            self.link = settings.SITE_URL + link
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.user.is_active:
            return super().post(request, *args, **kwargs)
        messages.error(request, "This account is closed. Reopen it first.")
        return redirect("settings-user-edit", pk=self.user.pk)

    def perform(self, form: ReasonForm) -> None:
        account_guards.check_link(user=self.user, by=self.request.user)
        audit.record(self.request.user, "user.link_shown", self.user, reason=form.cleaned_data["reason"])
        self.request.session[SHOW_LINK] = self.user.pk

    def get_success_url(self) -> str:
        return reverse("settings-user-link", args=[self.user.pk])

    def get_context(self) -> dict[str, Any]:
        waiting = bool(links.pending_path(user=self.user))
        return {"person": self.user, "link": self.link, "waiting": waiting, "mail_on": _mail_is_on()}


def _mail_is_on() -> bool:
    return Organization.objects.filter(mail_on=True).exists()
