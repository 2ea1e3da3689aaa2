"""Reminders: what each person has to do, told by mail at most once, and as a calendar of due dates."""
