"""The facts of a gift for the tax rules: donor, date, state."""
