"""Pages a payer sees at the stand-in."""
