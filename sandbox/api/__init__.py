"""The API the stand-in answers: routes, parameters, expansion, idempotency."""
