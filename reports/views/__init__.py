"""Pages of the board and of the reports."""
