"""Mail that failed, and the calendars of due dates."""
