"""What core itself adds to the shell."""

from core import (
    account_guards,
    drafts,
    edits,
    expiry,
    extend,
    files,
    frozen,
    inverses,
    sent_forms,
    set_up_steps,
    trail,
    trail_words,
)
from core.access import SIGNED_IN
from core.invariants import INVARIANTS
from core.jobs import waiting as jobs_waiting
from core.mail import drain, panels
from core.models import AuditEntry, Change, User

extend.add(extend.NavItem(label="Home", url_name="home", icon="house", group="", permission=SIGNED_IN, order=0))
extend.add(extend.NavItem("Settings", "settings", "settings", "Office", "settings.manage", 400))
extend.add(extend.NavItem("Background work", "jobs", "clock", "Office", "settings.manage", 410))
extend.add(extend.HomeItem("jobs", "settings.manage", 900, jobs_waiting.for_administrators))
extend.add(extend.NavItem("Audit trail", "audit", "list", "Office", "audit.view", 390))
extend.add(*INVARIANTS)
extend.add(
    extend.MailPurpose("account", "Account", "settings.manage", 10, before_link=account_guards.before_link),
    extend.MailPurpose("test", "Test letter", "settings.manage", 20),
)
extend.add(
    extend.Schedule("expiry", "Remove what has had its time", expiry.clear, at_hour=expiry.HOUR),
    extend.Expiry("session", "sessions", 10, expiry.sessions),
    extend.Expiry("count of tries", "counts of tries", 20, expiry.counts),
    extend.Expiry("file", "files", 30, files.sweep),
    extend.Expiry("draft", "drafts", 40, drafts.sweep),
    extend.Expiry("sent form", "sent forms", 45, sent_forms.sweep),
    extend.Expiry("note of scheduled work", "notes of scheduled work", 50, expiry.runs),
    extend.Expiry("stopped worker", "stopped workers", 60, expiry.workers),
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
extend.add(*trail_words.ACTS, *trail_words.OBJECTS)
extend.add(*inverses.INVERSES, *set_up_steps.STEPS)
extend.add(
    trail.history_of("user"),
    panels.panel("user"),
    extend.ChangeSource("edits", "audit.view", 900, edits.for_staff),
    extend.ChangeSource("roles", "settings.manage", 5, account_guards.for_administrators),
    extend.ChangeScope("core.user", "settings.manage", lambda user: User.objects.values("pk")),
)
