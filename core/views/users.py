"""Settings: who may sign in, what they may do, and how they get in again when they lost the way."""

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

from core import audit
from core.http import toasts
from core.models import Organization, User
from core.organization import account_guards, users
from core.organization.forms import ReasonForm, UserForm
from core.organization.role_labels import role_label
from core.outcomes import Outcome
from core.sign_in import links, second_factor, sessions
from core.views.settings import SettingsFormView
from core.views.sign_in.pages import can, held_by

#: The session keeps whose link to show, and shows it once.
SHOW_LINK = "show_password_link"


class UserNewView(SettingsFormView):
    heading = "Invite a user"
    lede = "They'll set their own password with a one-time link, sent by email or handed over by you on the next page."
    verb = "Invite user"

    def form(self, data: Any = None, **at: Any) -> UserForm:
        return UserForm(data)

    def save(self, form: UserForm, by: User) -> str:
        data = form.cleaned_data
        self.user = users.invite_user(
            email=data["email"], name=data["name"], title=data["title"], roles=data["roles"], by=by
        )
        self.request.session[SHOW_LINK] = self.user.pk
        return f"{self.user} invited. An email with the link is in the outbox."

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

    def save(self, form: UserForm, by: User) -> str:
        data = form.cleaned_data
        user = users.change_user(
            user=self.user, email=data["email"], name=data["name"], title=data["title"], roles=data["roles"], by=by
        )
        return f"{user} saved."


class _UserVerb(View):
    """A page that asks, and does it when told."""

    permission_required = users.MANAGE
    fresh_sign_in = True
    template_name = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, self.template_name, {"person": get_object_or_404(User, pk=pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        try:
            toasts.say(request, self.do(user, request.user))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        return redirect("settings-user-edit", pk=pk)

    def do(self, user: User, by: User) -> Outcome | str:
        raise NotImplementedError


class UserCloseView(_UserVerb):
    template_name = "core/settings/user_close.html"

    def do(self, user: User, by: User) -> Outcome:
        users.close_user(user=user, by=by)
        said = f"Account of {user} closed. Their past entries keep their name."
        return Outcome(said, then=[("Reopen account", reverse("settings-user-reopen", args=[user.pk]))])


class UserReopenView(_UserVerb):
    template_name = "core/settings/user_reopen.html"

    def do(self, user: User, by: User) -> Outcome:
        users.reopen_user(user=user, by=by)
        then = [("Hand over link", reverse("settings-user-link", args=[user.pk]))]
        return Outcome(f"Account reopened. {user} can sign in again.", then=then)


class UserSessionsView(_UserVerb):
    template_name = "core/settings/user_sessions.html"

    def do(self, user: User, by: User) -> str:
        ended = users.end_sessions(user=user, by=by)
        return f"{user} is signed out everywhere ({ended} session{'' if ended == 1 else 's'})."


class UserFactorView(SettingsFormView):
    """Take away the second factor of somebody who lost it, for a reason."""

    verb, kind = "Reset two-step verification", "danger"
    lede = "Removes their app, passkeys and recovery codes, and signs them out everywhere. They'll be told by email."

    def form(self, data: Any = None, **at: Any) -> ReasonForm:
        self.user = get_object_or_404(User, pk=at["pk"])
        return ReasonForm(data)

    def context(self) -> dict[str, Any]:
        return {"heading": f"Reset two-step verification for {self.user}?"}

    def save(self, form: ReasonForm, by: User) -> str:
        users.reset_second_factor(user=self.user, by=by, reason=form.cleaned_data["reason"])
        return f"Two-step verification for {self.user} reset. They'll set it up again when they sign in."

    def next(self) -> str:
        return reverse("settings-user-edit", args=[self.user.pk])


@method_decorator(never_cache, name="dispatch")
class UserLinkView(View):
    """The link by which a user sets a password, to hand over: the one that waits in the outbox, or a new one."""

    permission_required = users.MANAGE
    fresh_sign_in = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        link = ""
        if request.session.get(SHOW_LINK) == pk:
            del request.session[SHOW_LINK]
            link = settings.SITE_URL + (links.pending_path(user=user) or links.send(user=user, by=request.user))
        return self._show(request, user, ReasonForm(), link=link)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        if not user.is_active:
            messages.error(request, "This account is closed. Reopen it first.")
            return redirect("settings-user-edit", pk=pk)
        form = ReasonForm(request.POST)
        if not form.is_valid() or not self._may_see(form, user, request.user):
            return self._show(request, user, form, status=422)
        audit.record(request.user, "user.link_shown", user, reason=form.cleaned_data["reason"])
        request.session[SHOW_LINK] = pk
        return redirect("settings-user-link", pk=pk)

    def _may_see(self, form: ReasonForm, user: User, by: User) -> bool:
        try:
            account_guards.check_link(user=user, by=by)
        except ValidationError as refused:
            form.add_error(None, refused)
        return form.is_valid()

    def _show(
        self, request: HttpRequest, user: User, form: ReasonForm, *, link: str = "", status: int = 200
    ) -> HttpResponse:
        waiting = bool(links.pending_path(user=user))
        context = {"person": user, "form": form, "link": link, "waiting": waiting, "mail_on": _mail_is_on()}
        return render(request, "core/settings/user_link.html", context, status=status)


def _mail_is_on() -> bool:
    return Organization.objects.filter(mail_on=True).exists()
