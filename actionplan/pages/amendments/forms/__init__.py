"""The forms on which the plan is amended."""
