"""One module a kind of Stripe object: how it is built, and the calls that answer with it."""
