"""Mail: letters are written into the outbox, and leave it once.

`enqueue` puts a letter there; `core.mail.drain` carries out what is ready, while the switch in settings is on;
`core.mail.services` is what people do with letters; `core.mail.suppressions` knows whom not to write to.
"""

from core.mail.bodies import MARK
from core.mail.outbox import enqueue
from core.mail.suppressions import lift, rows_of, suppress, suppress_all, suppressed

__all__ = ["MARK", "enqueue", "lift", "rows_of", "suppress", "suppress_all", "suppressed"]
