"""Setting an event up, and changing its time or place."""
