"""Staff pages of receipts and of issuing them."""
