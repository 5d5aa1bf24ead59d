"""The tax rules, one subject per module."""
