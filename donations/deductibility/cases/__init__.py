"""Facts written down as files, read with every value checked."""
