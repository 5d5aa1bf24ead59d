"""Pages of core: home, settings, users, sign-in, email, lists, search, files."""
