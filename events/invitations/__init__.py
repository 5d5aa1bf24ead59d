"""Inviting people, and their answers."""
