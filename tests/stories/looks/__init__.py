"""What pages look like: by keyboard, on paper, narrow, overfull."""
