"""What codes look like in charts and beside words, and places in per cent of a width."""

from decimal import Decimal

SCHEDULE_LOOKS = {
    "done": "completed",
    "running": "ongoing",
    "continuous": "ongoing",
    "no_end_date": "not_started",
    "not_to_start_yet": "not_started",
}
"""The look of a computed schedule: that of the similar status; what is late or ends soon has its own."""

MILESTONE_LOOKS = {
    "on_time": "completed",
    "late": "ongoing",
    "open": "not_started",
    "dropped": "never",
    "not_delivered": "missed",
}
"""The look of milestones, and of what was due."""

ANSWER_LOOKS = {
    "accepted": "completed",
    "submitted": "ongoing",
    "not_submitted": "not_started",
    "unanswered": "not_started",
    "nobody": "never",
}
"""The look of the progress of a request: the further, the darker."""


def place(value: Decimal | float) -> str:
    """A percentage of the chart's width, as SVG writes it."""
    return f"{f'{float(value):.2f}'.rstrip('0').rstrip('.')}%"


LOOK_OF_CODE = SCHEDULE_LOOKS | ANSWER_LOOKS | MILESTONE_LOOKS


def look_of(code: str) -> str:
    """The CSS class that colours a segment."""
    return LOOK_OF_CODE.get(code, code) or "never"


SIGNS = {
    "done": "completed",
    "running": "ongoing",
    "continuous": "ongoing",
    "no_end_date": "ongoing",
    "ends_soon": "clock",
    "not_to_start_yet": "not_started",
    "overdue": "late",
    "should_have_started": "late",
    "on_time": "achieved",
    "late": "open",
    "not_delivered": "missed",
    "late_start": "late",
    "milestone_missed": "missed",
    "undone": "missed",
    "stale": "none",
    "unanswered": "to_do",
    "nobody": "none",
    "never": "none",
}
"""The sign of a code, where the sign has another name (`static/signs.svg`)."""


def sign_of(code: str) -> str:
    return SIGNS.get(code, code)
