"""From a plan to records, remembered so that it can be undone exactly."""
