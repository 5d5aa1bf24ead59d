"""Pages of the outbox: emails, one email, suppressed addresses, mail settings."""
