"""Figures read from the ledger: raised, by fund, donors, cohorts, places, events."""
