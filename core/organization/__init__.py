"""The charity's own facts: its record, its users and roles, its exemption status."""
