"""The actions of the plan as adopted and amended."""
