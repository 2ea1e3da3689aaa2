"""The tables of a snapshot: what is frozen as a whole, and what is not for everybody's eyes."""

WHOLE_TABLES = ["round", "platform_texts", "people", "picture", "counted", "counted_reported"]
"""About the plan, not about one action."""

REPORTED_TABLES = ["reported", "withdrawn_reported", "left_reported", "words_reported", "questions"]
"""Facts that the action's own organisations, coordinators and auditors see alone."""

FOLLOWED_TABLES = ["requests_followed", "minister_answers", "counted_reported"]
"""What coordinators and auditors follow, of all actions at once; a minister's office reads its own answers on pages. The others are for everybody."""
