"""Checking guests in at the door."""
