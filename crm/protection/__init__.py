"""Typed names and protected people: what shows, and what waits for a person with the right."""
