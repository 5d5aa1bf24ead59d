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
extend.add(extend.NavItem("Settings", "settings", "settings", "Office", "settings.manage", 400))
extend.add(extend.NavItem("Background work", "jobs", "clock", "Office", "settings.manage", 410))
extend.add(extend.HomeItem("jobs", "settings.manage", 900, jobs_waiting.for_administrators))
extend.add(extend.NavItem("Audit trail", "audit", "list", "Office", "audit.view", 390))
extend.add(extend.HomeItem("failed-work", SIGNED_IN, 4, jobs_waiting.for_whoever_mends, icon="alert-triangle"))
extend.add(*INVARIANTS)
extend.add(
    extend.MailPurpose("account", "Account", "settings.manage", 10, before_link=account_guards.before_link),
    extend.MailPurpose("test", "Test letter", "settings.manage", 20),
)
extend.add(
    extend.Schedule("expiry", "Remove what has had its time", retention.clear, at_hour=retention.HOUR),
    extend.Retention("session", "sessions", 10, retention.sessions),
    extend.Retention("count of tries", "counts of tries", 20, retention.counts),
    extend.Retention("file", "files", 30, files.sweep),
    extend.Retention("draft", "drafts", 40, drafts.sweep),
    extend.Retention("sent form", "sent forms", 45, sent.sweep),
    extend.Retention("note of scheduled work", "notes of scheduled work", 50, retention.runs),
    extend.Retention("stopped worker", "stopped workers", 60, retention.workers),
)
extend.add(
    extend.Drain("mail", 800, drain.run, asks_outside=True),
    extend.NavItem("Outbox", "outbox", "mail", "Office", "mail.view", 390, panels.waiting),
    extend.HomeItem("mail", "mail.view", 300, panels.home_items),
)
extend.add(
    extend.Command("New user", "settings-user-new", "user-plus", "settings.manage", 200, "add invite staff role"),
    extend.Command("Your account", "account", "key", SIGNED_IN, 300, "password passkey sessions sign-in"),
)
frozen.freeze(
    frozen.Frozen(AuditEntry, "The audit trail never changes.", "The audit trail is never shortened."),
    frozen.Frozen(
        Change,
        "What a change says is erased or stays.",
        "A change is erased, not deleted.",
        free=("before", "after", "erased_at"),
        also="NEW.erased_at IS NULL OR OLD.erased_at IS NOT NULL",
    ),
)
extend.add(*audit_log.ACTS, *audit_log.OBJECTS)
extend.add(*undo_actions.INVERSES, *set_up_steps.STEPS)
extend.add(
    reading.history_of("user"),
    panels.panel("user"),
    extend.ActivitySource("edits", "audit.view", 900, edits.for_staff),
    extend.ActivitySource("roles", "settings.manage", 5, account_guards.for_administrators),
    extend.ChangeScope("core.user", "settings.manage", lambda user: User.objects.values("pk")),
)
