"""Forms anywhere: sent once, kept as drafts while typed, doubts asked, errors listed."""
