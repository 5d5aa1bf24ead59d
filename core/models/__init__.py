"""Shared models: users, the organization, files, the outbox, the audit log, counters.

- A **User** signs in by email and has one or more roles (`config/roles.py` says what each may do).
- The **Organization** is one row. Its **ExemptionStatus** and **StateRegistration** rows are dated: wording follows the
  status on the issue date, deductibility the status on the gift date.
- A **StoredFile** stores bytes and their SHA-256 in the database: receipts, uploads, exports.
- A **SavedView** is a list's filters, order, columns and groups under a name.
- A **Draft** is the content of a long form that was not submitted.
- A **SentForm** is a form that did something: its one-time key, a hash of its content, and the response.
- An **ActivityMarker** is until when a user has seen what changed.
- A **FailedWork** is a row whose background work failed, and when it is retried.
- An **AuditEntry** says who did what to which object, when and why; it holds no personal values. Those are in a
  **Change**, before and after, and can be erased.
"""

from core.models.activity_markers import ActivityMarker
from core.models.audit import AuditEntry, Change
from core.models.drafts import Draft
from core.models.files import StoredFile
from core.models.frozen import InstalledObject
from core.models.jobs import JobRun, WorkerBeat
from core.models.lists import DefaultView, SavedView
from core.models.mail import Message
from core.models.numbers import Sequence
from core.models.organization import ExemptionStatus, Organization, StateRegistration
from core.models.retries import FailedWork
from core.models.sent_forms import SentForm
from core.models.suppression import Suppression
from core.models.users import RoleGrant, User, UserManager

__all__ = [
    "ActivityMarker",
    "AuditEntry",
    "Change",
    "DefaultView",
    "Draft",
    "ExemptionStatus",
    "FailedWork",
    "InstalledObject",
    "JobRun",
    "Message",
    "Organization",
    "RoleGrant",
    "SavedView",
    "SentForm",
    "Sequence",
    "StateRegistration",
    "StoredFile",
    "Suppression",
    "User",
    "UserManager",
    "WorkerBeat",
]
