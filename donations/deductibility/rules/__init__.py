"""The rules of the law, one subject a module."""
