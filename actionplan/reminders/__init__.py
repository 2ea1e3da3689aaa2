"""Reminders: what each person has to do now, told by mail at most once, and as a calendar of due dates."""
