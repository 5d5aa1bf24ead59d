"""The registry of what apps contribute to the pages and commands of lower apps.

Each app has a folder `contributes/`, loaded by its `AppConfig.ready()`, that adds typed entries here. Every entry that
shows something states its permission. `core` knows nothing about gifts: it only calls what is registered.
"""

from core.extend.activity import (
    ActivitySource,
    ActivitySummary,
    Span,
    TimelineEntry,
    TimelineSource,
)
from core.extend.audit import (
    AuditAct,
    AuditObject,
    ChangeScope,
    all_rows,
    visible_rows,
)
from core.extend.mail import (
    AddressCodes,
    LettersOf,
    MailPurpose,
)
from core.extend.pages import (
    Action,
    BulkAction,
    FollowUp,
    HomeItem,
    ListColumn,
    NavItem,
    PageZone,
    Panel,
    SetUpStep,
)
from core.extend.protection import (
    DraftAbout,
    DraftGuard,
    GuardedAddresses,
    GuardedFiles,
    GuardedReasons,
    GuardedRows,
    GuardedWords,
    PeopleScope,
    RevealedSource,
)
from core.extend.registry import (
    actions,
    add,
    bulk_actions,
    entries,
    entries_for,
    list_columns,
    mail_purposes,
    panels,
    permitted,
    with_next_steps,
)
from core.extend.search import (
    Command,
    SearchHit,
    SearchSource,
)
from core.extend.work import (
    DbObject,
    Drain,
    Invariant,
    LedgerFollower,
    Retention,
    Retried,
    Rollup,
    Schedule,
)

__all__ = [
    "Action",
    "ActivitySource",
    "ActivitySummary",
    "AddressCodes",
    "AuditAct",
    "AuditObject",
    "BulkAction",
    "ChangeScope",
    "Command",
    "DbObject",
    "DraftAbout",
    "DraftGuard",
    "Drain",
    "FollowUp",
    "GuardedAddresses",
    "GuardedFiles",
    "GuardedReasons",
    "GuardedRows",
    "GuardedWords",
    "HomeItem",
    "Invariant",
    "LedgerFollower",
    "LettersOf",
    "ListColumn",
    "MailPurpose",
    "NavItem",
    "PageZone",
    "Panel",
    "PeopleScope",
    "Retention",
    "Retried",
    "RevealedSource",
    "Rollup",
    "Schedule",
    "SearchHit",
    "SearchSource",
    "SetUpStep",
    "Span",
    "TimelineEntry",
    "TimelineSource",
    "actions",
    "add",
    "all_rows",
    "bulk_actions",
    "entries",
    "entries_for",
    "list_columns",
    "mail_purposes",
    "panels",
    "permitted",
    "visible_rows",
    "with_next_steps",
]
