"""What receipts adds to pages, commands and jobs of the layers below."""

from core import extend
from receipts import dbobjects, drains, invariants, printing

extend.add(*dbobjects.TRIGGERS)
extend.add(*invariants.INVARIANTS)
extend.add(
    extend.Drain("receipts for online gifts", order=300, run=drains.issue_online),
    extend.Drain("PDFs of receipts", order=310, run=printing.render_pending),
)
