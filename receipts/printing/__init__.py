"""From a letter's content to its PDF."""
