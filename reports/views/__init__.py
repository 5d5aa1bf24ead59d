"""Pages of the board report and the catalog."""
