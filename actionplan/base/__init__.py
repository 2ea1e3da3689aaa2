"""Code that knows nothing about plans: rows in force, vague dates, money, days in Brussels, folded text."""
