"""Pages to sign in by password, passkey and code."""
