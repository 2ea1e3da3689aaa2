"""What knows nothing of plans: in-force rows, vague dates, money, Brussels days, folded text."""
