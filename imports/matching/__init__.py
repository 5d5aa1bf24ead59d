"""Which person, organization or gift on record a row means, with the evidence."""
