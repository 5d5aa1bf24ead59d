"""Who reads a protected person's name, anywhere."""
