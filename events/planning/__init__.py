"""Setting an event up, and moving it once it is sold."""
