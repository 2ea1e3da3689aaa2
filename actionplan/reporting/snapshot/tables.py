"""The tables of a snapshot: what is frozen as a whole, and what is not for everybody's eyes."""

WHOLE_TABLES = [
    "round",
    "plan",
    "objectives",
    "themes",
    "ministers",
    "policy_areas",
    "organisations",
    "affiliations",
    "people",
]
"""About the plan, not about one action."""

REPORTED_TABLES = [
    "standings_reported",
    "reports_reported",
    "computed_reported",
    "questions",
    "minister_answers",
]
"""Facts that the action's own organisations, coordinators and auditors see alone; the others are for everybody who reads."""
