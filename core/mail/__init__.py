"""Email: written to the outbox, and sent at most once.

`enqueue` writes an email; `core.mail.drain` sends those that are ready, while mail is switched on; `core.mail.services`
has users' actions on emails; `core.mail.suppressions` says which addresses get none.
"""

from core.mail.bodies import MARK
from core.mail.outbox import enqueue
from core.mail.suppressions import lift, rows_of, suppress, suppress_all, suppressed

__all__ = ["MARK", "enqueue", "lift", "rows_of", "suppress", "suppress_all", "suppressed"]
