"""Rules for consent: who may be contacted, on which channel, for which purpose. Pure, no database."""
