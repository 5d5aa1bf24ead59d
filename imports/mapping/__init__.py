"""What people said the columns of a kind of file mean."""
