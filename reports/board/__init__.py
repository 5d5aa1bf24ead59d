"""The board's page, on screen and as a PDF."""
