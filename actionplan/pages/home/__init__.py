"""Where each person's work begins."""
