"""Audit log sentences for core's own acts, and links to its objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from core.extend import AuditAct, AuditObject, ChangeScope, all_rows
from core.models import ExemptionStatus, JobRun, Message, Organization, StateRegistration, Suppression, User

ACTS = (
    AuditAct(name="address.lifted", words="removed the suppression of an email address", label="Suppression removed"),
    AuditAct(name="address.suppressed", words="suppressed an email address: {kind}", label="Email address suppressed"),
    AuditAct(
        name="addresses.suppressed",
        words="suppressed {count:email address|email addresses}: {kind}",
        label="Email addresses suppressed",
    ),
    AuditAct(
        name="exemption.removed",
        words="removed the exemption status {status}, dated {starts_on}",
        label="Exemption status removed",
    ),
    AuditAct(
        name="exemption.saved",
        words="saved the exemption status {status}, dated {starts_on}",
        label="Exemption status saved",
    ),
    AuditAct(name="file.downloaded", words="downloaded a stored file ({purpose})"),
    AuditAct(name="file.refused", words="was refused a file they don't have access to", label="File access refused"),
    AuditAct(name="job.cancelled", words="canceled a background job", label="Background job canceled"),
    AuditAct(name="job.tried_again", words="retried a background job", label="Background job retried"),
    AuditAct(name="ledger.opened", words="unlocked locked records", label="Locked records unlocked"),
    AuditAct(name="rollups.rebuilt", words="recalculated the stored totals", label="Stored totals recalculated"),
    AuditAct(name="list.exported", words="exported {list} ({rows:row|rows}, {form})"),
    AuditAct(name="mail.switched_off", words="turned outgoing mail off", label="Outgoing mail turned off"),
    AuditAct(name="mail.switched_on", words="turned outgoing mail on", label="Outgoing mail turned on"),
    AuditAct(name="mail.tried", words="sent themselves a test email", label="Test email sent"),
    AuditAct(name="message.bounced", words="marked the email as bounced", label="Email marked as bounced"),
    AuditAct(name="message.discarded", words="discarded the email", label="Email discarded"),
    AuditAct(name="message.held_back", words="held the email", label="Email held"),
    AuditAct(
        name="message.link_shown", words="viewed the link in the email to hand it over", label="Link in email viewed"
    ),
    AuditAct(name="message.released", words="released the email", label="Email released"),
    AuditAct(name="message.resent", words="resent the email", label="Email resent"),
    AuditAct(
        name="message.revealed", words="read an email to a protected person", label="Email to a protected person read"
    ),
    AuditAct(name="messages.released", words="released {count:email|emails}", label="Emails released"),
    AuditAct(name="organization.changed", words="changed the organization's details: {fields}"),
    AuditAct(name="organization.set_up", words="set up the organization"),
    AuditAct(name="organization.step_skipped", words="skipped the set-up step “{step}”", label="Set-up step skipped"),
    AuditAct(name="registration.ended", words="ended the registration in {state}", label="State registration ended"),
    AuditAct(
        name="registration.removed", words="removed the registration in {state}", label="State registration removed"
    ),
    AuditAct(name="registration.saved", words="saved the registration in {state}", label="State registration saved"),
    AuditAct(name="user.changed", words="changed the user: {fields}, roles {roles}"),
    AuditAct(name="user.closed", words="closed the account", label="Account closed"),
    AuditAct(name="user.invited", words="invited the user as {roles}"),
    AuditAct(name="user.link_asked", words="requested a password link", label="Password link requested"),
    AuditAct(name="user.link_made", words="created a password link", label="Password link created"),
    AuditAct(name="user.link_shown", words="viewed the password link to hand it over", label="Password link viewed"),
    AuditAct(name="user.password_set", words="set a password", label="Password set"),
    AuditAct(name="user.reopened", words="reopened the account", label="Account reopened"),
    AuditAct(
        name="user.second_factor_added",
        words="added two-step verification: {kind}",
        label="Two-step verification added",
    ),
    AuditAct(
        name="user.second_factor_removed",
        words="removed two-step verification: {kind}",
        label="Two-step verification removed",
    ),
    AuditAct(name="user.second_factor_renewed", words="created new recovery codes", label="Recovery codes created"),
    AuditAct(
        name="user.second_factor_reset",
        words="reset two-step verification: {kinds}",
        label="Two-step verification reset",
    ),
    AuditAct(name="user.sessions_ended", words="ended {sessions:session|sessions}", label="Sessions ended"),
    AuditAct(name="user.signed_in", words="signed in with {proof}", label="Signed in"),
    AuditAct(name="view.deleted", words="deleted a shared view", label="Shared view deleted"),
    AuditAct(name="view.shared", words="shared a view", label="View shared"),
    AuditAct(name="view.unshared", words="stopped sharing a view", label="View no longer shared"),
    AuditAct(name="work.tried_again", words="retried a failed job", label="Failed job retried"),
)


def _users(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    if not user.has_perm("settings.manage"):
        return {}
    found = User.objects.filter(pk__in=keys)
    return {one.pk: (str(one), reverse("settings-user-edit", args=[one.pk])) for one in found}


def _letters(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = Message.objects.visible_to(user).filter(pk__in=keys).only("pk", "subject")
    return {one.pk: (one.subject, reverse("message-detail", args=[one.pk])) for one in found}


def _jobs(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    found = JobRun.objects.visible_to(user).filter(pk__in=keys).defer("arguments", "result")
    return {one.pk: (one.label, one.get_absolute_url()) for one in found}


def _on_settings(name: str) -> Callable[[Any, Sequence[int]], dict[int, tuple[str, str]]]:
    """Objects without a page of their own, shown as a card on the settings page."""

    def shown(user: User, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
        return dict.fromkeys(keys, (name, reverse("settings"))) if user.has_perm("settings.manage") else {}

    return shown


OBJECTS = (
    AuditObject(object_type="core.exemptionstatus", noun="exemption", shown=_on_settings("Exemption status")),
    AuditObject(object_type="core.failedwork", noun="failed job", shown=lambda user, keys: {}),
    AuditObject(object_type="core.jobrun", noun="job", shown=_jobs),
    AuditObject(object_type="core.message", noun="email", shown=_letters),
    AuditObject(object_type="core.organization", noun="organization", shown=_on_settings("Organization details")),
    AuditObject(object_type="core.stateregistration", noun="registration", shown=_on_settings("State registrations")),
    AuditObject(object_type="core.savedview", noun="saved view", shown=lambda user, keys: {}),
    AuditObject(object_type="core.storedfile", noun="file", shown=lambda user, keys: {}),
    AuditObject(object_type="core.suppression", noun="suppressed address", shown=lambda user, keys: {}),
    AuditObject(object_type="core.user", noun="user", shown=_users),
    ChangeScope(
        object_type="core.message",
        permission="mail.view",
        rows=lambda user: Message.objects.visible_to(user).order_by().values("pk"),
    ),
    *(
        ChangeScope(object_type=model._meta.label_lower, permission="settings.manage", rows=all_rows(model))
        for model in (Organization, ExemptionStatus, StateRegistration)
    ),
    ChangeScope(object_type="core.suppression", permission="mail.view", rows=all_rows(Suppression)),
)
