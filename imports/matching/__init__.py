"""Match rows with people, organizations and gifts on record, and say why."""
