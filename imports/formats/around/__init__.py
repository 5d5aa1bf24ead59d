"""What stands around the tables of a file: sheets without column titles, and notes beneath a table."""
