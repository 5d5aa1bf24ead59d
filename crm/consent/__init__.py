"""What people agreed to and withdrew. Pure, no database."""
