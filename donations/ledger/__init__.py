"""Gifts in the books: recorded, corrected, summed, and what must always be true of them."""
