"""What a test or a person at the demonstration makes the stand-in do."""
