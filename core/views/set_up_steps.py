"""What a new installation still needs before it serves: shown on the home page to those who look after it.

Each app contributes its steps (`extend.SetUpStep`). A step is done when the database or the settings say so, never
because somebody ticked it; one that a charity does without can be skipped, and comes back when it is taken up again.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View

from core import audit, extend
from core.http import toasts
from core.models import ExemptionStatus, Message, Organization, RoleGrant, User
from core.organization.role_labels import role_label
from core.organization.users import MANAGE, managing_roles, role_names
from core.permissions import permissions_of

#: Who is shown the steps: those who can do some of them.
SHOWN_TO = (MANAGE, "funds.manage")


@dataclass(frozen=True)
class Step:
    """One step as a page shows it. `url` is empty where this person cannot do it; `who` then says who can."""

    slug: str
    label: str
    help: str
    url: str
    who: str
    done: bool
    skippable: bool


@dataclass(frozen=True)
class Guide:
    """The steps that are left, in order, and how many there are in all."""

    left: list[Step]
    total: int

    @property
    def done(self) -> int:
        return self.total - len(self.left)


def guide_for(user: User, organization: Organization | None) -> Guide | None:
    """The steps for this person; None when nothing is left, in a demonstration, or for who looks after none of it."""
    if organization is None or organization.environment == Organization.Environment.DEMO:
        return None
    if not any(user.has_perm(permission) for permission in SHOWN_TO):
        return None
    wanted = [step for step in extend.entries(extend.SetUpStep) if step.slug not in organization.skipped_steps]
    left = [_step(step, user) for step in wanted if not step.is_done()]
    return Guide(left, len(wanted)) if left else None


def _step(step: extend.SetUpStep, user: User) -> Step:
    able = user.has_perm(step.permission)
    roles = [role_label(role) for role in role_names() if step.permission in permissions_of([role])]
    who = "" if able else f"Requires the {' or '.join(roles)} role."
    return Step(step.slug, step.label, step.help, step.url() if able else "", who, False, able and step.skippable)


@transaction.atomic
def skip_step(*, slug: str, by: User) -> None:
    """Leave a step out for good: the charity does without. Twice is once."""
    organization = Organization.objects.select_for_update().get(pk=1)
    if slug not in organization.skipped_steps:
        organization.skipped_steps = [*organization.skipped_steps, slug]
        organization.save(update_fields=["skipped_steps"])
        audit.record(by, "organization.step_skipped", organization, step=slug)


class SkipStepView(View):
    """“We don't need this” on a step of the guide."""

    permission_required = MANAGE

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        step = next((step for step in extend.entries(extend.SetUpStep) if step.slug == slug), None)
        if step is None or not step.skippable:
            raise Http404("This step can't be skipped.")
        skip_step(slug=slug, by=request.user)
        toasts.say(request, f"Skipped: {step.label}. You can do this later under Settings.")
        return redirect("home")


def _mail_was_tried() -> bool:
    return Message.objects.filter(purpose="test", state=Message.State.SENT).exists()


def _second_administrator() -> bool:
    managers = RoleGrant.objects.filter(role__in=managing_roles(), user__is_active=True)
    return managers.values("user").distinct().count() > 1


def _has_signer() -> bool:
    return Organization.objects.filter(pk=1).exclude(signer_name="").exists()


def _edit_organization() -> str:
    return reverse("settings-organization-edit")


STEPS: tuple[extend.SetUpStep, ...] = (
    extend.SetUpStep(
        slug="exemption",
        label="Enter your exemption status",
        help="Receipts state the IRS decision. Until you enter it, they say that the organization is not "
        "yet recognized.",
        permission=MANAGE,
        order=10,
        is_done=ExemptionStatus.objects.exists,
        url=lambda: reverse("settings-exemption-new"),
    ),
    extend.SetUpStep(
        slug="signer",
        label="Choose who signs receipts",
        help="Enter the name and title printed on every receipt.",
        permission=MANAGE,
        order=20,
        is_done=_has_signer,
        url=_edit_organization,
    ),
    extend.SetUpStep(
        slug="mail",
        label="Turn on outgoing mail",
        help="Until then, receipts and invitations are held in the outbox. Set the mail server in the settings file.",
        permission=MANAGE,
        order=50,
        is_done=lambda: (
            getattr(settings, "MAIL_CONFIGURED", False) and Organization.objects.filter(pk=1, mail_on=True).exists()
        ),
        url=lambda: reverse("settings-mail"),
        skippable=True,
    ),
    extend.SetUpStep(
        slug="mail-test",
        label="Send yourself a test email",
        help="Check that emails arrive before donors expect their receipts.",
        permission=MANAGE,
        order=60,
        is_done=_mail_was_tried,
        url=lambda: reverse("settings-mail-test"),
        skippable=True,
    ),
    extend.SetUpStep(
        slug="second-administrator",
        label="Invite a second administrator",
        help="If you lose your phone, another administrator can help you sign in again.",
        permission=MANAGE,
        order=70,
        is_done=_second_administrator,
        url=lambda: reverse("settings-user-new"),
        skippable=True,
    ),
)
