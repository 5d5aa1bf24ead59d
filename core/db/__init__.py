"""What the database itself must keep: frozen rows, triggers, spoken numbers, and the differences of two engines."""
