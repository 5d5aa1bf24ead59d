"""Emails, phones and ZIP codes: one reader for forms and files."""
