"""Protected people: which typed names are shown, and which wait for a review."""
