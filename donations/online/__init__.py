"""Giving online: the give page, the checkout, the thank-you page."""
