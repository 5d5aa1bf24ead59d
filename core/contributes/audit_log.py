"""What core's own acts are called in the audit trail, and where its objects are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from core.extend import Act, AuditObject, ChangeScope
from core.models import ExemptionStatus, JobRun, Message, Organization, StateRegistration, Suppression, User

ACTS = (
    Act("address.lifted", "let letters go to an address again"),
    Act("address.suppressed", "stopped letters to an address: {kind}"),
    Act("addresses.suppressed", "stopped letters to {count:address|addresses}: {kind}"),
    Act("exemption.removed", "took out a row of the exemption's story: {status}, from {starts_on}"),
    Act("exemption.saved", "wrote down the exemption's status: {status}, from {starts_on}"),
    Act("file.downloaded", "downloaded a file kept for {purpose}"),
    Act("file.refused", "asked for a file that was not theirs"),
    Act("job.cancelled", "cancelled work in the background"),
    Act("job.tried_again", "tried work in the background again"),
    Act("ledger.opened", "opened frozen rows"),
    Act("list.exported", "took the list “{list}” home: {rows:row|rows} as {form}"),
    Act("mail.switched_off", "switched mail off"),
    Act("mail.switched_on", "switched mail on"),
    Act("mail.tried", "sent themselves a letter to try mail"),
    Act("message.bounced", "marked the letter as bounced"),
    Act("message.discarded", "discarded the letter"),
    Act("message.held_back", "held the letter back"),
    Act("message.link_shown", "looked at the letter's link to hand it over"),
    Act("message.released", "released the letter"),
    Act("message.resent", "wrote the letter again"),
    Act("message.revealed", "read a letter to a protected person"),
    Act("messages.released", "released {count:letter|letters}"),
    Act("organization.changed", "changed the charity's facts: {fields}"),
    Act("organization.set_up", "set the charity up"),
    Act("organization.step_skipped", "skipped the set-up step “{step}”"),
    Act("registration.ended", "ended the registration in {state}"),
    Act("registration.removed", "took out the registration in {state}"),
    Act("registration.saved", "wrote down the registration in {state}"),
    Act("user.changed", "changed the account: {fields}, roles {roles}"),
    Act("user.closed", "closed the account"),
    Act("user.invited", "invited them as {roles}"),
    Act("user.link_asked", "asked for a password link"),
    Act("user.link_made", "made a password link"),
    Act("user.link_shown", "looked at the password link to hand it over"),
    Act("user.password_set", "set a password"),
    Act("user.reopened", "opened the account again"),
    Act("user.second_factor_added", "added a second factor: {kind}"),
    Act("user.second_factor_removed", "removed a second factor: {kind}"),
    Act("user.second_factor_renewed", "made new recovery codes"),
    Act("user.second_factor_reset", "reset the second factor: {kinds}"),
    Act("user.sessions_ended", "ended {sessions:session|sessions}"),
    Act("user.signed_in", "signed in by {proof}"),
    Act("view.deleted", "deleted a shared view of a list"),
    Act("view.shared", "shared a view of a list"),
    Act("view.unshared", "kept a shared view of a list for themselves"),
    Act("work.tried_again", "tried failed background work again"),
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
