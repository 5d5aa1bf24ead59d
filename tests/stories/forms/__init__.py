"""Forms sent twice, changed, taken back, typed by a hurried person."""
