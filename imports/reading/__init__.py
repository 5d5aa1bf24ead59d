"""Open an uploaded file safely: containers, workbooks, text."""
