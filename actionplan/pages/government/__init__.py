"""Changes of government: what becomes of ministers and organisations on a day, what it would do, and doing it."""
