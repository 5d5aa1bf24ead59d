"""Revealing a protected name for a stated reason."""
