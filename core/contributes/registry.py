"""What core itself adds to the shell."""

from core import extend
from core.audit import reading
from core.contributes import audit_log, edits, undo_actions
from core.contributes import home_items as jobs_waiting
from core.contributes.invariants import INVARIANTS
from core.db import frozen
from core.forms import drafts, sent
from core.jobs import retention
from core.mail import drain
from core.models import AuditEntry, Change, User
from core.organization import account_guards
from core.permissions import SIGNED_IN
from core.views import files, set_up_steps
from core.views.mail import panels

extend.add(extend.NavItem(label="Home", url_name="home", icon="house", group="", permission=SIGNED_IN, order=0))
extend.add(
    extend.NavItem(
        label="Settings", url_name="settings", icon="settings", group="Office", permission="settings.manage", order=400
    )
)
extend.add(
    extend.NavItem(
        label="Background jobs", url_name="jobs", icon="clock", group="Office", permission="settings.manage", order=410
    )
)
extend.add(extend.HomeItem(slug="jobs", permission="settings.manage", order=900, items=jobs_waiting.for_administrators))
extend.add(
    extend.NavItem(label="Audit log", url_name="audit", icon="list", group="Office", permission="audit.view", order=390)
)
extend.add(
    extend.HomeItem(
        slug="failed-work", permission=SIGNED_IN, order=4, items=jobs_waiting.for_whoever_mends, icon="alert-triangle"
    )
)
extend.add(*INVARIANTS)
extend.add(
    extend.MailPurpose(
        slug="account", label="Account", permission="settings.manage", order=10, before_link=account_guards.before_link
    ),
    extend.MailPurpose(slug="test", label="Test email", permission="settings.manage", order=20),
)
extend.add(
    extend.Schedule(slug="expiry", label="Nightly cleanup", work=retention.clear, at_hour=retention.HOUR),
    extend.Retention(one="session", many="sessions", order=10, clear=retention.sessions),
    extend.Retention(one="sign-in counter", many="sign-in counters", order=20, clear=retention.counts),
    extend.Retention(one="file", many="files", order=30, clear=files.sweep),
    extend.Retention(one="draft", many="drafts", order=40, clear=drafts.sweep),
    extend.Retention(one="submitted form", many="submitted forms", order=45, clear=sent.sweep),
    extend.Retention(one="record of a scheduled job", many="records of scheduled jobs", order=50, clear=retention.runs),
    extend.Retention(one="stopped worker", many="stopped workers", order=60, clear=retention.workers),
)
extend.add(
    extend.Drain(name="mail", order=800, run=drain.run, asks_outside=True, full=drain.BATCH),
    extend.NavItem(
        label="Outbox",
        url_name="outbox",
        icon="mail",
        group="Office",
        permission="mail.view",
        order=390,
        count=panels.waiting,
    ),
    extend.HomeItem(slug="mail", permission="mail.view", order=300, items=panels.home_items),
)
extend.add(
    extend.Command(
        label="Invite user",
        url_name="settings-user-new",
        icon="user-plus",
        permission="settings.manage",
        order=200,
        words="new add staff role administrator",
    ),
    extend.Command(
        label="Your account",
        url_name="account",
        icon="key",
        permission=SIGNED_IN,
        order=300,
        words="password passkey two-step verification sessions sign-in",
    ),
)
frozen.freeze(
    frozen.Frozen(AuditEntry, "Audit log entries can't be changed.", "Audit log entries can't be deleted."),
    frozen.Frozen(
        Change,
        "A recorded change can only be erased.",
        "A recorded change can be erased but not deleted.",
        free=("before", "after", "erased_at"),
        also="NEW.erased_at IS NULL OR OLD.erased_at IS NOT NULL",
    ),
)
extend.add(*audit_log.ACTS, *audit_log.OBJECTS)
extend.add(*undo_actions.UNDO_ACTIONS, *set_up_steps.STEPS)
extend.add(
    reading.history_of("user"),
    panels.panel("user"),
    extend.ActivitySource(slug="edits", permission="audit.view", order=900, changes=edits.for_staff),
    extend.ActivitySource(
        slug="roles", permission="settings.manage", order=5, changes=account_guards.for_administrators
    ),
    extend.ChangeScope(
        object_type="core.user", permission="settings.manage", rows=lambda user: User.objects.values("pk")
    ),
)
