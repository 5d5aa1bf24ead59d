"""What core itself adds to pages, commands and jobs."""
