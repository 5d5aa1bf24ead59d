"""Write a plan to the database, with a log by which it can be undone exactly."""
