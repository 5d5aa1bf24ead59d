"""The sentences of the law, made from decisions."""
