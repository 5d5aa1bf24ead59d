"""What core's own acts are called in the audit trail, and where its objects are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from core.extend import AuditAct, AuditObject, ChangeScope
from core.models import ExemptionStatus, JobRun, Message, Organization, StateRegistration, Suppression, User

ACTS = (
    AuditAct("address.lifted", "let letters go to an address again", label="Address no longer suppressed"),
    AuditAct("address.suppressed", "stopped letters to an address: {kind}", label="Address suppressed"),
    AuditAct(
        "addresses.suppressed", "stopped letters to {count:address|addresses}: {kind}", label="Addresses suppressed"
    ),
    AuditAct(
        "exemption.removed",
        "took out a row of the exemption's story: {status}, from {starts_on}",
        label="Exemption status removed",
    ),
    AuditAct(
        "exemption.saved",
        "wrote down the exemption's status: {status}, from {starts_on}",
        label="Exemption status saved",
    ),
    AuditAct("file.downloaded", "downloaded a file kept for {purpose}"),
    AuditAct("file.refused", "asked for a file that was not theirs", label="File access refused"),
    AuditAct("job.cancelled", "cancelled work in the background", label="Background work canceled"),
    AuditAct("job.tried_again", "tried work in the background again", label="Background work tried again"),
    AuditAct("ledger.opened", "opened frozen rows", label="Locked records opened"),
    AuditAct("list.exported", "took the list “{list}” home: {rows:row|rows} as {form}"),
    AuditAct("mail.switched_off", "switched mail off", label="Outgoing mail switched off"),
    AuditAct("mail.switched_on", "switched mail on", label="Outgoing mail switched on"),
    AuditAct("mail.tried", "sent themselves a letter to try mail", label="Test email sent"),
    AuditAct("message.bounced", "marked the letter as bounced"),
    AuditAct("message.discarded", "discarded the letter"),
    AuditAct("message.held_back", "held the letter back"),
    AuditAct("message.link_shown", "looked at the letter's link to hand it over"),
    AuditAct("message.released", "released the letter"),
    AuditAct("message.resent", "wrote the letter again"),
    AuditAct("message.revealed", "read a letter to a protected person"),
    AuditAct("messages.released", "released {count:letter|letters}"),
    AuditAct("organization.changed", "changed the charity's facts: {fields}"),
    AuditAct("organization.set_up", "set the charity up"),
    AuditAct("organization.step_skipped", "skipped the set-up step “{step}”", label="Set-up step skipped"),
    AuditAct("registration.ended", "ended the registration in {state}"),
    AuditAct("registration.removed", "took out the registration in {state}"),
    AuditAct("registration.saved", "wrote down the registration in {state}"),
    AuditAct("user.changed", "changed the account: {fields}, roles {roles}"),
    AuditAct("user.closed", "closed the account"),
    AuditAct("user.invited", "invited them as {roles}"),
    AuditAct("user.link_asked", "asked for a password link"),
    AuditAct("user.link_made", "made a password link"),
    AuditAct("user.link_shown", "looked at the password link to hand it over"),
    AuditAct("user.password_set", "set a password"),
    AuditAct("user.reopened", "opened the account again"),
    AuditAct("user.second_factor_added", "added a second factor: {kind}"),
    AuditAct("user.second_factor_removed", "removed a second factor: {kind}"),
    AuditAct("user.second_factor_renewed", "made new recovery codes"),
    AuditAct("user.second_factor_reset", "reset the second factor: {kinds}"),
    AuditAct("user.sessions_ended", "ended {sessions:session|sessions}"),
    AuditAct("user.signed_in", "signed in by {proof}"),
    AuditAct("view.deleted", "deleted a shared view of a list", label="Shared view deleted"),
    AuditAct("view.shared", "shared a view of a list"),
    AuditAct("view.unshared", "kept a shared view of a list for themselves"),
    AuditAct("work.tried_again", "tried failed background work again", label="Failed work tried again"),
)


def _users(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("settings.manage"):
        return {}
    found = User.objects.filter(pk__in=keys)
    return {one.pk: (str(one), reverse("settings-user-edit", args=[one.pk])) for one in found}


def _letters(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Message.objects.visible_to(user).filter(pk__in=keys).only("pk", "subject")
    return {one.pk: (one.subject, reverse("message-detail", args=[one.pk])) for one in found}


def _jobs(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = JobRun.objects.visible_to(user).filter(pk__in=keys).defer("arguments", "result")
    return {one.pk: (one.label, one.get_absolute_url()) for one in found}


def _on_settings(name: str) -> Callable[[Any, Sequence[int]], dict[int, tuple[str, str]]]:
    """Objects that have no page but a card among the settings."""

    def shown(user: Any, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
        return dict.fromkeys(keys, (name, reverse("settings"))) if user.has_perm("settings.manage") else {}

    return shown


def _every(model: Any) -> Callable[[Any], Any]:
    return lambda user: model.objects.order_by().values("pk")


OBJECTS = (
    AuditObject("core.exemptionstatus", "exemption", _on_settings("The exemption's story")),
    AuditObject("core.failedwork", "failed work", lambda user, keys: {}),
    AuditObject("core.jobrun", "job", _jobs),
    AuditObject("core.message", "letter", _letters),
    AuditObject("core.organization", "charity", _on_settings("The charity's facts")),
    AuditObject("core.stateregistration", "registration", _on_settings("State registrations")),
    AuditObject("core.savedview", "view of a list", lambda user, keys: {}),
    AuditObject("core.storedfile", "file", lambda user, keys: {}),
    AuditObject("core.suppression", "address without letters", lambda user, keys: {}),
    AuditObject("core.user", "user", _users),
    ChangeScope("core.message", "mail.view", lambda user: Message.objects.visible_to(user).order_by().values("pk")),
    *(
        ChangeScope(model._meta.label_lower, "settings.manage", _every(model))
        for model in (Organization, ExemptionStatus, StateRegistration)
    ),
    ChangeScope("core.suppression", "mail.view", _every(Suppression)),
)
