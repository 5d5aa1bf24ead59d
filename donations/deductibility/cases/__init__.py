"""Reading tax facts from files, with every value checked."""
