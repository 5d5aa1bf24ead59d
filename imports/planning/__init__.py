"""Turn parsed rows into a plan, and apply users' answers to it."""
