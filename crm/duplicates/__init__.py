"""Records that may be the same person."""
