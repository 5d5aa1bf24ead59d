"""Rules enforced by the database: frozen rows, triggers, gapless numbers; and differences between the two databases."""
