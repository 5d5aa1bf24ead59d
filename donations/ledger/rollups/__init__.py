"""The totals of `donations/models/rollups.py`: updated with each write, rebuilt, and compared with the ledger."""

from donations.ledger.rollups.following import followed

__all__ = ["followed"]
