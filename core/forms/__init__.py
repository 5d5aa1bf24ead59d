"""Shared form features: one-time keys, drafts, doubts, error lists."""
