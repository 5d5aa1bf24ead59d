"""The board report, on screen and as a PDF."""
