"""Parse values and titles in files: dates, amounts, payment methods, columns, headings. Pure."""
