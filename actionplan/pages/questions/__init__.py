"""The questions about an action."""
