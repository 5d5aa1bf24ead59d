"""The legal sentences, made from decisions."""
