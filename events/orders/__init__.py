"""Orders of tickets: drafted, priced, paid, canceled, and the emails about them."""
