"""Writing people: supporters, consent, households, answers about names, archiving."""
