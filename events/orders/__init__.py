"""Ticket orders: drafted, priced, paid, canceled, and emails about them."""
