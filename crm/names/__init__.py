"""Names of people, organizations and households: read, compared, keyed. Pure, no database."""
