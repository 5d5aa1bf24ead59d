"""Inviting people and reading their answers."""
