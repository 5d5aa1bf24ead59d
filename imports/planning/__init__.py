"""From rows read to a plan, and what people answered about it."""
