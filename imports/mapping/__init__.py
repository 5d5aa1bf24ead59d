"""What people said the columns of a saved column mapping mean."""
