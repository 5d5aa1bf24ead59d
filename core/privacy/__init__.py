"""Who sees rows that are about people."""
