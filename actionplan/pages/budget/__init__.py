"""The budget dashboard: planned, committed, paid and forecast, and its file."""
