"""The facts of a gift as the tax engine asks for them: donor, date, state."""
