"""What of a file nobody understood: what is asked of its rows, and what is only kept with them."""
