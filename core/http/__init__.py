"""What a request and its answer need: rates, languages, messages after an act, secret links, errors, logs."""
