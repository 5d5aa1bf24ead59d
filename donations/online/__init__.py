"""Online giving: the giving page, the checkout, the thank-you page."""
