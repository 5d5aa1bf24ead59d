"""Saved column mappings: what users said the columns of a file mean."""
