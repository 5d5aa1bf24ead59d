"""What core's own acts are called in the audit trail, and where its objects are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from core.extend import AuditAct, AuditObject, ChangeScope
from core.models import ExemptionStatus, JobRun, Message, Organization, StateRegistration, Suppression, User

ACTS = (
    AuditAct(name="address.lifted", words="let letters go to an address again", label="Address no longer suppressed"),
    AuditAct(name="address.suppressed", words="stopped letters to an address: {kind}", label="Address suppressed"),
    AuditAct(
        name="addresses.suppressed",
        words="stopped letters to {count:address|addresses}: {kind}",
        label="Addresses suppressed",
    ),
    AuditAct(
        name="exemption.removed",
        words="took out a row of the exemption's story: {status}, from {starts_on}",
        label="Exemption status removed",
    ),
    AuditAct(
        name="exemption.saved",
        words="wrote down the exemption's status: {status}, from {starts_on}",
        label="Exemption status saved",
    ),
    AuditAct(name="file.downloaded", words="downloaded a file kept for {purpose}"),
    AuditAct(name="file.refused", words="asked for a file that was not theirs", label="File access refused"),
    AuditAct(name="job.cancelled", words="cancelled work in the background", label="Background work canceled"),
    AuditAct(name="job.tried_again", words="tried work in the background again", label="Background work tried again"),
    AuditAct(name="ledger.opened", words="opened frozen rows", label="Locked records opened"),
    AuditAct(name="list.exported", words="took the list “{list}” home: {rows:row|rows} as {form}"),
    AuditAct(name="mail.switched_off", words="switched mail off", label="Outgoing mail switched off"),
    AuditAct(name="mail.switched_on", words="switched mail on", label="Outgoing mail switched on"),
    AuditAct(name="mail.tried", words="sent themselves a letter to try mail", label="Test email sent"),
    AuditAct(name="message.bounced", words="marked the letter as bounced"),
    AuditAct(name="message.discarded", words="discarded the letter"),
    AuditAct(name="message.held_back", words="held the letter back"),
    AuditAct(name="message.link_shown", words="looked at the letter's link to hand it over"),
    AuditAct(name="message.released", words="released the letter"),
    AuditAct(name="message.resent", words="wrote the letter again"),
    AuditAct(name="message.revealed", words="read a letter to a protected person"),
    AuditAct(name="messages.released", words="released {count:letter|letters}"),
    AuditAct(name="organization.changed", words="changed the charity's facts: {fields}"),
    AuditAct(name="organization.set_up", words="set the charity up"),
    AuditAct(name="organization.step_skipped", words="skipped the set-up step “{step}”", label="Set-up step skipped"),
    AuditAct(name="registration.ended", words="ended the registration in {state}"),
    AuditAct(name="registration.removed", words="took out the registration in {state}"),
    AuditAct(name="registration.saved", words="wrote down the registration in {state}"),
    AuditAct(name="user.changed", words="changed the account: {fields}, roles {roles}"),
    AuditAct(name="user.closed", words="closed the account"),
    AuditAct(name="user.invited", words="invited them as {roles}"),
    AuditAct(name="user.link_asked", words="asked for a password link"),
    AuditAct(name="user.link_made", words="made a password link"),
    AuditAct(name="user.link_shown", words="looked at the password link to hand it over"),
    AuditAct(name="user.password_set", words="set a password"),
    AuditAct(name="user.reopened", words="opened the account again"),
    AuditAct(name="user.second_factor_added", words="added a second factor: {kind}"),
    AuditAct(name="user.second_factor_removed", words="removed a second factor: {kind}"),
    AuditAct(name="user.second_factor_renewed", words="made new recovery codes"),
    AuditAct(name="user.second_factor_reset", words="reset the second factor: {kinds}"),
    AuditAct(name="user.sessions_ended", words="ended {sessions:session|sessions}"),
    AuditAct(name="user.signed_in", words="signed in by {proof}"),
    AuditAct(name="view.deleted", words="deleted a shared view of a list", label="Shared view deleted"),
    AuditAct(name="view.shared", words="shared a view of a list"),
    AuditAct(name="view.unshared", words="kept a shared view of a list for themselves"),
    AuditAct(name="work.tried_again", words="tried failed background work again", label="Failed work tried again"),
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
    AuditObject(object_type="core.exemptionstatus", noun="exemption", shown=_on_settings("The exemption's story")),
    AuditObject(object_type="core.failedwork", noun="failed work", shown=lambda user, keys: {}),
    AuditObject(object_type="core.jobrun", noun="job", shown=_jobs),
    AuditObject(object_type="core.message", noun="letter", shown=_letters),
    AuditObject(object_type="core.organization", noun="charity", shown=_on_settings("The charity's facts")),
    AuditObject(object_type="core.stateregistration", noun="registration", shown=_on_settings("State registrations")),
    AuditObject(object_type="core.savedview", noun="view of a list", shown=lambda user, keys: {}),
    AuditObject(object_type="core.storedfile", noun="file", shown=lambda user, keys: {}),
    AuditObject(object_type="core.suppression", noun="address without letters", shown=lambda user, keys: {}),
    AuditObject(object_type="core.user", noun="user", shown=_users),
    ChangeScope(
        object_type="core.message",
        permission="mail.view",
        rows=lambda user: Message.objects.visible_to(user).order_by().values("pk"),
    ),
    *(
        ChangeScope(object_type=model._meta.label_lower, permission="settings.manage", rows=_every(model))
        for model in (Organization, ExemptionStatus, StateRegistration)
    ),
    ChangeScope(object_type="core.suppression", permission="mail.view", rows=_every(Suppression)),
)
