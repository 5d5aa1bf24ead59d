"""The ledger: recording and correcting gifts, totals, and invariants."""
